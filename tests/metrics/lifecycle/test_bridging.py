"""Bars between periods whose plan changed inside: by hand, and exact whatever the parts."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.lifecycle.bridging import bridge_of
from metrics.lifecycle.calculation import Calculation, calculate
from metrics.pool.bridge import bridge
from metrics.pool.inputs import Payee
from tests.metrics.lifecycle.test_treatments import FIRST, LAST, basis_with, simple
from tests.metrics.pool.people import terms


def whole(target: int, value: Fraction) -> Calculation:
    """A February of one plan."""
    basis = basis_with([simple()] * 2, "days", [Payee("ann", (terms(target),))], [value] * 2)
    (part, _) = basis.parts
    return calculate(
        replace(basis, treatment="whole", parts=(replace(part, first_on=FIRST, last_on=LAST),))
    )


def changed(target: int, values: list[Fraction]) -> Calculation:
    """One whose plan changed after 11 of 28 days, each with its own results."""
    people = [Payee("ann", (terms(target),))]
    return calculate(basis_with([simple()] * 2, "segments", people, values))


def bars(before: Calculation, after: Calculation) -> dict[str, Fraction]:
    """The printed bars that are not 0; they add up to the printed difference."""
    found = bridge_of(before, after)
    assert found is not None
    assert (found.opening, found.closing) == (before.pool, after.pool)
    assert sum(bar.printed for bar in found.bars) == after.pool - before.pool
    assert sum(bar.amount for bar in found.bars) == after.pool - before.pool
    return {bar.name: bar.printed for bar in found.bars if bar.printed}


def test_each_plans_bars_count_by_its_days() -> None:
    before, after = whole(2800, Fraction(50)), changed(5600, [Fraction(50), Fraction(120)])
    # 50 % of 5,600 on 11 of 28 days and 120 % on 17: 1,100 + 4,080.
    assert (before.pool, after.pool) == (1400, 5180)
    # 120 instead of 50 % of 2,800 on 17 of 28 days; then twice the target.
    assert bars(before, after) == {"performance": 1190, "headcount": 2590}
    assert bars(after, before) == {"performance": -2380, "headcount": -1400}


def test_two_changed_periods_have_their_bars_too() -> None:
    one = changed(2800, [Fraction(50), Fraction(120)])
    other = changed(2800, [Fraction(100), Fraction(100)])
    # 2,590 and 2,800.
    assert bars(one, other) == {"performance": 210}
    assert bars(one, one) == {}


def test_one_plan_on_each_side_is_the_bridge_of_the_two_runs() -> None:
    before, after = whole(2800, Fraction(50)), whole(3000, Fraction(60))
    assert bridge_of(before, after) == bridge(before.runs[0], after.runs[0])


def test_two_currencies_have_no_bridge() -> None:
    one = whole(2800, Fraction(50))
    (part,) = one.basis.parts
    euro = part.plan.model_copy(update={"currency": "EUR"})
    other = replace(one, basis=replace(one.basis, parts=(replace(part, plan=euro),)))
    assert bridge_of(one, other) is None


percents = st.integers(0, 2200).map(lambda tenths: Fraction(tenths, 10))


@settings(max_examples=60, deadline=None)
@given(target=st.integers(0, 10**7), values=st.lists(percents, min_size=4, max_size=4))
def test_bars_add_up_exactly_and_in_print(target: int, values: list[Fraction]) -> None:
    bars(changed(target, values[:2]), changed(target + 1, values[2:]))
