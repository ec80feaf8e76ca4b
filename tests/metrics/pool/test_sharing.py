"""Who shares what: weights, teams, modifiers both ways, caps, and what nobody may get."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.errors import PayeeError
from metrics.pool.inputs import Payee
from metrics.pool.run import run
from metrics.pool.shares import Run
from metrics.pool.sharing import Crowd, Pot, ordered_by_cap, shared
from tests.metrics.pool.people import by_teams, exact, fixed, inputs_of, payee, terms

TEAMS = by_teams(marketing=40, sales=50, success=10)


def one_pot(weights: list[int], caps: list[int]) -> Crowd:
    """A crowd with one pot, members in the order in which they reach their caps."""
    order = ordered_by_cap(weights, caps) if caps else list(range(len(weights)))
    pot = Pot(
        "",
        Fraction(1),
        tuple(order),
        tuple(weights[place] for place in order),
        tuple(caps[place] for place in order) if caps else (),
        sum(weights),
        sum(weights),
        has_movers=False,
    )
    return Crowd(1, tuple(weights), tuple(caps), (pot,), is_neutral=True, is_lifting=False)


def parts(crowd: Crowd, money: int) -> list[Fraction]:
    """Exact parts in the crowd's order."""
    found = shared(crowd, Fraction(money))
    return [Fraction(each, found.denominator) for each in found.numerators]


def by_passes(weights: list[int], caps: list[int], money: Fraction) -> list[Fraction]:
    """The contract's words: pin everyone above the cap, share the rest again."""
    pinned: set[int] = set()
    while True:
        free = [place for place in range(len(weights)) if place not in pinned]
        rest = money - sum(caps[place] for place in pinned)
        weight = sum(weights[place] for place in free)
        now = {place: rest * weights[place] / weight for place in free}
        above = {place for place in free if now[place] > caps[place]}
        if not above:
            return [now.get(place, Fraction(caps[place])) for place in range(len(weights))]
        pinned |= above


def test_water_fills_as_the_contract_prints_it() -> None:
    crowd = one_pot([10, 20, 30, 40], [8000, 30000, 60000, 35000])
    assert parts(crowd, 100_000) == [8000, 22800, 34200, 35000]
    assert shared(crowd, Fraction(100_000)).capped == {0, 3}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(0, 900)), min_size=1, max_size=12),
    st.integers(0, 3000),
)
def test_one_walk_gives_what_passes_give(people: list[tuple[int, int]], money: int) -> None:
    weights, caps = [each for each, _ in people], [each for _, each in people]
    assert parts(one_pot(weights, caps), money) == by_passes(weights, caps, Fraction(money))


def paid(plan: Any, *people: Payee) -> Run:
    """A run of a plan on a fixed amount."""
    return run(plan, inputs_of(people))


def money_of(done: Run) -> dict[str, Fraction]:
    """Each payee's payout."""
    return {share.person_id: share.payout for share in done.shares}


def test_the_published_case_through_a_plan() -> None:
    """Targets make the caps, modifiers the weights 10 / 20 / 30 / 40 thousand."""
    allocation = {"cap_multiple": 1, "modifier": [0, 2]}
    people = [
        payee("a", 8000, modifier="5/4"),
        payee("b", 30000, modifier="2/3"),
        payee("c", 60000, modifier="1/2"),
        payee("d", 35000, modifier="8/7"),
    ]
    done = paid(fixed(100_000, allocation=allocation), *people)
    assert money_of(done) == {"a": 8000, "b": 22800, "c": 34200, "d": 35000}
    assert [share.is_capped for share in done.shares] == [True, False, False, True]


@pytest.mark.parametrize(
    ("neutral", "modifiers", "payouts", "total"),
    [
        (True, ("1.2", "0.8"), [600, 400], 1000),
        (True, ("1.2", "1"), ["545.45", "454.55"], 1000),
        (True, ("1.2", "1.2"), [500, 500], 1000),
        (False, ("1.2", "0.8"), [600, 400], 1000),
        (False, ("1.2", "1"), [600, 500], 1100),
        (False, ("0.8", "0.8"), [400, 400], 800),
    ],
)
def test_modifiers_share_again_or_strike_anew(
    neutral: bool, modifiers: tuple[str, str], payouts: list[Any], total: int
) -> None:
    plan = fixed(1000, allocation={"budget_neutral": neutral})
    people = [payee(name, modifier=m) for name, m in zip("ab", modifiers, strict=True)]
    done = paid(plan, *people)
    assert [share.payout for share in done.shares] == [exact(each) for each in payouts]
    assert done.pool_total == total


def test_a_struck_pool_keeps_its_reserve() -> None:
    plan = fixed(1000, funding={"reserve": 10}, allocation={"budget_neutral": False})
    done = paid(plan, payee("a", modifier="1.2"))
    assert (done.pool_total, done.reserve, done.share("a").payout) == (1180, 100, 1080)


def test_teams_have_their_own_part() -> None:
    plan = fixed(1000, split=TEAMS)
    done = paid(
        plan,
        payee("m1", 100, team="marketing"),
        payee("m2", 300, team="marketing"),
        payee("s", 100, team="sales"),
        payee("x", 5000, team="success"),
    )
    # Sales' 500 is cut to three times the target; the 200 go across by weight: 100, 300, 5,000.
    told = {"m1": "103.70", "m2": "311.11", "s": "300", "x": "285.19"}
    assert money_of(done) == {person: exact(amount) for person, amount in told.items()}
    assert done.share("s").is_capped


def test_a_team_without_payees_leaves_its_money_to_the_others() -> None:
    plan = fixed(1000, split=TEAMS)
    done = paid(plan, payee("m", 1000, team="marketing"), payee("s", 3000, team="sales"))
    assert money_of(done) == {"m": 425, "s": 575}
    assert done.undistributed == 0


def test_what_comes_across_is_capped_too() -> None:
    plan = fixed(1000, split=TEAMS, allocation={"cap_multiple": 1})
    done = paid(
        plan,
        payee("m", 420, team="marketing"),
        payee("s", 1000, team="sales"),
        payee("x", 1, team="success"),
    )
    # Success leaves 99; marketing's part of it is cut at 420, and sales takes the rest.
    assert money_of(done) == {"m": 420, "s": 579, "x": 1}


def test_a_payee_of_an_unnamed_team_is_refused() -> None:
    plan = fixed(1000, split=TEAMS)
    with pytest.raises(PayeeError) as refused:
        paid(plan, payee("ann", team="legal"))
    assert refused.value.message == (
        "plan 'Shared', payee 'ann': team 'legal' has no part in split.teams (marketing, sales, "
        "success); name it there, or move the payee"
    )


def mover(person_id: str, modifier: str = "1") -> Payee:
    """45 of 90 days in marketing, then in sales."""
    return Payee(
        person_id,
        (
            terms(900, valid_to=date(2026, 2, 14), team="marketing", modifier=modifier),
            terms(900, valid_from=date(2026, 2, 15), team="sales", modifier=modifier),
        ),
    )


def test_who_changes_team_is_paid_by_both() -> None:
    split = by_teams(marketing=25, sales=75)
    people = (mover("both"), payee("m", 450, team="marketing"), payee("s", 450, team="sales"))
    done = paid(fixed(1000, split=split), *people)
    assert money_of(done) == {"both": 500, "m": 125, "s": 375}


@pytest.mark.parametrize(
    ("pool", "sales", "payouts"),
    [
        # 940 and 1,410 among weights 540 and 800 each: 379 + 568 is above 900, and both teams
        # get back in proportion, so that 360 and 540 stay.
        (2350, 60, [900, 580, 870]),
        # s reaches 1,000 as well, and what sales cannot use goes to m.
        (2400, 75, [900, 500, 1000]),
    ],
)
def test_the_cap_is_on_what_both_teams_pay(pool: int, sales: int, payouts: list[int]) -> None:
    split = by_teams(marketing=100 - sales, sales=sales)
    people = (
        mover("both", modifier="1.2"),
        payee("m", 1000, team="marketing", modifier="0.8"),
        payee("s", 1000, team="sales", modifier="0.8"),
    )
    done = paid(fixed(pool, split=split, allocation={"cap_multiple": 1}), *people)
    assert [share.payout for share in done.shares] == payouts
    assert done.share("both").is_capped


@pytest.mark.parametrize(
    ("undistributed", "payouts", "left"),
    [
        ("carry", [100, 300], 600),
        ("company", [100, 300], 600),
        ("lift_caps", [250, 750], 0),
    ],
)
def test_what_nobody_may_get(undistributed: str, payouts: list[int], left: int) -> None:
    allocation = {"cap_multiple": 1, "undistributed": undistributed}
    done = paid(fixed(1000, allocation=allocation), payee("a", 100), payee("b", 300))
    assert [share.payout for share in done.shares] == payouts
    assert (done.undistributed, done.pool_total) == (left, 1000)


def test_without_any_weight_everything_is_undistributed() -> None:
    for undistributed in ("carry", "lift_caps"):
        plan = fixed(1000, allocation={"undistributed": undistributed}, funding={"reserve": 5})
        done = paid(plan, payee("a", 0), payee("b", is_eligible=False))
        assert [share.payout for share in done.shares] == [0, 0]
        assert (done.reserve, done.undistributed) == (50, 950)


def test_one_payee_gets_all_there_is_below_the_cap() -> None:
    assert paid(fixed("999.99"), payee("a")).share("a").payout == exact("999.99")
    uncapped = fixed(10**9, allocation={"cap_multiple": 0})
    assert paid(uncapped, payee("a", 1)).share("a").payout == 10**9


def test_the_individual_part_counts_toward_the_cap() -> None:
    allocation = {"pool_share": 70, "cap_multiple": "1.5"}
    people = (
        payee("ann", 1000, individual=200),
        payee("bo", 1000, individual=0),
        payee("cy", 100, individual=600),
    )
    done = paid(fixed(1600, allocation=allocation), *people)
    ann, bo, cy = done.shares
    # Ann: 1,500 - 600 = 900 for the pool part; Cy's 180 alone is above 150.
    assert (ann.individual_part, ann.is_capped, ann.exact_pool_part) == (600, False, 800)
    assert (bo.individual_part, bo.pool_part) == (0, 800)
    assert (cy.individual_part, cy.pool_part, cy.is_capped) == (150, 0, True)


def test_a_target_in_another_currency_converts() -> None:
    euro = Payee("ann", (terms(1000),), currency="EUR", rate=exact("1.1"))
    done = paid(fixed(2100), euro, payee("bo", 1000))
    assert [share.payout for share in done.shares] == [1100, 1000]
    assert (done.share("ann").target, done.share("ann").lines[0].terms.target) == (1100, 1000)


def test_an_individual_part_is_cut_where_the_pool_is_empty_too() -> None:
    plan = fixed(0, allocation={"pool_share": 50, "cap_multiple": 1})
    done = paid(plan, payee("a", 100, individual=240), payee("b", 100, individual=200))
    assert [share.individual_part for share in done.shares] == [100, 100]
    assert [share.is_capped for share in done.shares] == [True, False]


def test_a_modifier_over_time_is_weighted_by_target() -> None:
    one = Payee(
        "a",
        (
            terms(900, valid_to=date(2026, 1, 30), modifier="1.2"),
            terms(900, valid_from=date(2026, 1, 31), modifier="0.9"),
        ),
    )
    share = paid(fixed(100), one, payee("b", 900)).share("a")
    assert (share.modifier, share.weight, share.prorated_target) == (1, 900, 900)
    assert share.payout == 50
