"""What a schedule asks for: stages, cohorts, the handover, the leaks."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.warehouse import Reader
from metrics.cli import app
from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.errors import RevenueError
from metrics.handover.leaks import leaks
from metrics.stages.asked import year_to
from metrics.stages.stays import stays


def run(demo: Path, *arguments: str) -> str:
    """What the command prints."""
    done = CliRunner().invoke(app, [*arguments, "--store", str(demo)])
    assert done.exit_code == 0, (done.output, done.exception)
    return done.stdout


def document(demo: Path, *arguments: str) -> dict[str, Any]:
    """The one JSON document that the command prints."""
    found: dict[str, Any] = json.loads(run(demo, *arguments, "--json"))
    return found


def test_stages_say_what_the_screen_says(demo: Path, reader: Reader) -> None:
    calendar = calendar_of(reader)
    assert reader.load.data_date is not None
    now = Moment(calendar.containing(reader.load.data_date, "quarter"), reader.load.data_date)
    expected = stays(reader, Moment(year_to(now, calendar), now.as_of))
    found = document(demo, "stages")
    assert [(one["stage"], one["median_days"], one["staying"]) for one in found["stages"]] == [
        (one.stage, one.curve.median, one.staying) for one in expected.stages
    ]
    for one in found["stages"]:
        assert one["curve"][0]["at_risk_after"] <= one["stays"]
    ends = found["ends"]
    assert ends["deals"] == ends["won"] + ends["lost"] + ends["open"] + ends["deleted"]
    assert all(point["won"] + point["lost"] <= 1 for point in ends["curve"])
    text = run(demo, "stages", "--period", "2026-Q3", "--scope", "region=EMEA")
    assert text.startswith("Time in stage, stays begun in 2026-Q3, as of 2026-11-15")
    assert "half left by" in text


def test_cohorts_mark_what_is_not_mature(demo: Path) -> None:
    found = document(demo, "cohorts", "lead_to_won_rate", "--each", "month", "--last", "3")
    assert [one["period"] for one in found["cohorts"]] == ["2026-11", "2026-10", "2026-09"]
    for one in found["cohorts"]:
        for point in one["points"]:
            assert point["is_mature"] == (point["days"] <= one["ripe_days"])
            assert point["is_mature"] == (point["maturity"] == 1)
    text = run(demo, "cohorts")
    assert "2026-Q4: " in text
    assert "mature to 46 days" in text
    assert "   50 days ~" in text


def test_both_clocks_have_the_same_form(demo: Path) -> None:
    found = document(demo, "handover", "--period", "2026-Q3")
    assert set(found["sales"]) == set(found["marketing"])
    assert found["sales"]["wait"]["count"] == found["system"]["count"]
    assert found["system"]["note"] is None
    assert "until the system assigns it" in run(demo, "handover")


def test_leaks_are_a_file_with_who_must_act(demo: Path, reader: Reader) -> None:
    assert reader.load.data_date is not None
    calendar = calendar_of(reader)
    now = Moment(calendar.containing(reader.load.data_date, "quarter"), reader.load.data_date)
    rows = list(csv.DictReader(io.StringIO(run(demo, "leaks"))))
    expected = leaks(reader, now)
    assert [row["lead_id"] for row in rows] == [one.lead_id for one in expected.leads]
    assert [row["who_must_act"] for row in rows] == [one.who_must_act for one in expected.leads]
    said = document(demo, "leaks")["leads"]
    assert [one["lead_id"] for one in said] == [row["lead_id"] for row in rows]
    assert said[0]["handed_over_at"].endswith("Z")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("leaks", "--scope", "region=Mars"), "no region is called 'Mars'"),
        (("stages", "--period", "soon"), "is no period"),
        (("stages", "--as-of", "soon"), "is no date"),
        (("stages", "--scope", "planet=Mars"), "no record has a dimension 'planet'; use region,"),
        (("leaks", "--scope", "planet=Mars"), "no record has a dimension 'planet'"),
        (("leaks", "--scope", "strategy=retention"), "Lead leakage has no dimension 'strategy'"),
        (("forecast", "show", "--scope", "planet=Mars"), "no record has a dimension 'planet'"),
        (
            ("leaks", "--as-of", "2190-01-01"),
            "2190-01-01 lies after the load of 2026-11-16: nothing is known of it yet; "
            "give 2026-11-15 or before",
        ),
        (("handover", "--as-of", "2190-01-01"), "2190-01-01 lies after the load"),
        (("cohorts", "--as-of", "2190-01-01"), "2190-01-01 lies after the load"),
        (("forecast", "show", "--as-of", "2190-01-01"), "2190-01-01 lies after the load"),
        (
            ("attribution", "--period", "2026", "--as-of", "2190-01-01"),
            "2190-01-01 lies after the load",
        ),
        (("show", "open_pipeline", "--as-of", "2190-01-01"), "2190-01-01 lies after the load"),
        (
            ("rows", "bookings", "--period", "2026", "--as-of", "2190-01-01"),
            "2190-01-01 lies after the load",
        ),
        (("weekly", "--as-of", "2190-01-01"), "2190-01-01 lies after the load"),
        (("cohorts", "win_rate"), "no KPI is called 'win_rate'"),
    ],
)
def test_what_cannot_be_answered_is_refused(
    demo: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = CliRunner().invoke(app, [*arguments, "--store", str(demo)])
    assert isinstance(done.exception, RevenueError)
    assert message in done.exception.message


def test_a_day_after_the_data_and_before_the_load_can_be_asked_for(demo: Path) -> None:
    assert run(demo, "leaks", "--as-of", "2026-11-16").startswith("lead_id,")


def test_a_store_without_a_load_gets_no_ledger(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["forecast", "freeze", "--as", "p-ann", "--store", str(tmp_path / "none")]
    )
    assert isinstance(done.exception, RevenueError)
    assert "no data yet" in done.exception.message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("window", "said"),
    [
        ("2026-Q4", "2026-Q4, week 7, as of 2026-11-15"),
        ("2025-Q1", "2025-Q1, after its end, as of 2026-11-15"),
        ("2027-Q1", "2027-Q1, before it begins, as of 2026-11-15"),
    ],
)
def test_a_week_of_a_window_is_counted_inside_it(demo: Path, window: str, said: str) -> None:
    assert run(demo, "forecast", "show", "--window", window).splitlines()[0] == said
