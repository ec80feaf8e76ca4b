"""The measures of both claims: number, what it is made of, and the strip of its parts."""

from dataclasses import dataclass

from metrics.claims_evidence import MEASURES, MEDIAN, Claim, Evidence, Leads, Measure
from metrics.claims_trips import mature_days
from metrics.kpi import Unit
from metrics.wording import NO_DATA, count, counted, money, number, percent, rounded
from pages.views.claims_strip import Strip, median_strip, share_strip

LABELS = {
    "response_within_sla": "Response within SLA",
    "lead_leakage": "Lead leakage",
    MEDIAN: "Median response, business hours",
    "acceptance_rate": "Acceptance rate",
    "win_rate": "Win rate",
    "icp_share": "ICP share of pipeline",
}


@dataclass(frozen=True)
class MeasureView:
    """One measure of a claim: its number, what it is made of, the strip of its parts."""

    key: str
    label: str
    value: str
    made: str
    strip: Strip | None


def follow_up_measures(found: Evidence) -> tuple[MeasureView, ...]:
    """Response, leakage and the median wait, each by region."""
    shares = [_share(found, one, found.places) for one in MEASURES if one.claim is Claim.FOLLOW_UP]
    median = MeasureView(
        key=MEDIAN,
        label=LABELS[MEDIAN],
        value="not yet"
        if found.whole.median is None
        else number(found.whole.median, Unit.HOURS, ""),
        made="" if found.whole.median is not None else "half of them wait still",
        strip=median_strip(found, found.places),
    )
    return (*shares, median)


def closing_measures(found: Evidence, currency: str) -> tuple[MeasureView, ...]:
    """Acceptance, win rate and ICP share, each by source."""
    return tuple(
        _share(found, one, found.sources, currency)
        for one in MEASURES
        if one.claim is Claim.CLOSING
    )


def _share(
    found: Evidence, measure: Measure, some: tuple[Leads, ...], currency: str = ""
) -> MeasureView:
    share = found.whole.shares[measure.key]
    parts = (share.numerator, share.denominator)
    above, below = (money(one, currency) if measure.is_money else count(one) for one in parts)
    made = f"{above} of {below}"
    if share.value is None:
        made = _nothing_yet(found, measure)
    return MeasureView(
        key=measure.key,
        label=LABELS[measure.key],
        value="not yet" if share.value is None else percent(share.value),
        made=made,
        strip=share_strip(found, measure, some),
    )


def _nothing_yet(found: Evidence, measure: Measure) -> str:
    """Why a measure has no number."""
    counts = found.whole.counts
    if measure.key == "win_rate" and not counts["mature"]:
        return f"none of them is {mature_days()} days old"
    return {
        "response_within_sla": "no answer has fallen due",
        "lead_leakage": "no leak limit has run out",
        "acceptance_rate": "none is decided yet",
        "win_rate": "none of the old ones has ended",
        "icp_share": "they brought no pipeline yet",
    }[measure.key]


def attempts_words(found: Evidence) -> str:
    """What sales tried, where the data tells it."""
    if not found.has_attempts:
        return "Attempts are not in this data: no activity names a lead."
    counts = found.whole.counts
    each = NO_DATA if found.whole.attempts_each is None else rounded(found.whole.attempts_each, 1)
    return (
        f"Attempts: {counted(int(counts['attempts']), 'activities')} of sales after the handover, "
        f"on {count(counts['attempted'])} of the {counted(found.whole.count, 'leads')}; "
        f"{each} a lead."
    )


def ages_words(found: Evidence) -> str:
    """How many leads are old enough for a win rate, and what became of the others so far."""
    counts = found.whole.counts
    young, open_still = found.whole.young, found.whole.old_without_end
    said = f"Win rate: {count(counts['mature'])} leads are {mature_days()} days old"
    if counts["mature"]:
        said += f", {count(counts['closed'])} of them ended, {count(open_still)} open or no deal"
    if young:
        said += f"; {count(young)} are too young ({count(counts['young_won'])} won so far)"
    return f"{said}. {count(counts['fitting'])} of all are in ICP tier A or B."
