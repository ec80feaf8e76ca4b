"""The week's numbers: those of the export, and those of every other command, to the digit."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from data.workspace import Workspace
from metrics.bridge import bridge
from metrics.bridge.out import bridge_json
from metrics.cli import app
from metrics.compared import Moment as Seen
from metrics.errors import PeriodError
from metrics.formats import json_number
from metrics.known import known
from metrics.kpi import Unit
from metrics.lifecycle.forecasts import handed_in
from metrics.meeting.commitments import commitments
from metrics.meeting.effects import Effect, effects
from metrics.meeting.headlines import Moment
from metrics.meeting.pool_today import plan_in_force, pool_today
from metrics.meeting.then_now import then_now
from metrics.meeting.told import then_now_json
from metrics.sentences.headline import headline
from metrics.weekly.gather import weekly
from metrics.weekly.told_json import weekly_json
from tests.metrics.oracles._cases import Case, View
from tests.metrics.oracles._company import Company, as_decimal
from tests.metrics.oracles._deals import booked, in_window
from tests.metrics.oracles._leads import decided as decided_leads
from tests.metrics.oracles._periods import Span
from tests.metrics.weekly.weeks import LAST, TODAY, Week

QUARTER = Span(date(2026, 10, 1), date(2027, 1, 1))


@pytest.fixture(scope="module")
def told(week: Week) -> dict[str, Any]:
    """The document, as a program reads it."""
    return json.loads(json.dumps(weekly_json(week.found), allow_nan=False))


def block(told: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return told["blocks"][name]


def row(told: dict[str, Any], name: str, kpi: str) -> dict[str, Any]:
    return next(one for one in block(told, name) if one["kpi"] == kpi)


@pytest.fixture(scope="module")
def view(demo: Path, demo_folder: Path) -> View:
    """The export in plain Python: the quarter, seen from the end of the last day."""
    company = Company(demo_folder, Workspace.read(demo))
    return View(company, Case("weekly", ("2026-Q4",)), QUARTER, LAST)


def test_the_document_has_the_stable_form(told: dict[str, Any]) -> None:
    assert list(told) == ["as_of", "period", "fingerprint", "headline", "blocks", "field"]
    assert (told["as_of"], told["period"]) == ("2026-11-15", "2026-Q4")
    assert list(told["blocks"]) == ["commitments", "number", "changed", "handover", "demand"]
    assert [one["kpi"] for one in block(told, "number")] == [
        "bookings",
        "bookings_attainment",
        "landing",
        "pipeline_coverage",
        "pipeline_coverage",
        "pool",
    ]
    windows = [one["window"] for one in block(told, "number")]
    assert windows == [None, None, None, None, "2027-Q1", None]
    assert [one["kpi"] for one in block(told, "demand")] == [
        "sales_ready_leads",
        "cost_per_sales_ready_lead",
        "icp_share",
        "lead_to_opportunity_rate",
        "customer_hours_per_person",
    ]


def test_the_field_is_told_against_its_clock(told: dict[str, Any]) -> None:
    line = told["field"]
    assert (line["number"], line["kind"], line["state"]) == (2, "frustration", "overdue")
    assert (line["side"], line["asks"], line["kpi"]) == ("sales", "marketing", "acceptance_rate")
    # From Tuesday at ten to the end of Monday: 7 hours and four days of 8.
    assert (line["waited_hours"], line["limit_hours"]) == (39, 16)


def test_bookings_are_those_of_the_export(told: dict[str, Any], view: View) -> None:
    amounts = [amount for _, amount in booked(view, view.period.start, view.last_on)]
    found = row(told, "number", "bookings")
    assert found["value"] == f"{as_decimal(sum(amounts)):.2f}"
    assert found["count"] == len(amounts)


def test_leads_and_acceptance_are_those_of_the_export(told: dict[str, Any], view: View) -> None:
    ready = sum(view.holds(trip.row["handed_over_at"]) for trip in view.company.trips)
    assert row(told, "demand", "sales_ready_leads")["value"] == ready
    decisions = [decision for _, decision in decided_leads(view)]
    accepted = row(told, "handover", "acceptance_rate")
    assert accepted["numerator"] == decisions.count("accepted")
    assert accepted["denominator"] == len(decisions)
    assert accepted["value"] == float(Decimal(decisions.count("accepted")) / len(decisions))


def test_the_bridge_ends_at_the_open_pipeline_of_the_export(
    told: dict[str, Any], view: View
) -> None:
    deals = list(in_window(view))
    changed: dict[str, Any] = told["blocks"]["changed"]
    closing = as_decimal(sum(worth for *_, worth in deals))
    assert changed["bars"]["closing"] == f"{closing:.2f}"
    assert changed["receipt"]["deals"]["closing"] == len(deals)
    assert changed["residual"] == "0.00"


SHOWN = (
    ("number", "bookings"),
    ("number", "bookings_attainment"),
    ("number", "pipeline_coverage"),
    ("handover", "response_within_sla"),
    ("handover", "hand_back_answer_within_sla"),
    ("handover", "acceptance_rate"),
    ("handover", "lead_leakage"),
    ("demand", "sales_ready_leads"),
    ("demand", "cost_per_sales_ready_lead"),
    ("demand", "icp_share"),
    ("demand", "lead_to_opportunity_rate"),
    ("demand", "customer_hours_per_person"),
)


@pytest.mark.parametrize(("name", "kpi"), SHOWN, ids=[kpi for _, kpi in SHOWN])
def test_each_number_is_the_row_that_show_gives(
    told: dict[str, Any], decided: Path, name: str, kpi: str
) -> None:
    asked = ["show", kpi, "--period", "2026-Q4", "--as-of", "2026-11-15", "--json"]
    shown = json.loads(CliRunner().invoke(app, [*asked, "--store", str(decided)]).stdout)
    found = row(told, name, kpi)
    assert {key: found[key] for key in shown["rows"][0]} == shown["rows"][0]
    assert (found["unit"], found["better"]) == (shown["unit"], shown["better"])


def test_next_quarters_coverage_and_reasons_are_those_of_show(
    told: dict[str, Any], decided: Path
) -> None:
    def shown(*words: str) -> list[dict[str, Any]]:
        asked = ["show", *words, "--period", "2026-Q4", "--as-of", "2026-11-15", "--json"]
        done = CliRunner().invoke(app, [*asked, "--store", str(decided)])
        return json.loads(done.stdout)["rows"]

    (expected,) = shown("pipeline_coverage", "--window", "2027-Q1")
    after = block(told, "number")[4]
    assert {key: after[key] for key in expected} == expected
    reasons = shown("hand_back_rate", "--by", "hand_back_reason")
    found = [one for one in block(told, "handover") if one["kpi"] == "hand_back_rate"]
    assert [{key: one[key] for key in reasons[0]} for one in found] == reasons


def test_the_bridge_runs_since_the_meeting_before(told: dict[str, Any], week: Week) -> None:
    changed: dict[str, Any] = told["blocks"]["changed"]
    since: dict[str, Any] = changed["since_meeting"]
    assert (since["number"], since["as_of"]) == (2, "2026-11-08")
    period = known(week.reader).calendar.parse("2026-Q4")
    expected = bridge_json(bridge(week.reader, date(2026, 11, 8), LAST, period))
    assert {key: changed[key] for key in expected} == expected
    assert len(changed["movers"]) == 10


def test_then_and_now_commitments_and_pool_are_those_of_the_meeting(
    told: dict[str, Any], week: Week
) -> None:
    held = week.state.meeting.held[-1]
    changes = then_now_json(then_now(week.reader, week.state, week.store, held, LAST))
    changed: dict[str, Any] = told["blocks"]["changed"]
    assert changed["then_now"] == json.loads(json.dumps(changes))
    did = effects(week.reader, commitments(week.state), LAST, handed_in(week.state))
    found = block(told, "commitments")
    assert {one["number"]: one["came_of"] for one in found} == {
        5: "kept",
        4: "dropped",
        3: "open",
        6: "open",
    }
    expected = {one.commitment.number: json_number(one.difference, _is_money(one)) for one in did}
    assert all(one["difference"] == expected[one["number"]] for one in found)
    moment = Moment(LAST, week.found.period)
    pool = pool_today(week.reader, week.state, moment, plan_in_force(week.reader, week.state, LAST))
    own = row(told, "number", "pool")
    assert (own["value"], own["low"], own["high"]) == tuple(
        float(one) for one in (pool.value, pool.low, pool.high) if one is not None
    )


def _is_money(one: Effect) -> bool:
    return one.kpi.unit is Unit.MONEY


def test_the_headline_is_that_of_the_screen(told: dict[str, Any], week: Week) -> None:
    expected = headline(week.reader, Seen(week.found.period, LAST))
    assert told["headline"] == [one.text for one in expected]


def test_a_past_day_is_told_as_it_stood_and_a_later_one_is_refused(week: Week) -> None:
    past = weekly(week.reader, week.state, week.store, today=TODAY, as_of=date(2026, 11, 6))
    document = json.loads(json.dumps(weekly_json(past)))
    assert document["as_of"] == "2026-11-06"
    assert document["blocks"]["changed"]["since_meeting"]["number"] == 1
    assert document["blocks"]["changed"]["to"] == "2026-11-06"
    with pytest.raises(PeriodError) as refusal:
        weekly(week.reader, week.state, week.store, today=TODAY, as_of=date(2026, 11, 16))
    assert refusal.value.message == (
        "the load tells of days up to 2026-11-15; 2026-11-16 is not among them"
    )
