"""Claims and evidence: what each team says of the other, held against the same leads."""

from dataclasses import dataclass

from data.warehouse import Reader
from data.workspace import Workspace
from metrics.claims_evidence import MEASURES, MEDIAN, Claim, Evidence, Measure, evidence
from metrics.claims_findings import (
    Bucket,
    Finding,
    Leads,
    buckets,
    chance,
    count_of,
    finding,
    is_most,
)
from metrics.claims_trips import PlaceKind, mature_days
from metrics.kpi import Unit
from pages.views.asked import Asked, moment_of
from pages.views.claims_strip import Strip, median_strip, share_strip
from pages.views.claims_table import claims_csv, claims_table
from pages.views.claims_words import cell_name, claims_sentence, verdict_words
from pages.views.format import (
    NO_DATA,
    count,
    counted,
    money,
    number,
    percent,
    period_text,
    rounded,
    weekday,
)
from pages.views.table import ShortTable
from pages.views.words import Block, Empty, Headline, Labelled, joined

KINDS = (
    Labelled(PlaceKind.LEAD, "By the lead's region"),
    Labelled(PlaceKind.OWNER, "By the owner's region"),
)
TITLES = {
    Claim.FOLLOW_UP: "“Sales does not follow up”",
    Claim.CLOSING: "“The leads do not close”",
}
LABELS = {
    "response_within_sla": "Response within SLA",
    "lead_leakage": "Lead leakage",
    MEDIAN: "Median response, business hours",
    "acceptance_rate": "Acceptance rate",
    "win_rate": "Win rate",
    "icp_share": "ICP share of pipeline",
}
ASIDE = (
    "With 90 % confidence ▼ supports the claim, ▲ speaks against it; few: under 20 due or decided"
)
BUCKETS = {
    Bucket.NEITHER: "Neither claim",
    Bucket.FOLLOW_UP: "Only late follow-up",
    Bucket.CLOSING: "Only weak leads",
    Bucket.BOTH: "Both",
    Bucket.UNDECIDED: "Few",
}


@dataclass(frozen=True)
class MeasureView:
    """One measure of a claim: its number, what it is made of, the strip of its parts."""

    key: str
    label: str
    value: str
    made: str
    strip: Strip | None


@dataclass(frozen=True)
class ClaimView:
    """One claim: its words, its verdict and its measures."""

    title: str
    verdict: str
    because: str
    measures: tuple[MeasureView, ...]
    foot: str


@dataclass(frozen=True)
class Segment:
    """A part of the verdict strip: so many leads stand in cells that say this."""

    bucket: Bucket
    label: str
    leads: int


@dataclass(frozen=True)
class ClaimsView:
    """Both claims side by side, the verdict over all leads, and the table of cells."""

    headline: Headline
    claims: tuple[ClaimView, ClaimView]
    strip: Block
    segments: tuple[Segment, ...]
    table: ShortTable
    foot: str
    csv: str
    file_name: str
    empty: Empty | None
    message: str


def build_claims_sentence(reader: Reader, asked: Asked) -> str:
    """Which claim the leads of the period support, and where."""
    found = evidence(reader, moment_of(asked))
    if not found.whole.count:
        return f"No lead was handed over to sales in {period_text(asked.period)}"
    return _sentence(found, *_findings(found))


def build_claims(reader: Reader, asked: Asked, kind: str) -> ClaimsView:
    """Both claims on the leads handed over in the period, by source and region of a kind."""
    found = evidence(reader, moment_of(asked), PlaceKind(kind))
    findings = _findings(found)
    empty = None if found.whole.count else _empty(asked)
    sentence_said = _sentence(found, *findings) if empty is None else empty.what
    workspace = reader.load.workspace
    return ClaimsView(
        headline=Headline(sentence_said, "" if empty else _population(found, asked, workspace)),
        claims=(
            _claim(found, findings[0], _follow_up(found), _attempts(found)),
            _claim(found, findings[1], _closing(found, workspace), _ages(found)),
        ),
        strip=Block(_strip_title(found), ASIDE),
        segments=_segments(found),
        table=claims_table(found),
        foot=_foot(found),
        csv=claims_csv(found),
        file_name=f"claims_by_source_and_{kind}_{asked.period.name}_{asked.as_of}.csv",
        empty=empty,
        message=_message(found, asked),
    )


def _findings(found: Evidence) -> tuple[Finding, Finding]:
    return finding(found, Claim.FOLLOW_UP), finding(found, Claim.CLOSING)


def _sentence(found: Evidence, follow_up: Finding, closing: Finding) -> str:
    return claims_sentence(follow_up, closing, found.kind)


def _population(found: Evidence, asked: Asked, workspace: Workspace) -> str:
    """'The same 1,284 leads handed over in Q3 2026, as of …; every response clock has run out'."""
    waiting = found.whole.not_due
    clocks = (
        f"{counted(waiting, 'answers')} not due yet" if waiting else "every answer has fallen due"
    )
    return (
        f"The same {counted(found.whole.count, 'leads')} handed over in "
        f"{period_text(asked.period)} · as of {weekday(asked.as_of, workspace)} · {clocks}"
    )


def _claim(
    found: Evidence, one: Finding, measures: tuple[MeasureView, ...], foot: str
) -> ClaimView:
    verdict, because = verdict_words(one, found)
    return ClaimView(TITLES[one.claim], verdict, because, measures, foot)


def _follow_up(found: Evidence) -> tuple[MeasureView, ...]:
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


def _closing(found: Evidence, workspace: Workspace) -> tuple[MeasureView, ...]:
    """Acceptance, win rate and ICP share, each by source."""
    return tuple(
        _share(found, one, found.sources, workspace.currency)
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


def _attempts(found: Evidence) -> str:
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


def _ages(found: Evidence) -> str:
    """How many leads are old enough for a win rate, and what became of the others so far."""
    counts = found.whole.counts
    young, open_still = found.whole.young, found.whole.old_without_end
    said = f"Win rate: {count(counts['mature'])} leads are {mature_days()} days old"
    if counts["mature"]:
        said += f", {count(counts['closed'])} of them ended, {count(open_still)} open or no deal"
    if young:
        said += f"; {count(young)} are too young ({count(counts['young_won'])} won so far)"
    return f"{said}. {count(counts['fitting'])} of all are in ICP tier A or B."


def _strip_title(found: Evidence) -> str:
    """'Only Paid search leads in EMEA support both; 686 leads, more than half, support neither'."""
    kept = buckets(found)
    both = kept[Bucket.BOTH]
    first = "No cell supports both claims"
    if len(both) == 1:
        first = f"Only {cell_name(both[0])} support both claims"
    elif both:
        first = f"{len(both)} cells support both claims"
    neither, few = kept[Bucket.NEITHER], kept[Bucket.UNDECIDED]
    half = ", more than half,"
    if is_most(found, few):
        why = "too small to judge" if _has_limits(found) else "not judged"
        return f"{first}; {counted(count_of(few), 'leads')}{half} stand in cells {why}"
    of_all = half if is_most(found, neither) else ""
    return f"{first}; {counted(count_of(neither), 'leads')}{of_all} support neither"


def _has_limits(found: Evidence) -> bool:
    return all(found.limit(claim) is not None for claim in Claim)


def _segments(found: Evidence) -> tuple[Segment, ...]:
    """The buckets in the order of the strip, those without a lead left out."""
    labels = BUCKETS | ({} if _has_limits(found) else {Bucket.UNDECIDED: "Not judged"})
    kept = ((bucket, count_of(cells)) for bucket, cells in buckets(found).items())
    return tuple(Segment(bucket, labels[bucket], leads) for bucket, leads in kept if leads)


def _foot(found: Evidence) -> str:
    """What chance alone would mark, and that totals carry no mark."""
    luck = chance(found)
    if not luck.judged:
        return "No cell has 20 leads or more to judge: choose a longer period or a wider scope."
    expected = rounded(luck.expected, 1)
    return (
        f"{luck.marked} of the {luck.judged} judged sides of cells are marked; chance alone would "
        f"mark about {expected} ({rounded(luck.supporting, 1)} ▼, {rounded(luck.refuting, 1)} ▲). "
        "Totals are never marked: a total mixes sources or regions."
    )


def _message(found: Evidence, asked: Asked) -> str:
    """What to do where a limit is missing; '' where both are agreed."""
    missing = [claim for claim in Claim if found.limit(claim) is None]
    if not missing or not found.whole.count:
        return ""
    keys = {Claim.FOLLOW_UP: "response_within_sla", Claim.CLOSING: "acceptance_rate"}
    names = joined([keys[claim] for claim in missing])
    if asked.period.grain == "all":
        return (
            "A limit is agreed for a quarter, month or year: choose one to hold the claims against."
        )
    return (
        f"No limit is agreed for {names} in {period_text(asked.period)}, so no cell is marked. "
        "Agree on one and load it as a row of targets.csv (kpi, period, value), for example "
        f"{keys[missing[0]]}, {asked.period.name}, 0.7."
    )


def _empty(asked: Asked) -> Empty:
    scope = f" in {asked.scope}" if asked.scope.filters else ""
    return Empty(
        what=f"No lead was handed over to sales in {period_text(asked.period)}{scope}",
        why="Both claims speak of leads that sales was handed; there is none to hold them against.",
        mend="Choose another period or a wider scope above.",
    )
