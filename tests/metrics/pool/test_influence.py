"""Influence: weight x slope x volatility, worked out by hand."""

from dataclasses import replace
from fractions import Fraction

import pytest

from metrics.pool.influence import influence
from metrics.pool.plan import Combine, Plan
from metrics.pool.whatif import Prospects
from tests.metrics.pool.funding_worlds import inputs, measure, plan, points

F = Fraction


def shares(made: Plan, results: dict, volatility: dict[str, Fraction], **more) -> list:
    """Influence in percent, with the reason where there is none."""
    found = influence(Prospects.of(made, inputs(results, **more), F(1000)), volatility)
    return [(one.key, one.moves, one.share, one.reason) for one in found]


TWO = plan(
    measure("bookings", 60, (80, 50), (100, 100), (120, 200)),
    measure("win_rate", 40, (0.2, 50), (0.3, 100), (0.4, 150)),
)


def test_a_light_measure_can_move_more_than_a_heavy_one() -> None:
    # 0.6 x 2.5 a unit x 4 = 6 points; 0.4 x 500 a unit x 0.05 = 10 points.
    found = shares(
        TWO, {"bookings": 90, "win_rate": F(1, 4)}, {"bookings": F(4), "win_rate": F(1, 20)}
    )
    assert found == [("bookings", F(6), F("37.5"), ""), ("win_rate", F(10), F("62.5"), "")]


def test_at_a_breakpoint_both_sides_count() -> None:
    # Bookings rise by 2.5 a unit below 100 and by 5 above: 3.75 on average, x 0.6 x 4.
    found = shares(TWO, {"bookings": 100, "win_rate": F(1, 4)}, {"bookings": F(4)})
    assert found[0][1] == F(9)
    assert found[1] == ("win_rate", F(0), F(0), "its result does not vary")


@pytest.mark.parametrize(
    ("bookings", "reason"),
    [(130, "at the top of the curve"), (70, "below the first point of the curve")],
)
def test_a_flat_curve_moves_nothing_and_says_why(bookings: int, reason: str) -> None:
    found = shares(
        TWO, {"bookings": bookings, "win_rate": F(1, 4)}, {"bookings": F(4), "win_rate": F(1, 20)}
    )
    assert found[0] == ("bookings", F(0), F(0), reason)
    assert found[1][2] == 100


def test_nothing_moves_anything() -> None:
    found = shares(TWO, {"bookings": 70, "win_rate": F(1, 10)}, {"bookings": F(4)})
    assert [share for _, _, share, _ in found] == [None, None]


def test_weight_zero_steps_and_limits_say_so() -> None:
    made = plan(
        measure("bookings", 0, (80, 50), (100, 100)),
        measure("leads", 50, (10, 50), (20, 100), shape="step"),
        measure("won", 50, (10, 50), (20, 100), limit="cash"),
    )
    results = {"bookings": 90, "leads": 15, "won": 15, "cash": 12}
    found = shares(made, results, dict.fromkeys(results, F(1)))
    assert [reason for *_, reason in found] == [
        "it has no weight",
        "on a step of the curve",
        "held by the limit cash",
    ]


def test_lower_is_better_counts_its_slope_without_sign() -> None:
    made = plan(measure("hours", 100, (10, 50), (8, 100)))
    assert shares(made, {"hours": 9}, {"hours": F(2)}, lower=("hours",)) == [
        ("hours", F(50), F(100), "")
    ]


def test_targets_are_in_the_kpis_own_unit() -> None:
    # Multiples of 200: 500 points a multiple are 2.5 points a unit.
    made = plan(measure("bookings", 100, (0.9, 50), (1, 100), basis="target"))
    assert shares(made, {"bookings": (190, 200)}, {"bookings": F(4)}) == [
        ("bookings", F(10), F(100), "")
    ]


def test_combined_attainments_share_one_slope() -> None:
    combine = Combine(method="attainments", points=points((80, 50), (100, 100), (120, 200)))
    made = plan(measure("a", 60), measure("b", 40), combine=combine)
    found = shares(made, {"a": (45, 50), "b": (90, 100)}, {"a": F(5), "b": F(5)})
    # 90 in all: 2.5 points a percent point; a unit of a is 2 percent points, of b 1.
    assert [(key, moves) for key, moves, *_ in found] == [("a", F(15)), ("b", F(5))]


def test_rounding_on_the_way_does_not_hide_influence() -> None:
    rounded = TWO.model_copy(update={"rounding": TWO.rounding.model_copy(update={"measure": 0})})
    results, spread = {"bookings": 90, "win_rate": F(1, 4)}, {"bookings": F(4)}
    assert shares(rounded, results, spread) == shares(TWO, results, spread)
    assert replace(Prospects.of(TWO, inputs(results), None)).money() == 75
