"""Claims and evidence: what each team says of the other, held against the same leads."""

from dataclasses import dataclass

from data.warehouse import Reader
from data.workspace import Workspace
from metrics.claims_evidence import Claim, Evidence, evidence
from metrics.claims_findings import (
    Bucket,
    Finding,
    buckets,
    chance,
    count_of,
    finding,
    is_most,
)
from metrics.claims_trips import PlaceKind
from metrics.wording import (
    counted,
    joined,
    period_text,
    rounded,
    sentence,
    weekday,
)
from pages.views.asked import Asked, moment_of
from pages.views.claims_measures import (
    MeasureView,
    ages_words,
    attempts_words,
    closing_measures,
    follow_up_measures,
)
from pages.views.claims_table import ALL_PLACES, ALL_SOURCES, claims_csv, claims_table
from pages.views.claims_words import cell_name, claims_sentence, in_words, verdict_words
from pages.views.table import ShortTable
from pages.views.words import Block, Empty, Headline, Labelled

KINDS = (
    Labelled(PlaceKind.LEAD, "By the lead's region"),
    Labelled(PlaceKind.OWNER, "By the owner's region"),
)
TITLES = {
    Claim.FOLLOW_UP: "“Sales does not follow up”",
    Claim.CLOSING: "“The leads do not close”",
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
    sources: tuple[Labelled, ...]
    places: tuple[Labelled, ...]
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
    said = _sentence(found, *findings) if empty is None else empty.what
    workspace = reader.load.workspace
    currency = workspace.currency
    return ClaimsView(
        headline=Headline(said, "" if empty else _population(found, asked, workspace)),
        claims=(
            _claim(found, findings[0], follow_up_measures(found), attempts_words(found)),
            _claim(found, findings[1], closing_measures(found, currency), ages_words(found)),
        ),
        strip=Block(_strip_title(found), ASIDE),
        segments=_segments(found),
        table=claims_table(found),
        foot=_foot(found),
        csv=claims_csv(found),
        file_name=f"claims_by_source_and_{kind}_{asked.period.name}_{asked.as_of}.csv",
        sources=(Labelled("", ALL_SOURCES), *(_labelled(one.source) for one in found.sources)),
        places=(Labelled("", ALL_PLACES), *(_labelled(one.place) for one in found.places)),
        empty=empty,
        message=_message(found, asked),
    )


def _labelled(member: str) -> Labelled:
    return Labelled(member, member)


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
    when = "so far" if asked.period.grain == "all" else f"in {period_text(asked.period)}"
    leads, day = counted(found.whole.count, "leads"), weekday(asked.as_of, workspace)
    return f"The same {leads} handed over {when} · as of {day} · {clocks}"


def _claim(
    found: Evidence, one: Finding, measures: tuple[MeasureView, ...], foot: str
) -> ClaimView:
    verdict, because = verdict_words(one, found)
    return ClaimView(TITLES[one.claim], verdict, because, measures, foot)


def _strip_title(found: Evidence) -> str:
    """'Only Paid search leads in EMEA support both; 686 leads, more than half, support neither'."""
    kept = buckets(found)
    both = kept[Bucket.BOTH]
    first = "No cell supports both claims"
    if len(both) == 1:
        first = f"Only {cell_name(both[0])} support both claims"
    elif both:
        first = f"{sentence(in_words(len(both)))} cells support both claims"
    if not any(_limits(found)):
        return "Nothing is marked: no limit is agreed"
    most = max(kept, key=lambda bucket: count_of(kept[bucket]))
    half = ", more than half," if is_most(found, kept[most]) else ""
    return f"{first}; {counted(count_of(kept[most]), 'leads')}{half} {_stand(most, found)}"


def _stand(bucket: Bucket, found: Evidence) -> str:
    """What the leads of a bucket do, in words."""
    why = "too small to judge" if all(_limits(found)) else "that are not judged"
    return {
        Bucket.NEITHER: "support neither",
        Bucket.FOLLOW_UP: "speak of late follow-up only",
        Bucket.CLOSING: "speak of weak leads only",
        Bucket.BOTH: "support both",
        Bucket.UNDECIDED: f"stand in cells {why}",
    }[bucket]


def _limits(found: Evidence) -> list[bool]:
    """For each claim whether a limit is agreed."""
    return [found.limit(claim) is not None for claim in Claim]


def _segments(found: Evidence) -> tuple[Segment, ...]:
    """The buckets in the order of the strip, those without a lead left out."""
    labels = BUCKETS | ({} if all(_limits(found)) else {Bucket.UNDECIDED: "Not judged"})
    kept = ((bucket, count_of(cells)) for bucket, cells in buckets(found).items())
    return tuple(Segment(bucket, labels[bucket], leads) for bucket, leads in kept if leads)


def _foot(found: Evidence) -> str:
    """What chance alone would mark, and that totals carry no mark."""
    luck = chance(found)
    if not any(_limits(found)):
        return "Nothing is agreed, so no cell is judged."
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
