"""What stands beside every number: intervals, targets, the data date, parts that re-add."""

from decimal import Decimal, localcontext
from statistics import NormalDist

import pytest

from metrics.registry import all_kpis
from tests.metrics.oracles._cases import Case, Verifier, shown
from tests.metrics.oracles._targets import target

RATES = ("win_rate", "acceptance_rate", "lead_leakage", "created_win_rate")


def wilson(hits: Decimal, count: Decimal) -> tuple[Decimal, Decimal]:
    """The 90 % interval of a rate."""
    with localcontext() as context:
        context.prec = 40
        z = Decimal(NormalDist().inv_cdf(0.95))
        rate = hits / count
        middle = rate + z * z / (2 * count)
        half = z * (rate * (1 - rate) / count + z * z / (4 * count * count)).sqrt()
        below = 1 + z * z / count
        return (middle - half) / below, (middle + half) / below


@pytest.mark.parametrize("key", RATES)
def test_few_are_shown_with_their_interval(verifier: Verifier, key: str) -> None:
    answers = verifier.answered(key, Case("weeks", ("2026-W20", "2026-W26"), by=("region",)))
    few = [a for a in answers.values() if a.denominator and a.denominator < 20]
    assert few
    for answer in few:
        assert answer.numerator is not None
        assert answer.denominator is not None
        assert answer.low is not None
        assert answer.high is not None
        low, high = wilson(answer.numerator, answer.denominator)
        # An interval is no money: a float's worth of digits of the normal quantile will do.
        assert abs(answer.low - max(low, Decimal(0))) < Decimal("1e-13")
        assert abs(answer.high - min(high, Decimal(1))) < Decimal("1e-13")
        assert answer.note == f"few ({answer.denominator})"


def test_the_data_date_is_the_day_of_the_latest_event(verifier: Verifier) -> None:
    assert verifier.reader.load.data_date == verifier.company.data_date
    (answer,) = verifier.answered("bookings", Case("now", ("2026-Q4",))).values()
    assert answer.as_of == verifier.company.data_date


TARGET_CASES = [
    Case("company", ("2026-Q4", "2026-10", "2026")),
    Case("region", ("2026-Q3",), scope=(("region", "EMEA"),)),
]


@pytest.mark.parametrize("case", TARGET_CASES, ids=lambda case: case.name)
def test_targets_are_those_of_the_file(verifier: Verifier, case: Case) -> None:
    kpis = {row["kpi"] for row in verifier.company.tables["targets"]} & {
        kpi.key for kpi in all_kpis() if {name for name, _ in case.scope} <= set(kpi.dimensions)
    }
    # What is measured against the bookings target shows that target in its own way.
    for key in sorted(str(kpi) for kpi in kpis):
        said = {name: a.target for (name, _), a in verifier.answered(key, case).items()}
        assert said == {
            name: shown(target(verifier.company, key, name, dict(case.scope)))
            for name in case.periods
        }, key


ADDITIVE = (
    "leads_created",
    "sales_ready_leads",
    "accepted_leads",
    "pipeline_created",
    "open_pipeline",
    "bookings",
    "acquisition_bookings",
)


@pytest.mark.parametrize("key", ADDITIVE)
@pytest.mark.parametrize("dimension", ["region", "owner", "manager", "campaign", "size_band"])
def test_parts_add_up_to_the_headline(verifier: Verifier, key: str, dimension: str) -> None:
    (whole,) = verifier.answered(key, Case("whole", ("2026-Q3",))).values()
    parts = verifier.answered(key, Case("parts", ("2026-Q3",), by=(dimension,))).values()
    assert whole.value
    assert sum(part.value or 0 for part in parts) == whole.value
    assert sum(part.rows for part in parts) == whole.rows
