"""Pay by group: nobody's own, not even by subtraction."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.planning.groups import Slice, distribution, kept_back, sum_of
from metrics.pool.inputs import ONE, Payee, Terms
from tests.metrics.pool.test_bridge import paid, two

F = Fraction


def people(*groups: tuple[str, str, int]) -> tuple[Payee, ...]:
    """So many payees of a team and a role, each with a target of 100."""
    return tuple(
        Payee(f"{team}{role}{n}", (Terms(None, None, team, role, ONE, F(100), ONE, None, True),))
        for team, role, count in groups
        for n in range(count)
    )


def test_groups_of_five_are_shown_with_what_they_get() -> None:
    found = distribution(paid(two(), people=people(("m", "a", 5), ("s", "a", 6), ("s", "b", 5))))
    # 85 % is funded.
    assert [(one.name, one.people, one.target, one.paid) for one in found.teams] == [
        ("m", 5, 500, 425),
        ("s", 11, 1100, 935),
    ]
    assert {one.percent for one in found.teams} == {85}
    assert {one.median for one in found.roles} == {85}
    assert [one.people for one in found.roles] == [11, 5]
    assert found.slices == (Slice(5, F(85)), Slice(5, F(85)), Slice(6, F(85)))


def test_a_single_small_group_takes_the_next_smallest_with_it() -> None:
    run = paid(two(), people=people(("m", "", 5), ("s", "", 9), ("x", "", 4)))
    teams = {one.name: one for one in distribution(run).teams}
    assert (teams["x"].people, teams["x"].paid, teams["x"].median) == (None, None, None)
    assert teams["x"].reason == "fewer than 5 people"
    assert teams["m"].people is None
    assert teams["m"].reason == "a smaller group would follow from the total"
    assert teams["s"].people == 9


def test_two_small_groups_that_are_few_together_take_another() -> None:
    assert set(kept_back({"a": 1, "b": 2, "c": 7, "d": 9})) == {"a", "b", "c"}
    assert set(kept_back({"a": 2, "b": 3, "c": 7})) == {"a", "b"}
    assert kept_back({"a": 5, "b": 6}) == {}
    assert set(kept_back({"a": 4})) == {"a"}


def test_few_payees_have_no_distribution_at_all() -> None:
    found = distribution(paid(two(), people=people(("m", "a", 4))))
    assert found.slices == ()
    assert [one.paid for one in (*found.teams, *found.roles)] == [None, None]


def test_nobody_says_which_team() -> None:
    assert [one.name for one in distribution(paid(two(), people=people(("", "", 5)))).teams] == [
        "(none)"
    ]


@settings(max_examples=1000, deadline=None)
@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 12), max_size=8))
def test_what_is_hidden_cannot_be_worked_out(sizes: dict[str, int]) -> None:
    hidden = kept_back(sizes)
    assert all(count >= 5 or name in hidden for name, count in sizes.items())
    if hidden and len(hidden) < len(sizes):
        assert len(hidden) >= 2
        assert sum(sizes[name] for name in hidden) >= 5


def test_a_sum_is_exact_over_any_denominators() -> None:
    amounts = [Fraction(1, 3), Fraction(-2, 7), Fraction(5), Fraction(1, 100)]
    assert sum_of(amounts) == Fraction(10621, 2100)
    assert sum_of([]) == 0
