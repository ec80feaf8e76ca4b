"""From results to the funding: limits, attainment, roundings, kickers, gates, and the refusals."""

from decimal import Decimal
from fractions import Fraction

import pytest

from metrics.errors import MissingResultError, PlanError
from metrics.pool.funding import fund
from metrics.pool.plan import Combine, External, Gate, Kicker, Plan, Rounding
from tests.metrics.pool.funding_worlds import exact, inputs, measure, plan, points, step_named

USUAL = ((80, 50), (100, 100), (120, 200))
CABOT = (
    measure("ebit", 60, (505, 50), (631, 100), (694, 200)),
    measure("working_capital_days", 20, (73, 50), (68, 100), (66, 100), (61, 200)),
    measure("cash", 20, (273, 50), (363, 95), (403, 105), (493, 200)),
)
CABOT_RESULTS = {"ebit": (553, 631), "working_capital_days": (80, 67), "cash": (355, 383)}


def gate(otherwise: str, at_least: int = 100) -> Gate:
    """A gate on the score of the safety audit."""
    return Gate(kpi="safety", at_least=Decimal(at_least), otherwise=otherwise)


@pytest.mark.parametrize(
    ("rounding", "payouts", "funding"),
    [
        ({}, (Fraction(1450, 21), 0, 91), Fraction(60 * 1450, 2100) + Fraction(91, 5)),
        ({"measure": 1}, (69, 0, 91), Fraction("59.6")),
        ({"funding": 1}, (Fraction(1450, 21), 0, 91), Fraction("59.6")),
        ({"weighted": 0}, (Fraction(1450, 21), 0, 91), 59),
        ({"measure": 1, "weighted": 0, "mode": "down"}, (69, 0, 91), 59),
    ],
)
def test_cabot_2023_by_each_rounding(
    rounding: dict[str, object], payouts: tuple[Fraction, ...], funding: Fraction
) -> None:
    found = fund(plan(*CABOT, rounding=Rounding(**rounding)), inputs(CABOT_RESULTS))
    assert tuple(line.payout for line in found.lines) == payouts
    assert found.funding == funding


def test_disney_2021_reads_targets_below_zero() -> None:
    disney = plan(
        measure("income", 35, (-3906, 35), (-856, 100), (2194, 200)),
        measure("revenue", 17.5, (55030, 35), (60813, 100), (66596, 200)),
        measure("cash", 17.5, (-11871, 35), (-8187, 100), (-4503, 200)),
        measure("committee", 30, (0, 0), (200, 200)),
        external=(
            External(key="committee", label="Other factors", unit="score", source="Committee"),
        ),
    )
    results = {"income": (4055, -856), "revenue": 66736, "cash": -2188, "committee": 170}
    found = fund(disney, inputs(results))
    assert [line.payout for line in found.lines] == [200, 200, 200, 170]
    assert found.funding == 191
    assert found.lines[0].attainment is None  # a percent of a loss means nothing
    assert found.lines[3].label == "Other factors"
    words = step_named(found.node, "Attainment").formula
    assert words == "not meaningful: the target -856 is not above 0"


@pytest.mark.parametrize(
    ("cash", "revenue", "places", "payouts", "funding"),
    [
        (13.5, 16.5, 0, (128, 120), 126),
        (15, 20, 0, (150, 162), 153),
        (15, 20, "none", (Fraction(1960, 13), Fraction(5360, 33)), Fraction(65930, 429)),
    ],
)
def test_altair_2007_rounds_the_attainment_before_the_curve(
    cash: float, revenue: float, places: object, payouts: tuple[Fraction, ...], funding: Fraction
) -> None:
    line = {"basis": "target", "above": "extrapolate"}
    altair = plan(
        measure("cash", 75, (1, 120), (1.5, 220), **line),
        measure("revenue", 25, (1, 120), (1.5, 220), **line),
        rounding=Rounding(attainment=places),
    )
    found = fund(altair, inputs({"cash": (cash, 13), "revenue": (revenue, 16.5)}))
    assert tuple(each.payout for each in found.lines) == payouts
    assert found.funding == funding


@pytest.mark.parametrize(
    ("score", "pays"),
    [(92, 0), (93, 65), (94, 70), (99, 95), (100, 100), (105, 125), (110, 150), (111, 150)],
)
def test_agiliti_2011_pays_five_points_a_point(score: int, pays: int) -> None:
    agiliti = plan(measure("achievement", 100, (93, 65), (100, 100), (110, 150)))
    assert fund(agiliti, inputs({"achievement": score})).funding == pays


@pytest.mark.parametrize(
    ("result", "limit", "credited", "pays"),
    [(110, 100, 100, 100), (110, 130, 110, 150), (90, 90, 90, 75)],
)
def test_a_limit_keeps_the_credited_result_from_being_better(
    result: int, limit: int, credited: int, pays: int
) -> None:
    limited = plan(measure("booked", 100, *USUAL, limit="delivered"))
    (line,) = fund(limited, inputs({"booked": result, "delivered": limit})).lines
    assert (line.credited, line.limit, line.payout) == (credited, limit, pays)


def test_where_lower_is_better_a_limit_keeps_the_result_from_being_lower() -> None:
    limited = plan(measure("hours", 100, (8, 50), (4, 100), limit="audited_hours"))
    (line,) = fund(limited, inputs({"hours": 4, "audited_hours": 6})).lines
    assert (line.credited, line.payout) == (6, 75)
    assert step_named(
        fund(limited, inputs({"hours": 4, "audited_hours": 6})).node, "Credited result"
    ).formula == ("not better than the limit: 6 instead of 4")


@pytest.mark.parametrize(
    ("result", "target", "lower", "attained"),
    [
        (90, 100, False, 90),
        (50, 100, True, 150),
        (200, 100, True, 0),
        (250, 100, True, -50),
        (-50, 100, False, -50),
        (50, None, False, None),
        (50, 0, False, None),
        (50, -10, True, None),
    ],
)
def test_attainment_for_peoples_eyes(
    result: int, target: int | None, lower: bool, attained: int | None
) -> None:
    curve = ((200, 50), (100, 100)) if lower else ((-100, 50), (100, 100))
    (line,) = fund(plan(measure("kpi", 100, *curve)), inputs({"kpi": (result, target)})).lines
    assert line.attainment == attained


@pytest.mark.parametrize(
    ("pairs", "hours", "pays"),
    [
        # Descending points are multiples of the target: 1.5 times the hours pays half.
        (((1.5, 50), (1, 100), (0.5, 200)), 6, 50),
        (((1.5, 50), (1, 100), (0.5, 200)), 3, 150),
        # Ascending points are attainment: 2 - 6 / 4 = 0.5, 2 - 3 / 4 = 1.25.
        (((0.5, 50), (1, 100), (1.5, 200)), 6, 50),
        (((0.5, 50), (1, 100), (1.5, 200)), 3, 150),
    ],
)
def test_lower_is_better_by_target(
    pairs: tuple[tuple[float, int], ...], hours: int, pays: int
) -> None:
    by_target = plan(measure("hours", 100, *pairs, basis="target"))
    assert fund(by_target, inputs({"hours": (hours, 4)}, lower=("hours",))).funding == pays


def test_a_rounded_attainment_is_read_by_a_descending_curve_too() -> None:
    by_target = plan(
        measure("hours", 100, (1.5, 50), (1, 100), basis="target"),
        rounding=Rounding(attainment=0),
    )
    (line,) = fund(by_target, inputs({"hours": (5, 4.4)}, lower=("hours",))).lines
    assert line.exact_attainment == Fraction(950, 11)  # 86.36
    assert (line.attainment, line.position, line.payout) == (86, Fraction("1.14"), 86)


def test_attainments_are_combined_under_one_curve() -> None:
    combined = plan(
        measure("bookings", 60),
        measure("hours", 40),
        combine=Combine(method="attainments", points=points(*USUAL)),
        rounding=Rounding(attainment=0),
    )
    found = fund(combined, inputs({"bookings": (995, 1000), "hours": (3, 4)}, lower=("hours",)))
    assert [line.attainment for line in found.lines] == [100, 125]  # 99.5 is rounded away from zero
    assert [line.payout for line in found.lines] == [None, None]
    assert [line.weighted for line in found.lines] == [60, 50]
    assert (found.weighted_sum, found.combined, found.funding) == (110, 150, 150)
    assert step_named(found.node, "Payout of the weighted attainment").formula == (
        "110 lies between 100 (100) and 120 (200): 100 + 100 x 10 / 20 = 150"
    )


@pytest.mark.parametrize(
    ("score", "gates", "funding"),
    [
        (100, ("zero", "half"), 150),
        (99, ("zero",), 0),
        (99, ("half",), 50),
        (99, ("cap_at_target",), 100),
        (99, ("cap_at_target", "half"), 50),
        (99, ("half", "zero", "cap_at_target"), 0),
        (99, (), 150),
    ],
)
def test_the_strictest_gate_that_failed_wins(
    score: int, gates: tuple[str, ...], funding: int
) -> None:
    gated = plan(measure("kpi", 100, *USUAL), gates=tuple(gate(each) for each in gates))
    assert fund(gated, inputs({"kpi": 110, "safety": score})).funding == funding


def test_a_failed_gate_never_raises_a_sum() -> None:
    low = plan(measure("kpi", 100, *USUAL, below="extrapolate"), gates=(gate("zero"),))
    assert fund(low, inputs({"kpi": 50, "safety": 99})).after_gates == -25
    small = plan(measure("kpi", 100, *USUAL, below="extrapolate"), gates=(gate("half"),))
    assert fund(small, inputs({"kpi": 70, "safety": 99})).after_gates == 25


def test_kickers_come_before_gates() -> None:
    both = plan(
        measure("kpi", 100, *USUAL),
        gates=(gate("cap_at_target"),),
        kickers=(
            Kicker(kpi="hours", at_least=Decimal(10), points=Decimal(5)),
            Kicker(kpi="complaints", at_most=Decimal(3), points=Decimal("2.5")),
        ),
    )
    results = {"kpi": 100, "safety": 100, "hours": 10, "complaints": 3}
    found = fund(both, inputs(results))
    assert (found.weighted_sum, found.with_kickers, found.funding) == (100, exact(107.5), 107.5)
    failed = fund(both, inputs({**results, "safety": 99, "complaints": 4}))
    assert (failed.with_kickers, failed.funding) == (105, 100)
    assert [line.points for line in failed.kickers] == [5, 0]


def test_a_plan_without_measures_funds_100() -> None:
    assert fund(plan(), inputs({})).funding == 100
    kicked = plan(kickers=(Kicker(kpi="hours", at_least=Decimal(10), points=Decimal(5)),))
    assert fund(kicked, inputs({"hours": 12})).funding == 105


def test_a_measure_of_weight_0_changes_nothing_even_without_data() -> None:
    alone = fund(plan(measure("kpi", 100, *USUAL)), inputs({"kpi": 110}))
    for results in ({"kpi": 110}, {"kpi": 110, "nps": None}, {"kpi": 110, "nps": 90}):
        beside = plan(measure("kpi", 100, *USUAL), measure("nps", 0, *USUAL, limit="survey"))
        found = fund(beside, inputs(results))
        assert found.funding == alone.funding == 150
        assert (found.lines[1].payout, found.lines[1].weighted) == (None, 0)
        assert step_named(found.node, "Nps" if "nps" in results else "nps").formula == (
            "weight 0 and no data: adds nothing"
        )
    known = plan(measure("kpi", 100, *USUAL), measure("nps", 0, *USUAL))
    line = fund(known, inputs({"kpi": 110, "nps": 90})).lines[1]
    assert (line.payout, line.weighted) == (75, 0)


def test_a_measure_in_a_scope_reads_that_scope() -> None:
    scoped = measure("bookings", 100, *USUAL, scope=(("region", "EMEA"),))
    found = fund(plan(scoped), inputs({"bookings": 120, "bookings[region=EMEA]": 90}))
    assert found.funding == 75
    assert found.lines[0].label == "Bookings (region EMEA)"


REFUSED = "plan 'Shared pool', 2026: "


@pytest.mark.parametrize(
    ("bad", "results", "sentence"),
    [
        (
            plan(measure("win_rate", 100, *USUAL)),
            {"win_rate": None},
            "'win_rate' has no result and is a measure of weight 100 (nothing was closed in the "
            "period); give its result, or move the weight of 'win_rate' to another measure",
        ),
        (
            plan(measure("win_rate", 100, *USUAL, scope=(("region", "EMEA"),))),
            {"win_rate": 100},
            "'win_rate[region=EMEA]' has no result and is a measure of weight 100 (it is not among "
            "the results); give its result, or move the weight of 'win_rate' to another measure",
        ),
        (
            plan(measure("booked", 100, *USUAL, limit="delivered")),
            {"booked": 100, "delivered": None},
            "'delivered' has no result and is the limit of measure 'booked' (nothing was closed in "
            "the period); give its result, or take the limit off 'booked'",
        ),
        (
            plan(gates=(gate("half"),)),
            {},
            "'safety' has no result and is a gate (it is not among the results); give its result, "
            "or take the gate out",
        ),
        (
            plan(kickers=(Kicker(kpi="hours", at_most=Decimal(1), points=Decimal(5)),)),
            {"hours": None},
            "'hours' has no result and is a kicker (nothing was closed in the period); give its "
            "result, or take the kicker out",
        ),
        (
            plan(measure("bookings", 100, (1, 100), (2, 200), basis="target")),
            {"bookings": (100, None)},
            "'bookings' is paid by basis \"target\" and needs a target above 0, and it has none: "
            'attainment is not meaningful; set a target, or use basis "value" with points in the '
            "KPI's own unit",
        ),
        (
            plan(measure("bookings", 100, (1, 100), (2, 200), basis="target")),
            {"bookings": (100, -5)},
            "'bookings' is paid by basis \"target\" and needs a target above 0, and its target is "
            '-5: attainment is not meaningful; set a target, or use basis "value" with points in '
            "the KPI's own unit",
        ),
        (
            plan(
                measure("bookings", 100),
                combine=Combine(method="attainments", points=points(*USUAL)),
            ),
            {"bookings": (100, 0)},
            "'bookings' is paid by combined attainments and needs a target above 0, and its target "
            'is 0: attainment is not meaningful; set a target, or use basis "value" with points in '
            "the KPI's own unit",
        ),
    ],
)
def test_what_is_missing_refuses_the_run(
    bad: Plan, results: dict[str, object], sentence: str
) -> None:
    with pytest.raises(MissingResultError) as refused:
        fund(bad, inputs(results))
    assert refused.value.message == REFUSED + sentence


def test_a_measure_without_points_is_no_hidden_attainment() -> None:
    with pytest.raises(PlanError, match="a curve needs at least one point"):
        fund(plan(measure("bookings", 100)), inputs({"bookings": (100, 100)}))


def test_every_step_is_told_in_words() -> None:
    told = plan(
        *CABOT,
        gates=(Gate(kpi="working_capital_days", at_most=Decimal(75), otherwise="half"),),
        kickers=(Kicker(kpi="cash", at_least=Decimal(300), points=Decimal(5)),),
        rounding=Rounding(measure=1, weighted=2, funding=0),
    )
    root = fund(told, inputs(CABOT_RESULTS, units={"working_capital_days": "days"})).node
    assert [(step.name, step.value, step.formula, step.rounding) for step in root.walk()] == [
        (
            "Funding",
            50,
            "the sum after kickers and gates, in percent points of target",
            "rounded half up to whole numbers: 50 -> 50",
        ),
        (
            "Ebit",
            Fraction("41.4"),
            "weight 60 % x 69 = 41.4",
            "rounded half up to 2 decimals: 41.4 -> 41.40",
        ),
        ("Result", 553, "553; target 631, higher is better", ""),
        ("Attainment", Fraction(55300, 631), "553 / 631 = 87.638669 %", ""),
        (
            "Payout",
            69,
            "553 lies between 505 (50) and 631 (100): 50 + 50 x 48 / 126 = 69.047619",
            "rounded half up to 1 decimal: 69.047619 -> 69.0",
        ),
        (
            "Working capital days",
            0,
            "weight 20 % x 0 = 0",
            "rounded half up to 2 decimals: 0 -> 0.00",
        ),
        ("Result", 80, "80 days; target 67 days, lower is better", ""),
        ("Attainment", Fraction(5400, 67), "2 - 80 days / 67 days = 80.597015 %", ""),
        (
            "Payout",
            0,
            "80 days does not reach 73 days, where payment starts with 50: 0",
            "rounded half up to 1 decimal: 0 -> 0.0",
        ),
        (
            "Cash",
            Fraction("18.2"),
            "weight 20 % x 91 = 18.2",
            "rounded half up to 2 decimals: 18.2 -> 18.20",
        ),
        ("Result", 355, "355; target 383, higher is better", ""),
        ("Attainment", Fraction(35500, 383), "355 / 383 = 92.689295 %", ""),
        (
            "Payout",
            91,
            "355 lies between 273 (50) and 363 (95): 50 + 45 x 82 / 90 = 91",
            "rounded half up to 1 decimal: 91 -> 91.0",
        ),
        ("Weighted sum", Fraction("59.6"), "41.4 + 0 + 18.2 = 59.6", ""),
        ("With kickers", Fraction("64.6"), "59.6 + 5 = 64.6", ""),
        ("Kicker: Cash", 5, "355, at least 300: reached", ""),
        ("After gates", 50, "Working capital days is not passed: at most 50 of 64.6", ""),
        ("Gate: Working capital days", 80, "80 days, at most 75 days: not passed, at most 50", ""),
    ]
