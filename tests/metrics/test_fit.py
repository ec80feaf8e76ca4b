"""The overlap of two mixes: the golden, its identities, what is missing, and how it is asked."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answer import Answer
from metrics.compute import Question, answer, answers, calendar_of
from metrics.errors import ScopeError
from metrics.mix import mix_of, overlap, segments
from metrics.pool.inputs import KnownKey
from metrics.pool.key_checks import key_fault
from metrics.registry import all_kpis, kpi
from metrics.scope import Scope
from tests.metrics.test_goldens import CASES, near
from tests.metrics.worlds import World

AS_OF = date(2026, 3, 31)
GOLDEN = CASES["spend_quota_mix_overlap"]
NAMES: list[str] = GOLDEN["inputs"]["segments"]
DEMAND: list[Decimal] = GOLDEN["inputs"]["marketing_spend_share"]
QUOTA: list[Decimal] = GOLDEN["inputs"]["quota_share"]
KEY = "go_to_market_fit"


def leads(counts: dict[str, int], dimension: str = "region") -> World:
    """Leads of the first quarter by member."""
    names = [name for name, count in counts.items() for _ in range(count)]
    rows = "\n".join(f"l{n} | 2026-02-01 10:00:00 | {name}" for n, name in enumerate(names))
    return World(as_of=AS_OF).add("lead_journey", f"lead_id, created_at, {dimension}", rows)


def with_quota(world: World, parts: dict[str, object], dimension: str = "region") -> World:
    rows = "\n".join(f"bookings | 2026-Q1 | {name} | {part}" for name, part in parts.items())
    return world.add("target", f"kpi, period, {dimension}, value", rows)


def fit(world: World, period: str = "2026-Q1", scope: Scope | None = None) -> Answer:
    return answer(world, KEY, calendar_of(world).parse(period), scope=scope or Scope(()))


def golden_world() -> World:
    """Leads and spend spread as the golden's spend, quota as the golden's quota."""
    world = leads({name: int(part * 10) for name, part in zip(NAMES, DEMAND, strict=True)})
    spent = "\n".join(
        f"2026-01-05 | {name} | {part * 100}" for name, part in zip(NAMES, DEMAND, strict=True)
    )
    world.add("spend_day", "spent_on, region, amount", spent)
    return with_quota(world, {name: part * 100 for name, part in zip(NAMES, QUOTA, strict=True)})


def test_the_golden() -> None:
    found = fit(golden_world())
    assert near(found.value, GOLDEN["expected"]["overlap"])
    assert near(1 - (found.value or 0), GOLDEN["expected"]["tvd"])
    assert near(found.beside["spend_against_quota"], GOLDEN["expected"]["overlap"])  # type: ignore[arg-type]
    gaps = found.beside["gaps"]
    assert isinstance(gaps, dict)
    assert [float(gaps[name]) for name in NAMES] == pytest.approx(
        [float(gap) for gap in GOLDEN["expected"]["signed_gap"]], abs=1e-12
    )


def test_the_parts_of_a_split_add_up_to_it() -> None:
    world = golden_world()
    period = calendar_of(world).parse("2026-Q1")
    found = answers(world, Question((KEY,), (period,), by=("region",)))
    assert [(one.by, one.value, one.beside["gap"]) for one in found] == [
        (("ENT",), Decimal("0.3"), Decimal("0.2")),
        (("MM",), Decimal("0.3"), 0),
        (("PUB",), 0, Decimal("-0.1")),
        (("SMB",), Decimal("0.2"), Decimal("-0.1")),
    ]


MIXES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 10**6), min_size=1).filter(
    lambda mix: any(mix.values())
)


@given(MIXES, MIXES)
def test_the_overlap_is_one_less_half_of_all_differences(
    some: dict[str, int], others: dict[str, int]
) -> None:
    demand, supply = (
        mix_of("x", {name: Fraction(value) for name, value in mix.items()}, {}, "x")
        for mix in (some, others)
    )
    found = segments(demand, supply)
    assert overlap(found) == 1 - sum((abs(one.gap) for one in found), Fraction(0)) / 2
    assert sum((one.gap for one in found), Fraction(0)) == 0
    assert 0 <= overlap(found) <= 1
    assert overlap(segments(supply, demand)) == overlap(found)
    assert overlap(segments(demand, demand)) == 1


def test_without_quota_the_pipeline_created_takes_its_place() -> None:
    world = leads({"East": 3, "West": 1})
    world.add(
        "opportunity_journey",
        "opportunity_id, entered_at, region, entry_amount",
        "o | 2026-01-05 10:00:00 | East | 50\np | 2026-01-05 10:00:00 | West | 50",
    )
    found = fit(world)
    assert (found.value, found.beside["against"]) == (Decimal("0.75"), "pipeline")
    assert found.note == (
        "no quota is set here by region: pipeline created takes its place; few (4)"
    )
    everything = answer(world, KEY, calendar_of(world).all)
    assert everything.value == Decimal("0.75")


def test_a_total_above_its_parts_is_quota_of_no_segment() -> None:
    world = with_quota(leads({"East": 1, "West": 1}), {"East": 40, "West": 40})
    assert fit(world).value == 1
    whole = with_quota(leads({"East": 1, "West": 1}), {"East": 40, "West": 40, "": 100})
    found = fit(whole)
    assert found.value == Decimal("0.8")
    assert found.beside["gaps"] == {
        "(none)": Decimal("-0.2"),
        "East": Decimal("0.1"),
        "West": Decimal("0.1"),
    }


def test_quota_of_a_month_is_that_of_its_quarter() -> None:
    world = with_quota(leads({"East": 1, "West": 1}), {"East": 90, "West": 10})
    found = fit(world, "2026-02")
    assert (found.value, found.beside["quota_of"]) == (Decimal("0.6"), "2026-Q1")


def test_inside_a_region_it_is_by_industry() -> None:
    world = World(as_of=AS_OF).add(
        "lead_journey",
        "lead_id, created_at, region, industry, size_band",
        """
        a | 2026-01-05 10:00:00 | East | Steel | Small
        b | 2026-01-05 10:00:00 | East | Paper | Small
        c | 2026-01-05 10:00:00 | West | Steel | Small
        """,
    )
    world.add(
        "target",
        "kpi, period, region, industry, size_band, value",
        "bookings|2026-Q1|East|Steel||30\nbookings|2026-Q1|East|Paper||70\n"
        "bookings|2026-Q1|East||Large|1\nbookings|2026-Q1|East|Steel|Small|30",
    )
    inside = fit(world, scope=Scope.of(region="East"))
    assert (inside.value, inside.beside["by"]) == (Decimal("0.8"), "industry")
    both = fit(world, scope=Scope.of(region="East", industry="Steel"))
    assert (both.value, both.beside["by"]) == (1, "size_band")


NO_QUOTA = "no quota is set here by region: pipeline created takes its place"
NO_PIPELINE = "pipeline created: no data: the load holds no opportunities"


@pytest.mark.parametrize(
    ("world", "note"),
    [
        (
            with_quota(World(as_of=AS_OF), {"East": 1}),
            "leads created: no data: the load holds no leads",
        ),
        (leads({"East": 1}), f"{NO_QUOTA}; {NO_PIPELINE}"),
        (
            with_quota(leads({"(none)": 2}), {"East": 1}),
            "leads created: no record says where",
        ),
        (
            with_quota(leads({"East": 2}), {"East": -1}),
            f"quota: East is below 0, which is no share of anything; {NO_PIPELINE}",
        ),
    ],
)
def test_none_has_its_reason(world: World, note: str) -> None:
    found = fit(world)
    assert (found.value, found.note) == (None, note)


def test_two_dimensions_at_once_are_refused() -> None:
    world = golden_world()
    question = Question((KEY,), (calendar_of(world).parse("2026-Q1"),), by=("region", "industry"))
    with pytest.raises(ScopeError, match="split by one dimension: region, industry, size_band"):
        answers(world, question)


def test_what_may_be_paid_on() -> None:
    keys = (
        *("blended_cac", "cac_payback_months", "magic_number", "jointly_worked_share"),
        *("marketing_sourced_share", "icp_share", KEY),
    )
    paid = {"blended_cac", "jointly_worked_share", "icp_share"}
    assert {key for key in keys if kpi(key).payable} == paid
    every = {one.key: KnownKey(one.key, one.label, "", "", one.payable) for one in all_kpis()}
    assert {key for key in keys if key_fault(key, every) is None} == paid
    said = key_fault("magic_number", every)
    assert said == "nobody can be paid by 'magic_number'; choose a payable KPI"
