"""The funding line: what is written adds up by hand to the percent that is told."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.all_hands.funding import funding_line
from metrics.meeting.story import KickerStory, MeasureStory, PoolStory


def measure(weight: str, payout: Fraction | int) -> MeasureStory:
    """A measure of that weight which pays so much."""
    pays, share = Fraction(payout), Fraction(weight)
    return MeasureStory(
        "k", "K", "money", False, share, None, None, None, None, None, None, None,
        Fraction(90), pays, share * pays / 100, (),
        "linear", "zero", "cap",
    )  # fmt: skip


def pool(*measures: MeasureStory, kicker: int = 0, cap: int = 150) -> PoolStory:
    """A pool of those measures, worked out as the plan does."""
    weighted = sum((one.weighted for one in measures), Fraction(0))
    whole = weighted + kicker
    return PoolStory(
        1, "P", "2026-Q4", measures, (KickerStory("Answers", Fraction(kicker)),), (), True,
        weighted, whole, whole, Fraction(0), Fraction(cap), min(whole, Fraction(cap)), None, None,
    )  # fmt: skip


def test_the_line_of_the_mock_up() -> None:
    told = pool(
        measure("50", Fraction("88.06")), measure("30", 120), measure("20", Fraction("85.15"))
    )
    line = funding_line(told)
    assert [(one.weight, one.pays) for one in line.steps] == [(50, 88), (30, 120), (20, 85)]
    assert (line.summed, line.funding, line.exact, line.bound) == (97, 97, Fraction("97.06"), "")


@pytest.mark.parametrize(
    ("pays", "places", "shown", "funding"),
    [
        (("88.4", "120.4"), 0, ["88", "120"], 104),
        # 88 and 121 come to 104.5, which is told as 105; the exact 104.45 is 104.
        (("88.4", "120.5"), 1, ["88.4", "120.5"], 104),
        (("0.49", "0.49"), 0, ["0", "0"], 0),
    ],
)
def test_as_many_digits_as_it_takes(
    pays: tuple[str, str], places: int, shown: list[str], funding: int
) -> None:
    line = funding_line(pool(*(measure("50", Fraction(one)) for one in pays)))
    assert (line.places, line.funding) == (places, funding)
    assert [one.pays for one in line.steps] == [Fraction(one) for one in shown]


@pytest.mark.parametrize(
    ("pays", "shown", "funding"),
    [
        # 62.5 % × 1 + 37.5 % × 7/3 is 1.5 exactly, and 2.3333 would leave it below: told as 2.
        (("1", "7/3"), ["1", "2.3334"], 2),
        # This one is 1.49999, and 0.6667 would lift it over: told as 1.
        (("2/3", "324997/112500"), ["0.6666", "2.8888"], 1),
    ],
)
def test_thirds_at_the_edge_of_a_percent_still_add_up(
    pays: tuple[str, str], shown: list[str], funding: int
) -> None:
    told = pool(measure("62.5", Fraction(pays[0])), measure("37.5", Fraction(pays[1])))
    line = funding_line(told)
    assert [one.pays for one in line.steps] == [Fraction(one) for one in shown]
    assert (line.summed, line.funding) == (funding, funding)


@pytest.mark.parametrize(
    ("change", "bound"),
    [
        ({"after_gates": Fraction(100), "funding": Fraction(100)}, "a gate that is not passed"),
        ({"funding": Fraction(90)}, "the plan's cap"),
        ({"funding": Fraction(120)}, "the plan's floor"),
        ({"is_of_payouts": False}, "the plan's curve over all of it"),
    ],
)
def test_what_bounds_the_sum_is_said(change: dict[str, object], bound: str) -> None:
    told = replace(pool(measure("100", 110)), **change)  # type: ignore[arg-type]
    assert funding_line(told).bound == bound


@given(
    some.lists(some.fractions(0, 300, max_denominator=997), min_size=2, max_size=2),
    some.integers(0, 10),
)
def test_what_is_written_comes_to_what_is_told(pays: list[Fraction], kicker: int) -> None:
    told = pool(measure("62.5", pays[0]), measure("37.5", pays[1]), kicker=kicker, cap=1000)
    line = funding_line(told)
    by_hand = sum(
        one.pays if one.weight is None else one.weight * one.pays / 100 for one in line.steps
    )
    assert int(by_hand + Fraction(1, 2)) == line.funding == int(told.funding + Fraction(1, 2))
