"""What `python -m metrics pool` refuses, in one sentence each."""

from pathlib import Path

import pytest

from tests.metrics.planning.pool_files import PLAN, RESULTS, asked, refusal


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("weight = 60", "weight = 70", "weights sum to 110"),
        ('"bookings"', '"bookins"', "did you mean 'bookings'"),
        ('"bookings"', '"open_pipeline"', "open_pipeline"),
        ('"2026-Q4"', '"2026-Q5"', "2026-Q5"),
        ('"2026-Q4"', '"all"', "all"),
    ],
)
def test_a_plan_that_does_not_hold(folder: Path, old: str, new: str, said: str) -> None:
    (folder / "plan.toml").write_text(PLAN.replace(old, new, 1), encoding="utf-8")
    assert said in refusal(*asked(folder))


def test_a_result_that_is_missing_is_never_0(folder: Path) -> None:
    text = RESULTS.replace('"0.75"', "null")
    (folder / "results.json").write_text(text, encoding="utf-8")
    said = refusal(*asked(folder))
    assert "'response_within_sla' has no result and is a kicker (the results file gives" in said
    text = RESULTS.replace('"win_rate"', '"win_rate_value"')
    (folder / "results.json").write_text(text, encoding="utf-8")
    assert "'win_rate' has no result" in refusal(*asked(folder))


@pytest.mark.parametrize("text", ["1,000", "-5", "much"])
def test_a_carry_over_that_is_none(folder: Path, text: str) -> None:
    assert "carry-over" in refusal(*asked(folder, f"--carry-over={text}"))
