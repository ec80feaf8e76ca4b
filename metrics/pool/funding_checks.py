"""What can be wrong with where the pool comes from and what bounds it."""

from collections.abc import Iterator

from metrics.pool.key_checks import (
    Fault,
    Known,
    beyond_hundred,
    key_fault,
    negative,
    unit_fault,
)
from metrics.pool.plan import FundingTerms, Tier
from metrics.pool.plan_fields import Path, number_text

FUNDING: Path = ("funding",)


def funding_faults(funding: FundingTerms, known: Known) -> Iterator[Fault]:
    """Every fault of [funding], in the order of its keys."""
    yield from _amount(funding)
    yield from _share(funding, known)
    yield from negative(FUNDING, {"floor": funding.floor, "cap": funding.cap})
    if 0 < funding.cap < funding.floor:
        floor, cap = number_text(funding.floor), number_text(funding.cap)
        yield (*FUNDING, "floor"), f"{floor} is above the cap of {cap}; lower it to {cap} or less"
    yield from _afford(funding, known)
    yield from negative(FUNDING, {"reserve": funding.reserve})
    yield from beyond_hundred(FUNDING, "reserve", funding.reserve)


def _amount(funding: FundingTerms) -> Iterator[Fault]:
    yield from negative(FUNDING, {"amount": funding.amount})
    if funding.method == "fixed" and funding.amount == 0:
        yield (*FUNDING, "amount"), "method fixed needs one; write the pool's money at 100 %"
    if funding.method != "fixed" and funding.amount != 0:
        said = f"method {funding.method} does not read it; set it to 0, or method to fixed"
        yield (*FUNDING, "amount"), said


def _share(funding: FundingTerms, known: Known) -> Iterator[Fault]:
    if funding.method != "share":
        for field, is_given in (("kpi", funding.kpi != ""), ("tiers", funding.tiers != ())):
            if is_given:
                said = (
                    f"method {funding.method} does not read it; remove it, or set method to share"
                )
                yield (*FUNDING, field), said
        return
    if not funding.kpi:
        yield (*FUNDING, "kpi"), "method share needs one; name the KPI that the pool is a share of"
    elif problem := _money_fault(funding.kpi, known):
        yield (*FUNDING, "kpi"), problem
    yield from _tiers(funding.tiers)


def _tiers(tiers: tuple[Tier, ...]) -> Iterator[Fault]:
    """Slices that overlap, leave a gap, run backward or pay more than they hold."""
    where = (*FUNDING, "tiers")
    if not tiers:
        yield where, 'method share needs them; write [from, to, rate], such as [[0, "inf", 0.02]]'
    for place, tier in enumerate(tiers, 1):
        here = (*where, f"tier {place}")
        start = number_text(tier.start)
        if not 0 <= tier.rate <= 1:
            rate = number_text(tier.rate)
            yield here, f"rate {rate} is outside 0 to 1; write 2 % as 0.02"
        if tier.end is not None and tier.end <= tier.start:
            yield (
                here,
                f"it ends at {number_text(tier.end)}, not above its start {start}; swap them",
            )
        if place == 1:
            continue
        end = tiers[place - 2].end
        if end is None:
            yield here, "the tier before it has no end; let only the last one run to inf"
        elif end != tier.start:
            way = "overlaps the tier before it" if tier.start < end else "leaves a gap"
            yield here, f"it starts at {start} and {way}; start it at {number_text(end)}"


def _afford(funding: FundingTerms, known: Known) -> Iterator[Fault]:
    afford, where = funding.afford, (*FUNDING, "afford")
    if afford.kpi:
        if said := _money_fault(afford.kpi, known):
            yield (*where, "kpi"), said
    elif afford.floor != 0:
        floor = number_text(afford.floor)
        yield (*where, "kpi"), f"a floor of {floor} without a KPI bounds nothing; name the KPI"
    yield from negative(where, {"floor": afford.floor})


def _money_fault(key: str, known: Known) -> str | None:
    return key_fault(key, known) or unit_fault(key, "money", "the pool", known)
