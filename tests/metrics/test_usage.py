"""Wrong usage: exit code 2, and no endless word of what was typed in what is said of it."""

import pytest
from typer.testing import CliRunner

from data.cli import app as data_app
from metrics.cli import app

WORD = "x" * 250
KEPT = f"{'x' * 80}…"


@pytest.mark.parametrize(
    "typed",
    [
        (WORD,),
        ("show", WORD, "--", WORD),
        ("show", "win_rate", f"--{WORD}"),
        ("weekly", WORD),
        ("meeting", WORD),
    ],
)
def test_endless_words_are_cut(typed: tuple[str, ...]) -> None:
    done = CliRunner().invoke(app, typed)
    assert done.exit_code == 2
    assert "x" * 60 in done.stderr
    assert "x" * 81 not in done.stderr
    assert "…" in done.stderr


def test_the_data_commands_cut_them_too() -> None:
    done = CliRunner().invoke(data_app, [WORD])
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        2,
        f"Error: No such command '{'x' * 79}…",
    )
    short = CliRunner().invoke(data_app, ["y" * 60])
    assert short.stderr.splitlines()[-1] == f"Error: No such command '{'y' * 60}'."
