"""Plans that companies published with their results: paid again, to the published digit."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from metrics.cli import app
from metrics.money import rounded_fraction
from metrics.pool.components import components, foots, misprints
from metrics.pool.inputs import Span, Terms
from metrics.pool.plan import Plan, Proration, Rounding, Tier
from metrics.pool.proration import DayCount, factors
from metrics.pool.tiers import per_transaction, tier_sum

GOLDENS = Path(__file__).parents[2] / "goldens"
PLANS = GOLDENS / "plans"
CASES: dict[str, Any] = {
    case["id"]: case
    for case in json.loads(
        (GOLDENS / "pool.json").read_text(encoding="utf-8"), parse_float=Decimal
    )["cases"]
}


def paid(plan: str, results: str | None = None, payees: str | None = None) -> dict[str, Any]:
    """What `metrics pool --json` prints for a plan, a results file and, if any, payees."""
    arguments = ["pool", str(PLANS / f"{plan}.toml"), "--json"]
    arguments += ["--results", str(PLANS / f"{results or plan}.results.json")]
    if payees:
        arguments += ["--payees", str(PLANS / f"{payees}.payees.csv")]
    done = CliRunner().invoke(app, arguments)
    assert done.exit_code == 0, (done.output, done.exception)
    return json.loads(done.stdout, parse_float=Decimal)


def column(run: dict[str, Any], name: str) -> list[Any]:
    """One figure of every payee, by person."""
    return [payee[name] for payee in run["payees"]]


@pytest.mark.parametrize("case", CASES)
def test_every_published_case_has_its_test(case: str) -> None:
    assert f"test_{case}" in globals(), f"write test_{case} beside the others"


def test_cabot_fy2023_sti_corporate() -> None:
    case = CASES["cabot_fy2023_sti_corporate"]
    run = paid("cabot_corporate")
    published = [metric["published_payout_pct"] for metric in case["metrics"]]
    assert [line["payout"] for line in run["measures"]] == published == [69, 0, 91]
    assert run["funding"] == case["published"]["weighted_average_payout_pct"] == Decimal("59.6")
    assert (run["pool"], run["target_pool"], run["payees"]) == (None, None, [])


def test_cabot_fy2023_sti_individuals() -> None:
    """70 % rides on the factor rounded to 0.1; the cents fall once, on each total."""
    case = CASES["cabot_fy2023_sti_individuals"]
    run = paid("cabot_individuals", payees="cabot_individuals")
    published = [f"{payee['published_payout']}.00" for payee in case["payees"]]
    assert column(run, "payout") == published
    assert column(run, "payout") == [
        *("1045704.00", "415303.00", "287161.00", "372067.00", "267026.00")
    ]
    exact = paid("cabot_individuals_unrounded", "cabot_individuals", "cabot_individuals")
    assert column(exact, "payout")[0] == "1045968.00"


def test_cabot_fy2023_psu_1() -> None:
    case = CASES["cabot_fy2023_psu_1"]
    run = paid("cabot_psu")
    assert run["funding"] == case["published"]["composite_pct"] == 200
    assert [line["payout"] for line in run["measures"]] == [200, 200]
    assert paid("cabot_psu", "cabot_psu.at_target")["funding"] == 100
    # One measure just below its threshold, the other on it: 35 % of 50.
    assert paid("cabot_psu", "cabot_psu.one_below")["funding"] == Decimal("17.5")
    assert paid("cabot_psu", "cabot_psu.below")["funding"] == 0


def test_disney_fy21_aip() -> None:
    """Through a target below zero, where a share of the goal means nothing."""
    case = CASES["disney_fy21_aip"]
    run = paid("disney", payees="disney")
    published = [metric["published_payout_pct"] for metric in case["metrics"]]
    assert [line["payout"] for line in run["measures"]] == published == [200, 200, 200, 170]
    assert [line["attainment"] is None for line in run["measures"]] == [True, False, True, True]
    assert run["funding"] == case["published"]["total_pct"] == 191
    assert case["published"]["realised_bonus_rounded_to_10k"] == 14_330_000
    assert column(run, "payout") == ["14330000.00"]


def test_altair_nano_2007_incentive() -> None:
    """Attainment in whole percent; the cap is on the blend, not on a measure."""
    case = CASES["altair_nano_2007_incentive"]
    published = [metric["published_payout_pct"] for metric in case["metrics"]]
    attained = [metric["published_performance_pct"] for metric in case["metrics"]]
    first, second = paid("altair", "altair.a"), paid("altair", "altair.b")
    lines = [*first["measures"], *second["measures"]]
    assert [line["payout"] for line in lines] == published == [128, 120, 150, 162]
    assert [line["attainment"] for line in lines] == attained == [104, 100, 115, 121]
    assert first["funding"] == 126
    assert sum(line["weighted"] for line in second["measures"]) == 153
    assert second["funding"] == case["cap_overall_pct"] == 150


def test_ellig_table_7_17_7_18_pool() -> None:
    """Points stand as target incentives; a windfall stops at 5,000 a point."""
    case = CASES["ellig_table_7_17_7_18_pool"]
    run = paid("ellig", payees="ellig")
    assert run["pool"] == "35000000.00"
    assert column(run, "payout") == [f"{case['published']['payee']}.00", "34650000.00"]
    assert Decimal(column(run, "payout")[0]) / case["points_payee"] == 3_500
    windfall = paid("ellig", "ellig.windfall", "ellig")
    assert windfall["pool"] == "70000000.00"
    assert column(windfall, "payout") == ["500000.00", "49500000.00"]
    assert windfall["undistributed"] == "20000000.00"


def test_agiliti_2011_multiplier() -> None:
    (metric,) = CASES["agiliti_2011_multiplier"]["metrics"]
    table = {row["actual"]: row["published"] for row in metric["table"]}
    assert len(table) == 11
    found = {actual: paid("agiliti", f"agiliti.{actual}")["funding"] for actual in table}
    assert found == table


def test_financial_institutions_2006() -> None:
    """The modifier multiplies what the company's curve gives, and re-strikes the pool."""
    published = CASES["financial_institutions_2006"]["published"]
    people = "financial_institutions"
    plain = paid(people, payees=f"{people}.unmodified")
    assert column(plain, "payout") == ["80.00", "64.00", "30.00"]
    assert [published[who]["max"] for who in ("ceo", "evp", "senior")] == [80, 64, 30]
    run = paid(people, payees=people)
    assert column(run, "payout") == ["100.00", "80.00", "37.50"]
    after = [published[who]["max_after_modifier"] for who in ("ceo", "evp", "senior")]
    assert after == [100, 80, Decimal("37.5")]
    assert (run["target_pool"], run["pool"]) == ("108.75", "217.50")
    target = paid(people, f"{people}.at_target", f"{people}.unmodified")
    assert column(target, "payout") == ["50.00", "40.00", "18.75"]


def test_tesco_international_bonus() -> None:
    """The parts are rounded and then added: the exact total, 35.1, is not what was paid."""
    case = CASES["tesco_international_bonus"]
    awarded = [Fraction(metric["awarded_pct"], 100) for metric in case["metrics"]]
    opportunity = Fraction(case["opportunity_pct_of_eligible_earnings"])
    parts = components(opportunity, awarded, Fraction(1), 1)
    assert list(parts) == [Fraction(part) for part in case["published"]["parts_pct"]]
    assert sum(parts) == Fraction(case["published"]["total_pct_of_earnings"])
    assert rounded_fraction(opportunity * sum(awarded), 1, "half_up") == Fraction("35.1")
    assert foots(parts, Fraction("35.1")).difference == Fraction("-0.1")


def test_oracle_step_rate() -> None:
    case = CASES["oracle_step_rate"]
    tiers = [Tier(start=start, end=end, rate=rate) for start, end, rate in case["tiers"]]
    amounts = [Fraction(amount) for amount in case["transactions"]]
    assert list(per_transaction(tiers, amounts)) == case["published"]["per_transaction"]
    assert sum(per_transaction(tiers, amounts)) == case["published"]["total"] == 164
    # The readiness note beside it: 2,500 over the first two tiers is a blend of 1.6 %.
    assert tier_sum(tiers, Fraction(2_500)) == Fraction("0.016") * 2_500


def test_perma_fix_2010_step_table() -> None:
    """28 cells as printed; the four columns whose cells do not add up are named."""
    case = CASES["perma_fix_2010_step_table"]
    weights = [Fraction(metric["weight"]) for metric in case["metrics"]]
    target, uneven, cells = Fraction(case["target_incentive"]), {}, 0
    for band in case["bands"]:
        found = components(target, weights, Fraction(band["multiple"]), 0)
        assert list(found) == band["published_components"]
        cells += len(found)
        footing = foots(found, Fraction(band["published_total"]))
        assert footing.is_even == band["sum_equals_total"]
        if not footing.is_even:
            uneven[band["band"]] = footing.difference
    assert cells == 28
    assert uneven == {"85-100%": 1, "101-120%": -1, "141-150%": 1, "161%+": 1}


@pytest.mark.parametrize("example", CASES["salary_com_proration"]["examples"])
@pytest.mark.parametrize("is_inclusive", [False, True])
def test_salary_com_proration(example: dict[str, Any], is_inclusive: bool) -> None:
    """Dates subtracted and the factor rounded to three decimals; inclusive is one day more."""
    dates = {
        "eligible 30 Sep - 31 Dec 2019": (date(2019, 9, 30), date(2019, 12, 31)),
        "1 Jan - 30 Jun 2019": (date(2019, 1, 1), date(2019, 6, 30)),
    }[example["case"]]
    one, target = Fraction(1), Fraction(example["target"])
    terms = Terms(*dates, "", "", one, target, one, None, True)
    proration = Proration(inclusive=is_inclusive)
    count = DayCount(proration, Span(date(2019, 1, 1), date(2019, 12, 31)))
    stretch = count.stretch(terms)
    assert stretch is not None
    days = example["inclusive_days" if is_inclusive else "published_days"]
    assert (stretch.days, count.period_days) == (days, 365)
    plan = Plan(name="P", period="2019", rounding=Rounding(proration=3), proration=proration)
    exact, factor = factors(plan, stretch.days, count.period_days, one)
    assert exact == Fraction(days, 365)
    if not is_inclusive:
        assert factor == Fraction(example["published_factor"])
        assert target * factor == Fraction(example["published"])


def test_negative_example_published_error() -> None:
    """95 % of 600 is 570: the filing prints 750, and is told so."""
    case = CASES["negative_example_published_error"]
    target = Fraction(case["published"]["target_quarter"])
    low = [(Fraction(75), Fraction(450)), (Fraction(95), Fraction(750))]
    high = [(Fraction(140), Fraction(840)), (Fraction(175), Fraction(1050))]
    assert case["published"]["low_case"] == "75%-95% of $600 = $450-$750"
    (found,) = misprints(target, [*low, *high])
    assert found.sentence == "95 % of 600 is 570, not 750"
    assert found.right == case["recomputed"]["low_case"][1] == 570
