"""Payout curves: what a result pays, as tables that a sales manager can read."""

from fractions import Fraction

import pytest

from metrics.errors import PlanError
from metrics.pool.curve import Cliff, Curve, Point
from metrics.pool.curve_words import curve_words
from metrics.pool.expectation import expected_payout
from metrics.pool.plan import Points
from tests.metrics.pool.funding_worlds import exact, points

EBIT = points((505, 50), (631, 100), (694, 200))
DAYS = points((73, 50), (68, 100), (66, 100), (61, 200))
CASH = points((273, 50), (363, 95), (403, 105), (493, 200))
LOSS = points((-3906, 35), (-856, 100), (2194, 200))
USUAL = points((80, 50), (100, 100), (120, 200))
DOUBLE = points((1, 120), (1.5, 220))


@pytest.mark.parametrize(
    ("curve", "result", "pays"),
    [
        (EBIT, 504.99, 0),
        (EBIT, 505, 50),
        (EBIT, 553, Fraction(1450, 21)),  # 69.047619
        (EBIT, 631, 100),
        (EBIT, 693, Fraction(100) + Fraction(6200, 63)),
        (EBIT, 694, 200),
        (EBIT, 9999, 200),
        # Fewer days are better, and between 68 and 66 nothing changes.
        (DAYS, 80, 0),
        (DAYS, 73, 50),
        (DAYS, 70, 80),
        (DAYS, 68, 100),
        (DAYS, 67, 100),
        (DAYS, 66, 100),
        (DAYS, 65.5, 110),
        (DAYS, 61, 200),
        (DAYS, 1, 200),
        # A band around the target that still slopes.
        (CASH, 355, 91),
        (CASH, 383, 100),
        # Targets below zero are read on raw units.
        (LOSS, -4000, 0),
        (LOSS, -3906, 35),
        (LOSS, -856, 100),
        (LOSS, 669, 150),
        (LOSS, 4055, 200),
    ],
)
def test_a_result_pays_what_the_line_says(curve: Points, result: float, pays: Fraction) -> None:
    assert Curve.of(curve).payout(exact(result)) == pays


@pytest.mark.parametrize(
    ("below", "above", "result", "pays"),
    [
        ("zero", "cap", 70, 0),
        ("flat", "cap", 70, 50),
        ("extrapolate", "cap", 70, 25),
        ("extrapolate", "cap", 50, -25),
        ("zero", "cap", 130, 200),
        ("zero", "extrapolate", 130, 250),
        ("zero", "extrapolate", 120, 200),
        ("extrapolate", "extrapolate", 80, 50),
    ],
)
def test_outside_the_points_the_plan_decides(
    below: str, above: str, result: int, pays: int
) -> None:
    assert Curve.of(USUAL, "linear", below, above).payout(Fraction(result)) == pays


@pytest.mark.parametrize(
    ("result", "pays"),
    [(70, 0), (80, 50), (99.99, 50), (100, 100), (119.99, 100), (120, 200), (121, 200)],
)
def test_a_stepped_curve_pays_the_last_point_reached(result: float, pays: int) -> None:
    assert Curve.of(USUAL, "step").payout(exact(result)) == pays


def test_a_stepped_curve_of_days_steps_downward() -> None:
    curve = Curve.of(DAYS, "step")
    assert [curve.payout(Fraction(day)) for day in (74, 73, 69, 68, 62, 61, 60)] == [
        0, 50, 50, 100, 100, 200, 200,
    ]  # fmt: skip


def test_outside_its_points_a_stepped_curve_follows_the_line_through_two_of_them() -> None:
    curve = Curve.of(USUAL, "step", "extrapolate", "extrapolate")
    assert [curve.payout(Fraction(x)) for x in (70, 80, 99, 120, 130)] == [25, 50, 50, 200, 250]


def test_one_point_is_a_door() -> None:
    door = points((100, 100))
    assert [Curve.of(door, "step").payout(Fraction(x)) for x in (99, 100, 200)] == [0, 100, 100]
    lower = Curve.of(door, "step", is_lower_better=True)
    assert [lower.payout(Fraction(x)) for x in (101, 100, 1)] == [0, 100, 100]
    assert Curve.of(door, "step", "flat", "extrapolate").payout(Fraction(5)) == 100


@pytest.mark.parametrize(
    ("curve", "result", "ahead", "behind"),
    [
        (USUAL, 70, 0, 0),
        (USUAL, 80, 2.5, 0),
        (USUAL, 90, 2.5, 2.5),
        (USUAL, 100, 5, 2.5),
        (USUAL, 120, 0, 5),
        (USUAL, 130, 0, 0),
        # A unit of improvement is a day less.
        (DAYS, 73, 10, 0),
        (DAYS, 68, 0, 10),
        (DAYS, 67, 0, 0),
        (DAYS, 66, 20, 0),
        (DAYS, 61, 0, 20),
    ],
)
def test_the_slope_is_what_the_next_or_the_last_unit_pays(
    curve: Points, result: int, ahead: float, behind: float
) -> None:
    read = Curve.of(curve)
    assert read.slope(Fraction(result)) == exact(ahead)
    assert read.slope(Fraction(result), from_below=True) == exact(behind)


def test_a_line_that_goes_on_keeps_its_slope_outside() -> None:
    curve = Curve.of(USUAL, "linear", "extrapolate", "extrapolate")
    assert curve.slope(Fraction(10)) == Fraction(5, 2)
    assert curve.slope(Fraction(500)) == 5
    assert curve.slope(Fraction(80), from_below=True) == Fraction(5, 2)


@pytest.mark.parametrize(
    ("curve", "result", "following"),
    [
        (USUAL, 10, (80, 50)),
        (USUAL, 80, (100, 100)),
        (USUAL, 99.5, (100, 100)),
        (USUAL, 120, None),
        (DAYS, 80, (73, 50)),
        (DAYS, 73, (68, 100)),
        (DAYS, 62, (61, 200)),
        (DAYS, 60, None),
    ],
)
def test_the_next_breakpoint_is_the_next_better_point(
    curve: Points, result: float, following: tuple[int, int] | None
) -> None:
    found = Curve.of(curve).next_breakpoint(exact(result))
    expected = None if following is None else Point(Fraction(following[0]), Fraction(following[1]))
    assert found == expected


def test_a_first_payout_above_nothing_is_a_cliff() -> None:
    assert Curve.of(USUAL).cliffs() == (Cliff(Fraction(80), Fraction(50)),)
    assert Curve.of(DAYS).cliffs() == (Cliff(Fraction(73), Fraction(50)),)
    assert Curve.of(USUAL, below="flat").cliffs() == ()
    assert Curve.of(points((80, 0), (100, 100))).cliffs() == ()


def test_every_step_that_rises_is_a_cliff() -> None:
    steps = Curve.of(points((80, 0), (90, 40), (95, 40), (100, 100)), "step")
    assert steps.cliffs() == (
        Cliff(Fraction(90), Fraction(40)),
        Cliff(Fraction(100), Fraction(60)),
    )


def test_a_curve_knows_which_way_is_better() -> None:
    assert not Curve.of(USUAL).is_descending
    assert Curve.of(DAYS).is_descending


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (
            points(),
            "a curve needs at least one point; write points = [[result, payout], ...]",
        ),
        (
            points((80, 50), (80, 60)),
            "the results of a curve run one way, from worst to best, and [80, 50], [80, 60] do not;"
            " put the points in order and leave no result twice",
        ),
        (
            points((80, 50), (100, 60), (90, 70)),
            "the results of a curve run one way, from worst to best, and [80, 50], [100, 60], "
            "[90, 70] do not; put the points in order and leave no result twice",
        ),
        (
            points((80, 50), (100, 40)),
            "a better result may not pay less, and [80, 50], [100, 40] falls;"
            " raise the later payouts or lower the earlier ones",
        ),
        (
            points((73, 50), (68, 40)),
            "a better result may not pay less, and [73, 50], [68, 40] falls;"
            " raise the later payouts or lower the earlier ones",
        ),
    ],
)
def test_a_curve_that_cannot_be_read_is_refused(bad: Points, sentence: str) -> None:
    with pytest.raises(PlanError) as refused:
        Curve.of(bad)
    assert refused.value.message == sentence


MILLIONS = points((505000000, 50), (631000000, 100), (694000000, 200))


@pytest.mark.parametrize(
    ("curve", "result", "unit", "words"),
    [
        (
            Curve.of(MILLIONS),
            553000000,
            "money",
            "553,000,000 lies between 505,000,000 (50) and 631,000,000 (100): "
            "50 + 50 x 48,000,000 / 126,000,000 = 69.047619",
        ),
        (
            Curve.of(DAYS),
            70,
            "days",
            "70 days lies between 73 days (50) and 68 days (100): 50 + 50 x 3 days / 5 days = 80",
        ),
        (
            Curve.of(DAYS),
            80,
            "days",
            "80 days does not reach 73 days, where payment starts with 50: 0",
        ),
        (
            Curve.of(DAYS),
            67,
            "days",
            "67 days lies between 68 days and 66 days, which both pay 100",
        ),
        (Curve.of(DAYS), 66, "days", "66 days is a point of the curve and pays 100"),
        (
            Curve.of(DAYS),
            61,
            "days",
            "61 days is the curve's last point 61 days; 200 is the most it pays",
        ),
        (
            Curve.of(points((0.2, 50), (0.3, 100))),
            0.5,
            "percent",
            "50 % is beyond the curve's last point 30 %; 100 is the most it pays",
        ),
        (
            Curve.of(DOUBLE, above="extrapolate"),
            1.6,
            "multiple",
            "1.6x is beyond 1.5x (220); the line goes on: 220 + 100 x 0.1x / 0.5x = 240",
        ),
        (
            Curve.of(USUAL, below="extrapolate"),
            70,
            "",
            "70 does not reach 80; the line goes on: 50 - 50 x 10 / 20 = 25",
        ),
        (
            Curve.of(USUAL, below="flat"),
            70,
            "",
            "70 does not reach 80; below it the curve stays at 50",
        ),
        (
            Curve.of(USUAL, "step"),
            99,
            "",
            "the last point that 99 reaches is 80 (50); the next step is 100 (100)",
        ),
    ],
)
def test_a_payee_can_follow_the_curve_with_a_pencil(
    curve: Curve, result: float, unit: str, words: str
) -> None:
    assert curve_words(curve, exact(result), unit) == words


@pytest.mark.parametrize(
    ("curve", "mean", "sd", "average"),
    [
        # At the mean the curve pays 100; on average, 108.81.
        (Curve.of(USUAL), 100, 15, 108.81),
        # The same world upside down pays the same.
        (Curve.of(points((120, 50), (100, 100), (80, 200))), 100, 15, 108.81),
        # A line without ends pays at its mean.
        (Curve.of(points((80, 80), (120, 120)), "linear", "extrapolate", "extrapolate"), 93, 9, 93),
        # A door at the mean is open half the time; one that never shuts pays always.
        (Curve.of(points((100, 100)), "step"), 100, 15, 50),
        (Curve.of(points((100, 100)), "step", "flat"), 100, 15, 100),
        # Without spread it is the payout itself.
        (Curve.of(USUAL), 110, 0, 150),
    ],
)
def test_what_a_curve_pays_on_average(curve: Curve, mean: float, sd: float, average: float) -> None:
    assert abs(expected_payout(curve, mean, sd) - average) <= 0.01
