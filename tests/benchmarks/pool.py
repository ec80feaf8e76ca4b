"""Paying a pool: what a payee costs in pools of a thousand to a hundred thousand."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from random import Random
from time import perf_counter

from metrics.pool.inputs import ONE, Inputs, Payee, Result, Span, Terms
from metrics.pool.plan import Allocation, Measure, Plan, Split
from metrics.pool.roster import Roster
from metrics.pool.run import run
from metrics.pool.sharing import shared
from tests.benchmarks.table import Line, milliseconds

COUNTS = (1_000, 10_000, 100_000)
MOST_SECONDS = 1.0
MOST_TIMES_A_PAYEE = 2.0
TEAM = 60
MOST_AGAIN_SECONDS = 0.0005
SPAN = Span(date(2026, 10, 1), date(2026, 12, 31))
PLAN = Plan(
    name="Shared pool",
    period="2026-Q4",
    measures=(
        Measure(
            kpi="bookings",
            weight=Decimal(100),
            points=((Decimal(0), Decimal(0)), (Decimal(200), Decimal(200))),
        ),
    ),
    split=Split(
        by="teams",
        teams=(("marketing", Decimal(40)), ("sales", Decimal(50)), ("success", Decimal(10))),
    ),
    # So low that two payees of three stand at their cap and the rest is shared again.
    allocation=Allocation(pool_share=Decimal(80), cap_multiple=Decimal("1.5")),
)


def lines() -> list[Line]:
    """Seconds to pay each count of payees, cents included, and a prepared team once more."""
    first, *others = [(count, _seconds_to_pay(count)) for count in COUNTS]
    return [_line(*first, first), *(_line(*each, first) for each in others), _again()]


def inputs_of(count: int) -> Inputs:
    """Payees of three teams with their own targets, hours, modifiers and first days."""
    random = Random(count)
    payees = []
    for number in range(count):
        joined = SPAN.first_on + timedelta(days=random.randrange(60))
        terms = Terms(
            valid_from=joined if number % 4 == 0 else None,
            valid_to=None,
            team=random.choice(("marketing", "sales", "success")),
            role="",
            fte=random.choice((ONE, ONE, Fraction(4, 5), Fraction(1, 2))),
            target=Fraction(random.randrange(100_000, 900_000), 100),
            modifier=Fraction(random.randrange(80, 121), 100),
            individual=Fraction(random.randrange(0, 151)),
            is_eligible=True,
        )
        payees.append(Payee(f"p{number:06d}", (terms,)))
    results = {"bookings": Result(Fraction(136), None, "", "benchmark")}
    return Inputs(results, tuple(payees), SPAN)


def _seconds_to_pay(count: int) -> float:
    inputs = inputs_of(count)
    return _least(lambda: run(PLAN, inputs), 5 if count < COUNTS[-1] else 3)


def _line(count: int, seconds: float, first: tuple[int, float]) -> Line:
    """One count; the ratio is its cost a payee over that of the fewest payees."""
    times = (seconds / count) / (first[1] / first[0])
    is_limited, is_first = count == 10_000, count == first[0]
    asked = f"< {MOST_SECONDS:.0f} s" if is_limited else f"<= {MOST_TIMES_A_PAYEE:.0f}x a payee"
    is_met = seconds < MOST_SECONDS if is_limited else times <= MOST_TIMES_A_PAYEE
    return Line(
        f"pool: {count:,} payees paid, to the cent",
        f"{seconds:.3f} s, {seconds / count * 1e6:.1f} us a payee",
        f"{first[1] / first[0] * 1e6:.1f} us a payee at {first[0]:,}",
        times,
        "" if is_first else asked,
        None if is_first else is_met,
    )


def _again() -> Line:
    """A new pool for a prepared team: what a planner's slider asks over and over."""
    inputs = inputs_of(TEAM)
    roster = Roster.of(PLAN, inputs)
    whole = _least(lambda: run(PLAN, inputs, roster), 200)
    exact = _least(lambda: shared(roster.crowd, Fraction(25_000_001, 100)), 200)
    return Line(
        f"pool: {TEAM} prepared payees share a new pool, exactly",
        milliseconds(exact),
        f"{milliseconds(whole)} with funding, cents and statements",
        exact / whole,
        f"< {milliseconds(MOST_AGAIN_SECONDS)}",
        exact < MOST_AGAIN_SECONDS,
    )


def _least(work: Callable[[], object], times: int) -> float:
    """The fewest seconds of some tries: what the work needs, not what the machine was busy with."""
    found = []
    for _ in range(times):
        start = perf_counter()
        work()
        found.append(perf_counter() - start)
    return min(found)
