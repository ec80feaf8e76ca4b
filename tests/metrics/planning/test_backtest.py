"""A plan re-run on closed periods: own targets, moved points, and no funding where data lacks."""

import json
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType

import pytest

from metrics.periods import Period
from metrics.planning.backtest import Backtest, replay
from metrics.planning.backtest_out import backtest_json, backtest_text
from metrics.planning.history import History
from metrics.planning.results import known_keys
from metrics.pool.inputs import Inputs, Payee, Result, Span, Terms
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash, read_plan
from metrics.pool.roster import Roster

F = Fraction


def quarter(number: int) -> Period:
    """A quarter of 2025; the fifth is the plan's."""
    name = f"2025-Q{number}" if number < 5 else "2026-Q1"
    start = date(2025, 1, 1) + timedelta(days=90 * (number - 1))
    return Period(name, start, start + timedelta(days=90), "quarter")


def result(value: object, target: object = None, reason: str = "") -> Result:
    """A result of plain figures."""
    number = None if value is None else F(str(value))
    return Result(number, None if target is None else F(str(target)), reason, "by hand")


def history(
    results: Mapping[str, tuple[Result, ...]], current: Mapping[str, Result] | None = None
) -> History:
    """A history of as many quarters as there are results."""
    count = len(next(iter(results.values())))
    past = tuple(quarter(number) for number in range(5 - count, 5))
    now = current or {}
    return History(
        quarter(5),
        past,
        MappingProxyType(dict(results)),
        MappingProxyType(dict(now)),
        past[-1].last_on,
    )


def plan_of(text: str) -> Plan:
    """The plan of the text, for the quarter after the history."""
    head = 'name = "Draft"\nperiod = "2026-Q1"\n'
    return read_plan(head + text, form="toml", name="draft")


def replayed(plan: Plan, past: History, roster: Roster | None = None) -> Backtest:
    """The backtest with the registry's keys."""
    return replay(plan, past, known_keys(plan), roster)


BY_TARGET = """
[[measures]]
kpi = "bookings"
weight = 100
basis = "target"
points = [[0.8, 50], [1, 100], [1.2, 200]]
"""


def test_basis_target_reads_each_periods_own_target() -> None:
    past = history({"bookings": (result(90, 100), result(220, 200), result(79, 100))})
    found = replayed(plan_of(BY_TARGET), past)
    assert [row.period.name for row in found.rows] == ["2025-Q2", "2025-Q3", "2025-Q4"]
    assert found.fundings == (75, 150, 0)
    assert [row.lines[0].attainment for row in found.rows] == [90, 110, 79]
    assert [row.pool for row in found.rows] == [None, None, None]


BY_VALUE = """
[[measures]]
kpi = "bookings"
weight = 100
points = [[800, 50], [1000, 100], [1200, 200]]
limit = "pipeline_created"
[[gates]]
kpi = "bookings"
at_least = 700
otherwise = "zero"
[[kickers]]
kpi = "bookings"
at_least = 1100
points = 7
"""


def test_points_and_marks_in_own_units_move_with_the_target() -> None:
    """Half the target: points at 400, 500, 600, gate at 350, kicker at 550."""
    free = result(10_000, 1)
    past = history(
        {
            "bookings": tuple(result(value, 500) for value in (349, 350, 450, 550)),
            "pipeline_created": (free, free, free, free),
        },
        {"bookings": result(0, 1000), "pipeline_created": result(0, 4)},
    )
    found = replayed(plan_of(BY_VALUE), past)
    assert found.fundings == (0, 0, 75, 157)
    assert [row.lines[0].payout for row in found.rows] == [0, 0, 75, 150]
    assert [row.gates[0].is_passed for row in found.rows] == [False, True, True, True]
    assert [row.kickers[0].is_reached for row in found.rows] == [False, False, False, True]
    assert [row.lines[0].moved_by for row in found.rows] == [F(1, 2)] * 4
    assert [row.lines[0].result.value for row in found.rows] == [349, 350, 450, 550]
    assert found.rows[0].notes == ()


def test_a_limit_moves_with_the_measure_that_it_limits() -> None:
    past = history(
        {"bookings": (result(550, 500),), "pipeline_created": (result(450, 4),)},
        {"bookings": result(0, 1000), "pipeline_created": result(0, 1)},
    )
    (row,) = replayed(plan_of(BY_VALUE), past).rows
    assert (row.lines[0].payout, row.funding) == (75, 82)


def test_a_third_of_a_target_moves_points_exactly() -> None:
    """At exactly a third of the last point the last step pays; one cent below it does not."""
    text = BY_VALUE.replace("limit =", 'shape = "step"\nlimit =')
    free = result(10_000, 1)
    past = history(
        {
            "bookings": (result("400", F(1000, 3)), result("399.99", F(1000, 3))),
            "pipeline_created": (free, free),
        },
        {"bookings": result(0, 1000)},
    )
    found = replayed(plan_of(text), past)
    assert [row.lines[0].payout for row in found.rows] == [200, 100]


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        (None, 1000, "bookings: points and marks as they stand, as there is no target in this pe"),
        (0, 1000, "bookings: points and marks as they stand, as there is no target in this perio"),
        (500, None, "bookings: points and marks as they stand, as there is no target in the plan"),
    ],
)
def test_without_both_targets_points_stand_and_the_row_says_so(
    then: object, now: object, said: str
) -> None:
    past = history(
        {"bookings": (result(900, then),), "pipeline_created": (result(9_999),)},
        {"bookings": result(1, now)},
    )
    (row,) = replayed(plan_of(BY_VALUE), past).rows
    assert (row.funding, row.lines[0].moved_by) == (75, 1)
    assert [note.startswith(said) for note in row.notes] == [True]


def test_a_missing_result_is_no_funding_with_the_reason() -> None:
    text = BY_TARGET.replace("weight = 100", "weight = 60") + BY_TARGET.replace(
        "weight = 100", "weight = 40"
    ).replace("bookings", "pipeline_created")
    past = history(
        {
            "bookings": (result(100, 100), result(100, 100)),
            "pipeline_created": (result(None, 100, "no data: nothing is on record"), result(9, 0)),
        }
    )
    found = replayed(plan_of(text), past)
    assert found.fundings == ()
    first, second = found.rows
    assert (first.funding, first.weighted_sum, first.pool) == (None, None, None)
    assert [line.payout for line in first.lines] == [100, None]
    assert first.reason.startswith("plan 'Draft', 2025-Q3: 'pipeline_created' has no result and is")
    assert "(no data: nothing is on record)" in first.reason
    assert second.reason.startswith("plan 'Draft', 2025-Q4: 'pipeline_created' is paid by basis")
    document = backtest_json(found)
    assert (document["lowest"], document["highest"], document["refused"]) == (None, None, 2)
    assert "no data" in backtest_text(found)


def test_a_measure_of_weight_0_changes_nothing() -> None:
    idle = BY_TARGET.replace("weight = 100", "weight = 0").replace("bookings", "win_rate")
    past = history({"bookings": (result(90, 100),), "win_rate": (result(None, None, "nothing"),)})
    assert replayed(plan_of(BY_TARGET + idle), past).fundings == (75,)


def test_a_roster_turns_funding_into_todays_money() -> None:
    plan = plan_of("[funding]\ncap = 120\n" + BY_TARGET)
    one = F(1)
    payees = tuple(
        Payee(who, (Terms(None, None, "", "", one, F(pay), one, None, True),))
        for who, pay in (("a", 1000), ("b", 500))
    )
    days = Span(date(2026, 1, 1), date(2026, 3, 31))
    roster = Roster.of(plan, Inputs({}, payees, days))
    past = history({"bookings": (result(90, 100), result(120, 100))})
    found = replayed(plan, past, roster)
    assert [(row.target_pool, row.funding, row.pool) for row in found.rows] == [
        (1500, 75, 1125),
        (1500, 120, 1800),
    ]
    assert "Pool" in backtest_text(found)


def test_the_document() -> None:
    past = history(
        {
            "bookings": (result("450.50", 500),),
            "pipeline_created": (result(10_000, 1),),
        },
        {"bookings": result(0, 1000)},
    )
    plan = plan_of(BY_VALUE)
    found = json.loads(json.dumps(backtest_json(replayed(plan, past))))
    assert found == {
        "plan": "Draft",
        "plan_hash": plan_hash(plan),
        "as_of": "2025-12-26",
        "basis": (
            "The plan's weights on each period's own targets, as known on 2025-12-26; points and "
            "marks in a KPI's own unit are moved by that period's target over the target of "
            "2026-Q1"
        ),
        "periods": [
            {
                "period": "2025-Q4",
                "measures": [
                    {
                        "kpi": "bookings",
                        "scope": {},
                        "weight": 100,
                        "result": "450.50",
                        "target": "500.00",
                        "attainment": 90.1,
                        "payout": 75.25,
                        "weighted": 75.25,
                        "moved_by": 0.5,
                    }
                ],
                "kickers": [
                    {
                        "kpi": "bookings",
                        "result": "450.50",
                        "at_least": "550.00",
                        "at_most": None,
                        "reached": False,
                        "points": 0,
                    }
                ],
                "gates": [
                    {
                        "kpi": "bookings",
                        "result": "450.50",
                        "at_least": "350.00",
                        "at_most": None,
                        "otherwise": "zero",
                        "passed": True,
                    }
                ],
                "weighted_sum": 75.25,
                "funding": 75.25,
                "target_pool": None,
                "pool": None,
                "reason": None,
                "notes": [],
            }
        ],
        "lowest": 75.25,
        "highest": 75.25,
        "refused": 0,
    }
