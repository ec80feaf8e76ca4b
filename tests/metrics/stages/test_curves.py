"""Kaplan-Meier and Aalen-Johansen: the golden case, identities, and loops written out."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metrics.stages.incidence import Ended, Incidence, incidence
from metrics.stages.survival import Survival, survival
from metrics.survival import Duration, survival_median

CASE: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "goldens" / "sales_cycle_censoring.json").read_text()
)
DEALS = st.lists(
    st.tuples(st.integers(0, 25), st.sampled_from(["won", "lost", "open"])), min_size=1, max_size=40
)


def by_age(deals: list[tuple[int, str]]) -> Incidence:
    """The curves of deals given as (age, what became of them)."""
    return incidence(
        Ended(age, int(kind == "won"), int(kind == "lost"), int(kind == "open"))
        for age, kind in deals
    )


def stayed(deals: list[tuple[int, str]]) -> Survival:
    """The curve of the same deals, won and lost being the same end."""
    return survival(Duration(age, int(kind != "open"), int(kind == "open")) for age, kind in deals)


def test_sales_cycle_censoring() -> None:
    expected = CASE["expected"]
    found = by_age([(age, kind) for age, kind in CASE["inputs"]["deals"]])
    assert found.naive_mean_won_days == expected["naive_mean_won_days"]
    for age, share in expected["aalen_johansen_cum_win"].items():
        assert found.won_by(int(age)) == Fraction(share)
    for age, share in expected["cum_loss"].items():
        assert found.lost_by(int(age)) == Fraction(share)
    last = found.at(50)
    assert last is not None
    assert last.open_share == Fraction(expected["still_open_or_unresolved_at_50"])
    closed, created = found.closed_only_win_rate, found.created_win_rate
    assert (closed, created) == (Fraction(2, 3), Fraction(2, 5))
    assert float(closed or 0) == expected["closed_only_win_rate"]
    assert float(created or 0) == expected["created_win_rate"]


def test_no_naive_figure_is_the_chance_to_win() -> None:
    found = by_age([(age, kind) for age, kind in CASE["inputs"]["deals"]])
    assert found.won_by(50) == Fraction(1, 2)
    assert found.won_by(50) not in (found.closed_only_win_rate, found.created_win_rate)
    # One minus Kaplan-Meier of the wins, losses censored, would say 1 - 4/5 x 1/2 = 3/5.
    wins_only = survival(
        Duration(age, int(kind == "won"), int(kind != "won"))
        for age, kind in CASE["inputs"]["deals"]
    )
    assert 1 - wins_only.still_at(50) == Fraction(3, 5)


@given(DEALS)
def test_won_lost_and_open_are_everything_at_each_age(deals: list[tuple[int, str]]) -> None:
    for step in by_age(deals).steps:
        assert step.won_share + step.lost_share + step.open_share == 1
        assert min(step.won_share, step.lost_share, step.open_share) >= 0


@given(DEALS)
def test_what_is_open_is_what_kaplan_meier_says_of_either_end(
    deals: list[tuple[int, str]],
) -> None:
    either = stayed(deals)
    for step in by_age(deals).steps:
        assert step.open_share == either.still_at(step.length)


@given(DEALS)
def test_without_censoring_shares_are_those_counted(deals: list[tuple[int, str]]) -> None:
    ended = [(age, kind) for age, kind in deals if kind != "open"]
    found = by_age(ended)
    for age in range(26):
        won = sum(kind == "won" and at <= age for at, kind in ended)
        lost = sum(kind == "lost" and at <= age for at, kind in ended)
        assert found.won_by(age) == (Fraction(won, len(ended)) if ended else 0)
        assert found.lost_by(age) == (Fraction(lost, len(ended)) if ended else 0)
    assert (found.at(25).open_share if found.at(25) else 0) == 0  # type: ignore[union-attr]


@given(DEALS)
def test_aalen_johansen_against_a_loop_over_deals(deals: list[tuple[int, str]]) -> None:
    found = by_age(deals)
    still, won = Fraction(1), Fraction(0)
    for age in range(26):
        left = sum(at >= age for at, _ in deals)
        wins = sum((at, kind) == (age, "won") for at, kind in deals)
        losses = sum((at, kind) == (age, "lost") for at, kind in deals)
        if left:
            won += still * Fraction(wins, left)
            still *= 1 - Fraction(wins + losses, left)
        assert found.won_by(age) == won
        assert found.at_risk_at(age) == left


@given(DEALS)
def test_kaplan_meier_against_a_loop_over_deals(deals: list[tuple[int, str]]) -> None:
    found, still = stayed(deals), Fraction(1)
    reached: dict[Fraction, int] = {}
    for age in range(26):
        left = sum(at >= age for at, _ in deals)
        ended = sum(at == age and kind != "open" for at, kind in deals)
        still *= 1 - Fraction(ended, left) if left else 1
        assert found.still_at(age) == still
        assert found.at_risk_after(age) == sum(at > age for at, _ in deals)
        for share in (Fraction(1, 2), Fraction(3, 4)):
            if still <= 1 - share:
                reached.setdefault(share, age)
    assert found.median == reached.get(Fraction(1, 2))
    assert found.upper_quartile == reached.get(Fraction(3, 4))
    assert found.median == survival_median(
        [Duration(one.length, one.ended, one.censored) for one in found.steps], found.count
    )


def test_nothing_has_no_curve() -> None:
    nothing, nobody = survival([]), incidence([])
    assert (nothing.count, nothing.median, nothing.still_at(9)) == (0, None, 1)
    assert (nobody.count, nobody.at(9), nobody.won_by(9)) == (0, None, 0)
    assert (nobody.naive_mean_won_days, nobody.closed_only_win_rate) == (None, None)
    assert nobody.created_win_rate is None


def test_a_length_of_nobody_changes_nothing() -> None:
    deals = [Duration(3, 1, 0), Duration(5, 0, 1)]
    found = survival([*deals, Duration(4, 0, 0), Duration(9, 0, 0)])
    assert found.still_at(9) == survival(deals).still_at(9) == Fraction(1, 2)
    assert incidence([Ended(3, 1, 0, 1), Ended(9, 0, 0, 0)]).won_by(9) == Fraction(1, 2)


def test_the_order_of_the_deals_does_not_matter() -> None:
    deals = [(3, "won"), (1, "open"), (3, "lost"), (1, "won"), (9, "open")]
    assert by_age(deals) == by_age(deals[::-1])
    assert stayed(deals) == stayed(deals[::-1])
    assert stayed(deals).ended == 3
    assert stayed(deals).longest == 9
