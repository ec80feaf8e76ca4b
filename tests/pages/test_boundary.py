"""What a person sees when something is wrong: a sentence, or an id that the log explains."""

import logging
import re
from pathlib import Path

import pytest

from pages.components import session
from tests.pages.screens import screen, shown


def test_settings_that_do_not_hold_are_said_in_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tandem.toml").write_text('curency = "EUR"', encoding="utf-8")
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    test = screen("app.py")
    assert [error.value for error in test.exception] == []
    assert "This cannot be shown" in shown(test)
    assert "curency" in shown(test)


def test_an_unexpected_fault_shows_an_id_that_the_log_explains(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> str:
        raise RuntimeError("the secret of the machine room")

    monkeypatch.setattr(session, "store_path", fail)
    with caplog.at_level(logging.ERROR, logger="tandem"):
        test = screen("app.py")
    text = shown(test)
    assert [error.value for error in test.exception] == []
    assert "Something went wrong on our side" in text
    assert "secret" not in text
    fault = re.search(r"under the id ([0-9a-f]{8})", text)
    assert fault is not None
    assert f"fault {fault.group(1)}" in caplog.text
    assert "the secret of the machine room" in caplog.text
