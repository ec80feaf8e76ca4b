"""Forecasts: worked by hand on small histories, and by plain loops on the demo company."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import stdev

import pytest

from data.warehouse import Reader
from metrics.compute import answer
from metrics.errors import MissingResultError
from metrics.periods import Period
from metrics.planning.forecast import Forecast, outlook
from metrics.planning.history import History, gather
from metrics.planning.joint import moved_together, rank_correlation
from metrics.pool.inputs import Result
from metrics.pool.plan import External, Gate, Plan
from tests.metrics.pool.funding_worlds import measure, plan

F = Fraction
AHEAD = Period("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), "quarter")


def quarters(count: int) -> tuple[Period, ...]:
    """So many quarters before the plan's; only their number matters."""
    return tuple(
        Period(f"{2020 + n}-Q1", date(2020 + n, 1, 1), date(2020 + n, 4, 1), "quarter")
        for n in range(count)
    )


def past(values: dict[str, list], targets: dict[str, list], now: dict[str, object]) -> History:
    """A history of these results and targets; `now` holds the targets of the plan's period."""
    count = len(next(iter(values.values())))
    results = {
        key: tuple(
            Result(
                None if value is None else F(str(value)),
                None if target is None else F(str(target)),
                "nothing was closed" if value is None else "",
                "",
            )
            for value, target in zip(some, targets.get(key, [None] * count), strict=True)
        )
        for key, some in values.items()
    }
    current = {
        key: Result(None, None if target is None else F(str(target)), "not begun", "")
        for key, target in now.items()
    }
    return History(AHEAD, quarters(count), results, current, date(2026, 9, 30))


def told(history: History, *keys: str, **changes: object) -> dict[str, Forecast]:
    """The forecasts of a plan that has not begun, by key; no warehouse is read for them."""
    weights = [100 // len(keys)] * (len(keys) - 1)
    weights.append(100 - sum(weights))
    made = plan(
        *(measure(k, w, (0, 0), (1, 100)) for k, w in zip(keys, weights, strict=True)), **changes
    )
    found = outlook(None, made, history, {})
    return {one.key: one for one in found.forecasts}


def test_results_over_targets_are_carried_to_the_plans_target() -> None:
    history = past({"bookings": [90, 110, 100, 120]}, {"bookings": [100] * 4}, {"bookings": 200})
    found = told(history, "bookings")["bookings"]
    # Ratios 0.9, 1.1, 1.0, 1.2: 1.05 on average.
    assert found.value == 210
    assert found.sd == pytest.approx(200 * stdev([0.9, 1.1, 1.0, 1.2]))
    assert found.ratios == (F(9, 10), F(11, 10), F(1), F(6, 5))
    assert (found.low, found.high, found.target) == (0, None, 200)
    assert found.method == ("the target x 1.050, the mean of 4 closed periods; never below 0")


def test_without_targets_results_are_held_against_their_trailing_mean() -> None:
    history = past({"bookings": [100, 110, 120, 126, 130, 140]}, {}, {"bookings": None})
    found = told(history, "bookings")["bookings"]
    assert found.ratios == (
        None,
        F(110, 100),
        F(120, 105),
        F(126, 110),
        F(130, 114),
        F(140) / F(243, 2),
    )
    mean = sum(found.ratios[1:], F(0)) / 5
    assert found.value == pytest.approx(float(mean * 129), abs=0.005)
    assert "the mean of the last 4 results" in found.method


def test_only_twelve_periods_count() -> None:
    values = [999] * 3 + [100] * 12
    history = past({"bookings": values}, {"bookings": [100] * 15}, {"bookings": 100})
    assert told(history, "bookings")["bookings"].value == 100


def test_three_periods_are_refused_with_the_reason() -> None:
    history = past({"win_rate": [0.3, None, 0.2, 0.25]}, {"win_rate": [0.3] * 4}, {"win_rate": 0.3})
    with pytest.raises(MissingResultError) as refused:
        told(history, "win_rate")
    assert refused.value.message == (
        "plan 'Shared pool': win_rate cannot be forecast: 3 of the last 4 closed periods have a "
        "result to learn from, 4 are needed; nothing was closed; take it out or simulate when "
        "there is more history"
    )


def test_a_share_of_things_stays_between_0_and_1() -> None:
    history = past({"win_rate": [0.9, 1, 0.95, 1]}, {"win_rate": [0.8] * 4}, {"win_rate": 0.99})
    found = told(history, "win_rate")["win_rate"]
    assert (found.low, found.high, found.value) == (0, 1, 1)
    assert found.method.endswith("; always between 0 and 1")


def test_what_was_negative_may_be_so_again() -> None:
    history = past(
        {"bookings_growth": [0.1, -0.2, 0.3, 0.1]},
        {"bookings_growth": [0.2] * 4},
        {"bookings_growth": 0.2},
    )
    found = told(history, "bookings_growth")["bookings_growth"]
    assert (found.low, found.high) == (None, None)
    assert found.value == F("0.075")


def test_a_figure_from_outside_stands_as_handed_in() -> None:
    score = External(key="score", label="Score", unit="score", source="The committee")
    gate = Gate(kpi="score", at_least=Decimal(3), otherwise="half")
    history = past({"bookings": [1, 2, 3, 4]}, {"bookings": [2] * 4}, {"bookings": 2})
    made = plan(measure("bookings", 100, (0, 0), (1, 100)), external=(score,), gates=(gate,))
    given = {"score": Result(F(4), None, "", "minutes of 2 October")}
    found = outlook(None, made, history, given).forecasts[1]
    assert (found.value, found.sd, found.ratios) == (4, 0, ())
    assert "minutes of 2 October" in found.method
    with pytest.raises(MissingResultError, match="score comes from The committee"):
        outlook(None, made, history, {})


def test_weight_zero_without_a_past_needs_no_forecast() -> None:
    history = past(
        {"bookings": [1, 2, 3, 4], "win_rate": [None] * 4},
        {"bookings": [2] * 4},
        {"bookings": 2, "win_rate": None},
    )
    made = plan(
        measure("bookings", 100, (0, 0), (1, 100)), measure("win_rate", 0, (0, 0), (1, 100))
    )
    assert [one.key for one in outlook(None, made, history, {}).forecasts] == ["bookings"]


def test_a_closed_period_stands_and_must_have_a_result() -> None:
    history = past({"bookings": [1, 2, 3, 4]}, {"bookings": [2] * 4}, {"bookings": 2})
    over = replace(history, as_of=date(2027, 1, 5))
    with pytest.raises(MissingResultError, match="is over and bookings has no result"):
        told(over, "bookings")
    result = Result(F(7), F(2), "", "")
    found = told(replace(over, current={"bookings": result}), "bookings")["bookings"]
    assert (found.value, found.sd) == (7, 0)
    assert "the period is closed" in found.method


def test_correlation_is_of_ranks_and_drawn_toward_none() -> None:
    up = tuple(F(n) for n in (1, 2, 3, 4, 5, 6, 7, 8))
    squared = tuple(n * n for n in up)
    matrix, words = rank_correlation([up, squared, tuple(reversed(up)), (F(1),) * 8, ()])
    share = 8 / 12
    assert matrix[0] == pytest.approx((1, share, -share, 0, 0))
    assert matrix[2][1] == pytest.approx(-share)
    assert "n / (n + 4)" in words
    assert moved_together(up, squared) == pytest.approx(1)
    # Equal values share a rank: 1.5, 1.5, 3, 4 against 1, 2, 3, 4.
    tied = moved_together((F(1), F(1), F(2), F(3)), up[:4])
    assert tied == pytest.approx(4.5 / (4.5 * 5) ** 0.5)
    assert moved_together(up[:3], squared[:3]) is None


# The demo company: its quarter has run for a month and a half.
BOOKED = """
    select booked_on, amount from booking
    where kind in ('new', 'expansion', 'renewal') and booked_on <= $until"""


def demo_plan() -> Plan:
    """Bookings and pipeline created of the quarter the demo company is in."""
    made = plan(
        measure("bookings", 60, (0.8, 50), (1, 100), basis="target"),
        measure("pipeline_created", 40, (0.8, 50), (1, 100), basis="target"),
    )
    return made.model_copy(update={"period": "2026-Q4"})


def days_in(reader: Reader, start: date, end: date) -> list[date]:
    """The business days of [start, end), asked of the calendar itself."""
    sql = """select day from calendar
        where is_working_day and day >= $start and day < $end order by day"""
    return [day for (day,) in reader.exact_rows(sql, {"start": start, "end": end})]


def test_a_running_quarters_bookings_by_plain_loops(reader: Reader) -> None:
    as_of = reader.load.data_date
    assert as_of is not None
    history = gather(reader, demo_plan(), 12)
    found = outlook(reader, demo_plan(), history, {}).forecasts[0]
    booked = reader.exact_rows(BOOKED, {"until": as_of})
    period = history.plan_period
    passed = len(
        [day for day in days_in(reader, period.start_on, period.end_on_exclusive) if day <= as_of]
    )
    rests, pipelines = [], []
    for one in history.periods:
        last = days_in(reader, one.start_on, one.end_on_exclusive)[passed - 1]
        rests.append(
            sum(float(amount) for day, amount in booked if last < day < one.end_on_exclusive)
        )
        weighted = answer(reader, "weighted_pipeline", one, as_of=last, window=one).value
        pipelines.append(float(weighted or 0))
    so_far = sum(float(amount) for day, amount in booked if day >= period.start_on)
    now = float(answer(reader, "weighted_pipeline", period, window=period).value or 0)
    share = sum(rests) / sum(pipelines)
    assert float(found.value) == pytest.approx(so_far + now * share, abs=0.01)
    ratios = [rest / pipeline for rest, pipeline in zip(rests, pipelines, strict=True)]
    assert found.sd == pytest.approx(now * stdev(ratios))
    assert found.low == pytest.approx(so_far)
    assert f"times {share:.3f}" in found.method


def test_a_running_quarters_flow_without_a_pipeline(reader: Reader) -> None:
    as_of = reader.load.data_date
    assert as_of is not None
    history = gather(reader, demo_plan(), 12)
    found = outlook(reader, demo_plan(), history, {}).forecasts[1]
    period, results = history.plan_period, history.results["pipeline_created"]
    passed = len(
        [day for day in days_in(reader, period.start_on, period.end_on_exclusive) if day <= as_of]
    )
    shares = []
    for one, result in zip(history.periods, results, strict=True):
        last = days_in(reader, one.start_on, one.end_on_exclusive)[passed - 1]
        to_date = Period(
            f"{one.start_on}..{last}",
            one.start_on,
            last + (date(2026, 1, 2) - date(2026, 1, 1)),
            "span",
        )
        value = answer(reader, "pipeline_created", to_date).value or Decimal(0)
        shares.append(float((result.value - F(value)) / result.target))
    now = history.current["pipeline_created"]
    rest = float(now.target) * sum(shares) / len(shares)
    assert float(found.value) == pytest.approx(float(now.value) + rest, abs=0.01)
    assert found.sd == pytest.approx(float(now.target) * stdev(shares))
