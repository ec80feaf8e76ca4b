"""Plan health: every rule on a plan that keeps it, bends it and breaks it."""

from collections.abc import Sequence
from fractions import Fraction

import pytest

from metrics.pool.health import Evidence, Finding, health
from metrics.pool.health_rules import RULES
from metrics.pool.plan import Combine, Plan
from metrics.pool.whatif import Prospects
from tests.metrics.pool.funding_worlds import inputs, measure, plan, points

F = Fraction
NOTHING = Evidence({}, {}, {}, None, {})


def weighted(*weights: int, first: int = 20) -> Plan:
    """A plan of measures a, b, ... with these weights and a first point that pays `first`."""
    return plan(
        *(
            measure(chr(97 + place), weight, (10, first), (20, 100), (30, 200))
            for place, weight in enumerate(weights)
        )
    )


def found(made: Plan, rule: str, evidence: Evidence = NOTHING) -> list[tuple]:
    """The findings of one rule: subject, number, status."""
    results = {one.kpi: (15, 20) for one in made.measures}
    prospects = Prospects.of(made, inputs(results), F(1000))
    return [
        (one.subject, one.number, one.status)
        for one in health(prospects, evidence)
        if one.rule == rule
    ]


@pytest.mark.parametrize(
    ("weights", "status"),
    [
        ((50, 30, 20), "ok"),
        ((40, 30, 20, 10), "warn"),
        ((20, 20, 20, 20, 20), "warn"),
        ((20, 20, 20, 20, 10, 10), "fail"),
        ((50, 30, 20, 0, 0, 0), "ok"),
    ],
)
def test_how_many_measures(weights: Sequence[int], status: str) -> None:
    count = sum(weight > 0 for weight in weights)
    assert found(weighted(*weights), "measures") == [("plan", count, status)]


def test_how_light_a_measure_may_be() -> None:
    assert found(weighted(62, 20, 10, 8), "weight") == [
        ("a", 62, "ok"),
        ("b", 20, "ok"),
        ("c", 10, "warn"),
        ("d", 8, "fail"),
    ]


@pytest.mark.parametrize(
    ("payouts", "threshold", "target", "excellence"),
    [
        # Of ten periods 8 paid, 6 paid 100 or more, 1 paid 200.
        ([0, 0, 50, 60, 100, 120, 130, 140, 150, 200], "ok", "ok", "ok"),
        ([0, 0, 50, 60, 70, 80, 100, 120, 130, 150], "ok", "warn", "warn"),
        ([0] * 7 + [50, 60, 70], "fail", "fail", "warn"),
        ([200] * 10, "warn", "fail", "fail"),
    ],
)
def test_how_often_history_reached_the_points(
    payouts: list[int], threshold: str, target: str, excellence: str
) -> None:
    evidence = Evidence({"a": [F(one) for one in payouts]}, {}, {}, None, {})
    status = [found(weighted(100), rule, evidence)[0][2] for rule in RULES if rule in _CHANCES]
    assert status == [threshold, target, excellence]
    reached = sum(one >= 100 for one in payouts)
    assert found(weighted(100), "target", evidence)[0][1] == reached * 10


_CHANCES = ("threshold", "target", "excellence")


def test_periods_without_a_result_are_left_out() -> None:
    evidence = Evidence({"a": [None, F(100), F(0)]}, {}, {}, None, {})
    assert found(weighted(100), "target", evidence) == [("a", 50, "ok")]
    assert found(weighted(100), "target") == [("a", None, "warn")]


def test_combined_attainments_are_one_subject() -> None:
    combine = Combine(method="attainments", points=points((80, 50), (100, 100), (120, 200)))
    made = plan(measure("a", 60), measure("b", 40), combine=combine)
    evidence = Evidence({"all measures": [F(0), F(100)]}, {}, {}, None, {})
    assert found(made, "target", evidence) == [("all measures", 50, "ok")]


def test_both_teams_must_reach_a_measure() -> None:
    owners = {"a": ("marketing", "sales"), "b": ("sales",), "c": ("success",)}
    evidence = Evidence({}, owners, {}, None, {})
    assert found(weighted(40, 30, 20, 10), "reach", evidence) == [
        ("a", 2, "ok"),
        ("b", 1, "fail"),
        ("c", 0, "fail"),
        ("d", None, "warn"),
    ]


def test_two_measures_that_count_the_same() -> None:
    overlap = {("a", "b"): F(9, 10), ("a", "c"): F(7, 10)}
    assert found(weighted(40, 30, 30), "overlap", Evidence({}, {}, overlap, None, {})) == [
        ("a and b", F(9, 10), "fail"),
        ("a and c", F(7, 10), "warn"),
        ("b and c", None, "warn"),
    ]
    one_way = Evidence({}, {}, {("a", "b"): F(-95, 100)}, None, {})
    assert found(weighted(50, 50), "overlap", one_way) == [("a and b", F(-95, 100), "ok")]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        (0, []),
        (25, [("a", 25, "ok")]),
        (26, [("a", 26, "warn")]),
        (50, [("a", 50, "warn")]),
        (51, [("a", 51, "fail")]),
    ],
)
def test_cliffs(first: int, expected: list) -> None:
    assert found(weighted(100, first=first), "cliff") == expected


def test_a_cliff_says_its_money() -> None:
    prospects = Prospects.of(weighted(100, first=50), inputs({"a": 15}), F(1000))
    words = [one.words for one in health(prospects, NOTHING) if one.rule == "cliff"]
    assert words == ["jumps by 50 points at 10, 500 of the pool at once; up to 25 is smooth"]


@pytest.mark.parametrize(
    ("upside", "status"),
    [(150, "ok"), (300, "ok"), (149, "warn"), (125, "fail"), (324, "warn"), (325, "fail")],
)
def test_upside(upside: int, status: str) -> None:
    assert found(weighted(100), "upside", Evidence({}, {}, {}, F(upside), {})) == [
        ("plan", upside, status)
    ]
    assert found(weighted(100), "upside") == [("plan", None, "warn")]


def test_who_carries_the_risk() -> None:
    teams = {"marketing": (F(100), F(20)), "sales": (F(105), F(31)), "success": (F(101), F(25))}
    evidence = Evidence({}, {}, {}, None, teams)
    assert found(weighted(100), "pay", evidence) == [("teams", 5, "ok")]
    assert found(weighted(100), "risk", evidence) == [("teams", 11, "fail")]
    alone = Evidence({}, {}, {}, None, {"sales": (F(105), F(31))})
    assert found(weighted(100), "pay", alone) == [("teams", None, "warn")]


def test_every_finding_names_its_source() -> None:
    prospects = Prospects.of(weighted(60, 40), inputs({"a": 15, "b": 15}), F(1000))
    told: tuple[Finding, ...] = health(prospects, NOTHING)
    assert {one.rule for one in told} == set(RULES)
    for one in told:
        assert one.source.startswith(
            f"docs/decisions/0015-planning-definitions.md, rule '{one.rule}'; "
        )
        assert one.words
