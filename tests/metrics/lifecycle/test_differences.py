"""The difference of two plans in words."""

from decimal import Decimal

from metrics.lifecycle.differences import differences
from metrics.pool.plan import Plan
from metrics.pool.reading import read_plan

BASE = """
name = "Pool"
period = "2026-Q4"
[funding]
cap = 200
[[measures]]
kpi = "bookings"
weight = 50
points = [[3200000, 50], [4000000, 100]]
[[measures]]
kpi = "win_rate"
weight = 50
points = [[0.25, 50], [0.3, 100]]
[[gates]]
kpi = "bookings"
at_least = 2800000
otherwise = "zero"
"""


def read(text: str) -> Plan:
    """The plan of the text."""
    return read_plan(text, form="toml", name="p")


def changed(*replacements: tuple[str, str]) -> tuple[str, ...]:
    """The differences after replacing parts of the base."""
    text = BASE
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return differences(read(BASE), read(text))


def test_the_same_plan_differs_in_nothing() -> None:
    assert changed() == ()
    assert changed(("0.25", "0.250"), ("cap = 200", "cap = 200.0")) == ()


def test_weights() -> None:
    first = ('kpi = "bookings"\nweight = 50', 'kpi = "bookings"\nweight = 40')
    second = ('kpi = "win_rate"\nweight = 50', 'kpi = "win_rate"\nweight = 60')
    assert changed(first, second) == ("bookings 50 → 40", "win rate 50 → 60")


def test_a_curve() -> None:
    assert changed(("4000000, 100", "4100000.5, 100")) == (
        "bookings, points: 3,200,000 pays 50; 4,000,000 pays 100 → "
        "3,200,000 pays 50; 4,100,000.5 pays 100",
    )


def test_settings_of_tables() -> None:
    assert changed(("cap = 200", "cap = 150"), ('name = "Pool"', 'name = "Pool 2"')) == (
        "name Pool → Pool 2",
        "funding, cap: 200 → 150",
    )


def test_gates_and_kickers() -> None:
    assert changed(("at_least = 2800000", "at_most = 3000000")) == (
        "gate on bookings, at least: 2,800,000 → none",
        "gate on bookings, at most: none → 3,000,000",
    )
    kicker = '[[kickers]]\nkpi = "win_rate"\nat_least = 0.4\npoints = 5\n'
    assert differences(read(BASE), read(BASE + kicker)) == (
        "kicker on win rate added: at least 0.4, points 5",
    )
    assert differences(read(BASE + kicker), read(BASE)) == (
        "kicker on win rate removed (at least 0.4, points 5)",
    )


def test_a_measure_that_comes_and_one_that_goes() -> None:
    found = changed(('kpi = "win_rate"', 'kpi = "pipeline_created"'))
    assert found == (
        "win rate removed (weight 50, basis value, points 0.25 pays 50; 0.3 pays "
        "100, shape linear, below zero, above cap)",
        "pipeline created added: weight 50, basis value, points 0.25 pays "
        "50; 0.3 pays 100, shape linear, below zero, above cap",
    )


def test_measures_of_one_kpi_are_told_apart_by_scope() -> None:
    scoped = BASE.replace('kpi = "win_rate"', 'kpi = "bookings"\nscope = {region = "EMEA"}')
    other = scoped.replace("0.25, 50", "0.2, 50")
    assert differences(read(scoped), read(other)) == (
        "bookings (region EMEA), points: 0.25 pays 50; 0.3 pays 100 → 0.2 pays 50; 0.3 pays 100",
    )


def test_two_gates_on_one_kpi_keep_apart() -> None:
    second = '[[gates]]\nkpi = "bookings"\nat_least = 100\notherwise = "half"\n'
    changed_second = second.replace("100", "200")
    assert differences(read(BASE + second), read(BASE + changed_second)) == (
        "gate on bookings (2), at least: 100 → 200",
    )


def test_every_field_of_a_plan_is_told() -> None:
    base = read(BASE)
    allocation = base.allocation.model_copy(
        update={"modifier": (Decimal("0.9"), Decimal("1.1")), "budget_neutral": False}
    )
    assert differences(base, base.model_copy(update={"allocation": allocation})) == (
        "allocation, modifier: 0.8 to 1.2 → 0.9 to 1.1",
        "allocation, budget neutral: yes → no",
    )
    split = base.split.model_copy(
        update={"by": "teams", "teams": (("marketing", Decimal(40)), ("sales", Decimal(60)))}
    )
    assert differences(base, base.model_copy(update={"split": split})) == (
        "split, by: target_incentive → teams",
        "split, teams: none → marketing 40; sales 60",
    )
