"""Moving one weight: the others give way and all of them are exactly 100."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.errors import PlanError
from metrics.planning.weights import moved

D = Decimal


def test_the_others_give_way_in_proportion() -> None:
    assert moved([D(50), D(30), D(20)], 0, D(60)) == (D(60), D(24), D(16))


def test_a_step_left_over_goes_to_the_largest_remainder() -> None:
    # 49 in proportion 30 : 20 is 29.4 and 19.6: the second is nearer to its next step.
    assert moved([D(50), D(30), D(20)], 0, D(51)) == (D(51), D(29), D(20))


def test_a_locked_weight_stays() -> None:
    assert moved([D(50), D(30), D(20)], 0, D(60), locked={1}) == (D(60), D(30), D(10))


def test_a_weight_stops_where_the_locked_leave_no_room() -> None:
    assert moved([D(50), D(30), D(20)], 0, D(90), locked={1}) == (D(70), D(30), D(0))


def test_nothing_moves_when_all_others_are_locked() -> None:
    assert moved([D(50), D(30), D(20)], 0, D(60), locked={1, 2}) == (D(50), D(30), D(20))


def test_others_at_zero_share_evenly() -> None:
    assert moved([D(100), D(0), D(0)], 0, D(70)) == (D(70), D(15), D(15))


def test_weights_finer_than_the_step_still_sum_to_100() -> None:
    found = moved([D("33.5"), D("33.25"), D("33.25")], 0, D("40.1"))
    assert found == (D("40.1"), D("30"), D("29.9"))


@pytest.mark.parametrize(
    ("weights", "place", "step", "words"),
    [
        ([D(50), D(49)], 0, D(1), "sum to 99, not 100"),
        ([D(50), D(50)], 2, D(1), "no weight number 3"),
        ([D(50), D(50)], 0, D(0), "steps of 0"),
    ],
)
def test_what_cannot_move_is_refused(
    weights: list[Decimal], place: int, step: Decimal, words: str
) -> None:
    with pytest.raises(PlanError, match=words):
        moved(weights, place, D(10), step=step)


@st.composite
def plans(draw: st.DrawFn) -> tuple[list[Decimal], int, Decimal, set[int], Decimal]:
    count = draw(st.integers(1, 6))
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), min_size=count - 1, max_size=count - 1)))
    edges = [0, *cuts, 10_000]
    weights = [D(b - a) / 100 for a, b in pairwise(edges)]
    place = draw(st.integers(0, count - 1))
    locked = draw(st.sets(st.integers(0, count - 1)))
    to = draw(st.decimals(-20, 140, places=2))
    step = draw(st.sampled_from([D(1), D(5), D("0.5"), D("0.01"), D(7)]))
    return weights, place, to, locked, step


@settings(max_examples=1000, deadline=None)
@given(plans())
def test_weights_always_sum_to_exactly_100(
    asked: tuple[list[Decimal], int, Decimal, set[int], Decimal],
) -> None:
    weights, place, to, locked, step = asked
    found = moved(weights, place, to, locked, step)
    assert sum(found) == 100
    assert min(found) >= 0
    assert all(found[at] == weights[at] for at in locked if at != place)
