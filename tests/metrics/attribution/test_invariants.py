"""What holds for any journeys: nothing lost, nothing invented, no order or grouping that counts."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.attribution.journeys import Journey, sets_of, steps_of
from metrics.attribution.markov import Chain, chain_of
from metrics.attribution.models import (
    anchors_of,
    by_member,
    linear,
    time_decay,
    weighted,
    without,
)
from metrics.attribution.shapley import credits_of
from metrics.attribution.texts import steps_of_texts
from metrics.attribution.weights import VECTORS, Anchor, Weights
from metrics.errors import AttributionError
from metrics.money import cents_that_sum

BEGIN = datetime(2026, 1, 1)  # noqa: DTZ001
MEMBERS = "ABCDE"
DAYS = st.lists(st.integers(0, 400), min_size=1, max_size=12).map(sorted)
CREATED = st.none() | st.integers(-10, 410)
SHARES = st.lists(st.integers(0, 20), min_size=5, max_size=5).filter(any)
JOURNEYS = st.lists(
    st.builds(
        lambda path, won, lost, cents: Journey(
            tuple(path), won, Fraction(cents, 100) if won else Fraction(0), lost
        ),
        st.lists(st.sampled_from(MEMBERS), min_size=1, max_size=6),
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(1, 10**6),
    ),
    min_size=1,
    max_size=12,
).filter(lambda found: any(one.won for one in found))


def for_any(*strategies: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """`given`, without a clock: a busy machine is no failure."""
    return lambda test: settings(deadline=None)(given(*strategies)(test))


def at(day: int | None) -> datetime | None:
    return None if day is None else BEGIN + timedelta(days=day)


def every_model(
    days: list[int], lead: int | None, created: int | None
) -> dict[str, list[Fraction]]:
    """The shares of one journey's touches under every model of one journey."""
    places = anchors_of([BEGIN + timedelta(days=day) for day in days], at(lead), at(created))
    found = {name: weighted(vector, places, len(days)) for name, vector in VECTORS.items()}
    ages = [float(days[-1] - day) for day in days]
    return found | {"linear": linear(len(days)), "time_decay": time_decay(ages, 30)}


def totals(journeys: list[Journey]) -> Fraction:
    return sum((Fraction(one.value) for one in journeys), Fraction(0))


@for_any(DAYS, CREATED, CREATED)
def test_credits_sum_to_the_amount_and_are_never_negative(
    days: list[int], lead: int | None, created: int | None
) -> None:
    for name, shares in every_model(days, lead, created).items():
        assert sum(shares) == 1, name
        assert min(shares) >= 0, name


@for_any(st.integers(0, 400), CREATED, CREATED)
def test_a_single_touch_has_it_all(day: int, lead: int | None, created: int | None) -> None:
    assert set(map(tuple, every_model([day], lead, created).values())) == {(Fraction(1),)}
    alone = [Journey(("A",), 3, Fraction(7), 2)]
    assert dict(chain_of(steps_of(alone)).weights) == {"A": 1.0}
    assert credits_of(sets_of(alone)) == {"A": 7}


def position(first: Fraction, middle: Fraction, last: Fraction) -> Weights:
    return Weights.of({Anchor.FIRST: first, Anchor.CLOSE: last}, middle)


@for_any(DAYS)
def test_position_holds_first_last_and_linear(days: list[int]) -> None:
    places, count = anchors_of([BEGIN + timedelta(days=day) for day in days]), len(days)
    none, all_ = Fraction(0), Fraction(1)
    only_last = weighted(position(none, none, all_), places, count)
    only_first = weighted(position(all_, none, none), places, count)
    assert only_last == weighted(VECTORS["last"], places, count)
    assert only_first == weighted(VECTORS["first"], places, count)
    one = Fraction(1, max(count, 2))
    assert weighted(position(one, 1 - 2 * one, one), places, count) == linear(count)


@for_any(DAYS)
def test_decay_lies_between_linear_and_last_touch(days: list[int]) -> None:
    ages = [float(days[-1] - day) for day in days]
    slow, fast = time_decay(ages, 1e15), time_decay(ages, 1e-3)
    assert all(abs(share - Fraction(1, len(days))) < Fraction(1, 10**9) for share in slow)
    # Touches of the last moment are the last touch together.
    latest = days.count(days[-1])
    for day, share in zip(days, fast, strict=True):
        assert abs(share - Fraction(day == days[-1], latest)) < Fraction(1, 10**9)


@for_any(DAYS, CREATED, CREATED, st.permutations(MEMBERS), st.randoms(use_true_random=False))
def test_names_do_not_matter(
    days: list[int],
    lead: int | None,
    created: int | None,
    names: list[str],
    dice: random.Random,
) -> None:
    members = [dice.choice(MEMBERS) for _ in days]
    renamed = dict(zip(MEMBERS, names, strict=True))
    for shares in every_model(days, lead, created).values():
        plain = by_member(members, shares, 100)
        other = by_member([renamed[one] for one in members], shares, 100)
        assert {renamed[one]: credit for one, credit in plain.items()} == other


def close(found: dict[str, float], expected: dict[str, float]) -> bool:
    return found.keys() == expected.keys() and all(
        found[one] == pytest.approx(expected[one], rel=1e-9, abs=1e-9) for one in found
    )


@for_any(JOURNEYS, st.permutations(MEMBERS))
def test_names_do_not_matter_to_markov_and_shapley(
    journeys: list[Journey], names: list[str]
) -> None:
    renamed = dict(zip(MEMBERS, names, strict=True))
    other = [
        Journey(tuple(renamed[one] for one in it.path), it.won, it.value, it.lost)
        for it in journeys
    ]
    plain, turned = chain_of(steps_of(journeys)), chain_of(steps_of(other))
    assert close({renamed[one]: w for one, w in plain.weights.items()}, dict(turned.weights))
    plain_values = {renamed[m]: float(v) for m, v in credits_of(sets_of(journeys)).items()}
    assert close(plain_values, {m: float(v) for m, v in credits_of(sets_of(other)).items()})


@for_any(JOURNEYS, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_grouping_of_rows_counts(
    journeys: list[Journey], dice: random.Random
) -> None:
    split = [
        Journey(one.path, won, Fraction(one.value) / one.won if won else Fraction(0), lost)
        for one in journeys
        for won, lost in [*[(1, 0)] * one.won, *[(0, 1)] * one.lost]
    ]
    dice.shuffle(split)
    assert steps_of(split) == steps_of(journeys)
    # The same to the last bit, not only near it.
    assert chain_of(steps_of(split)) == chain_of(steps_of(journeys))
    assert sets_of(split) == sets_of(journeys)
    assert credits_of(sets_of(split)) == credits_of(sets_of(journeys))


@for_any(JOURNEYS)
def test_journeys_as_texts_are_the_same_journeys(journeys: list[Journey]) -> None:
    texts = [" > ".join(one.path) for one in journeys]
    won, lost = [one.won for one in journeys], [one.lost for one in journeys]
    assert steps_of_texts([*texts, ""], [*won, 9], [*lost, 9]) == steps_of(journeys)
    assert steps_of_texts([], [], []) == steps_of([])


@for_any(JOURNEYS)
def test_a_member_twice_in_a_row_is_one_stop(journeys: list[Journey]) -> None:
    doubled = [
        Journey(tuple(m for m in one.path for _ in range(2)), one.won, one.value, one.lost)
        for one in journeys
    ]
    assert chain_of(steps_of(doubled)) == chain_of(steps_of(journeys))


@for_any(JOURNEYS)
def test_markov_and_shapley_give_all_of_the_value_away(journeys: list[Journey]) -> None:
    chain = chain_of(steps_of(journeys))
    assert sum(chain.weights.values()) == pytest.approx(1, abs=1e-12)
    assert all(0 <= effect <= 1 + 1e-12 for effect in chain.removal_effects.values())
    assert sum(credits_of(sets_of(journeys)).values(), Fraction(0)) == totals(journeys)


@for_any(JOURNEYS)
def test_a_member_that_adds_nothing_gets_no_shapley_value(journeys: list[Journey]) -> None:
    # Each journey also with Z, won and lost as often: Z changes no rate of any set.
    with_z = [Journey((*one.path, "Z"), one.won, one.value, one.lost) for one in journeys]
    only_z = [Journey(("Z",), 0, Fraction(0), 1)]
    found = credits_of(sets_of([*journeys, *with_z, *only_z]))
    assert float(found["Z"]) == pytest.approx(0, abs=1e-9 * float(totals(journeys)))
    plain = credits_of(sets_of(journeys))
    assert close(
        {one: float(found[one]) for one in plain}, {one: 2 * float(plain[one]) for one in plain}
    )


def test_journeys_of_which_none_was_won_have_no_effects() -> None:
    nothing = Chain(0.0, {"A": 0.0}, {"A": 0.0})
    assert chain_of(steps_of([Journey(("A",), 0, Fraction(0), 3)])) == nothing
    assert chain_of(steps_of([])) == Chain(0.0, {}, {})
    assert credits_of(sets_of([])) == {}


def test_without_null_ends_every_journey_is_won() -> None:
    chain = chain_of(steps_of([Journey(("A", "B"), 2, Fraction(4))]))
    assert chain.base == 1
    assert dict(chain.weights) == {"A": 0.5, "B": 0.5}


@for_any(st.lists(st.sampled_from(MEMBERS), max_size=8), st.sets(st.sampled_from(MEMBERS)))
def test_leaving_a_member_out_drops_no_credit(path: list[str], left_out: set[str]) -> None:
    kept = without(path, left_out)
    credits = by_member([path[place] for place in kept], linear(len(kept)), 60)
    is_left = any(member not in left_out for member in path)
    assert sum(credits.values(), Fraction(0)) == (60 if is_left else 0)
    assert not set(credits) & left_out
    assert without(path, left_out, alone="kept") == (kept or list(range(len(path))))


@for_any(SHARES, DAYS, CREATED, CREATED)
def test_any_vector_gives_everything_away(
    shares: list[int], days: list[int], lead: int | None, created: int | None
) -> None:
    *anchors, middle = (Fraction(share, sum(shares)) for share in shares)
    weights = Weights.of(dict(zip(Anchor, anchors, strict=True)), middle)
    places = anchors_of([BEGIN + timedelta(days=day) for day in days], at(lead), at(created))
    found = weighted(weights, places, len(days))
    assert sum(found) == 1
    assert min(found) >= 0


@pytest.mark.parametrize(
    ("shares", "middle", "said"),
    [
        ({Anchor.FIRST: 1}, 1, "sum to 2, not 1"),
        ({Anchor.FIRST: 2, Anchor.CLOSE: -1}, 0, "one is negative"),
        ({Anchor.LEAD: 1}, 0, "the first or the last touch"),
        ({}, 1, "the first or the last touch"),
    ],
)
def test_a_vector_that_cannot_be_is_refused(
    shares: dict[Anchor, int], middle: int, said: str
) -> None:
    with pytest.raises(AttributionError, match=said):
        Weights.of(shares, middle)


@for_any(
    st.dictionaries(st.sampled_from(MEMBERS), st.fractions(-1000, 1000), min_size=1),
)
def test_cents_sum_to_the_total_and_stay_near(exact: dict[str, Fraction]) -> None:
    cents = sum(exact.values(), Fraction(0)) * 100
    total = Decimal(round(cents)).scaleb(-2)
    found = cents_that_sum(exact, total)
    assert sum(found.values()) == total
    assert all(abs(Fraction(found[one]) - exact[one]) <= Fraction(1, 100) for one in exact)
    assert cents_that_sum(dict(reversed(exact.items())), total) == found


def test_left_over_cents_go_to_the_largest_remainders_then_by_name() -> None:
    thirds = {name: Fraction(1, 3) for name in "cab"}
    assert cents_that_sum(thirds, Decimal("1.00")) == {
        "a": Decimal("0.34"),
        "b": Decimal("0.33"),
        "c": Decimal("0.33"),
    }
    assert cents_that_sum({}, Decimal(0)) == {}
