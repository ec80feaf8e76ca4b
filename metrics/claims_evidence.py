"""Both claims on the same leads: every measure of the whole, of each source, place and cell.

Each lead stands in exactly one cell (source x place), so cells add up to the lines and the lines
to the whole. A share is judged only by its 90 % interval against what was agreed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from metrics.claims import Verdict, verdict_of
from metrics.claims_trips import COUNTS, PlaceKind, has_attempts, trip_counts, trip_waits
from metrics.compared import Moment
from metrics.intervals import wilson
from metrics.known import known
from metrics.methods import HOUR
from metrics.reader import Reader
from metrics.registry import all_kpis
from metrics.survival import Duration, survival_median

MEDIAN = "median_response_hours"


class Claim(StrEnum):
    """What each team says of the other."""

    FOLLOW_UP = "sales does not follow up"
    CLOSING = "the leads do not close"


@dataclass(frozen=True)
class Measure:
    """A share of the leads: two counts, what the denominator leaves out, and what is good.

    A share of money has no interval of counts: it is shown and never judged.
    """

    key: str
    claim: Claim
    numerator: str
    denominator: str
    base: str
    is_higher_better: bool
    is_money: bool = False


MEASURES = (
    Measure("response_within_sla", Claim.FOLLOW_UP, "answered", "due", "leads", True),
    Measure("lead_leakage", Claim.FOLLOW_UP, "leaked", "leak_due", "leads", False),
    Measure("acceptance_rate", Claim.CLOSING, "accepted", "decided", "leads", True),
    Measure("win_rate", Claim.CLOSING, "won", "closed", "mature", True),
    Measure("icp_share", Claim.CLOSING, "fitting_pipeline", "pipeline", "pipeline", True, True),
)
# The measure whose cells carry each claim's verdict.
DECIDING = {Claim.FOLLOW_UP: "response_within_sla", Claim.CLOSING: "acceptance_rate"}


@dataclass(frozen=True)
class Share:
    """One measure of some leads; `left_out` of its base are not in the denominator (yet)."""

    measure: Measure
    numerator: Decimal
    denominator: Decimal
    left_out: Decimal
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    verdict: Verdict


@dataclass(frozen=True)
class Leads:
    """Some of the leads and what became of them; '' is every source, every place.

    `median` are business hours until half have an answer; None: not reached, or no lead.
    """

    source: str
    place: str
    counts: Mapping[str, Decimal]
    shares: Mapping[str, Share]
    median: Decimal | None

    @property
    def count(self) -> int:
        """How many leads these are."""
        return int(self.counts["leads"])

    @property
    def not_due(self) -> int:
        """How many answers have not fallen due."""
        return int(self.counts["leads"] - self.counts["due"])

    @property
    def young(self) -> int:
        """How many are not old enough to be held to a win."""
        return int(self.counts["leads"] - self.counts["mature"])

    @property
    def old_without_end(self) -> int:
        """How many are old enough, and have an open deal or none."""
        return int(self.counts["mature"] - self.counts["closed"])

    @property
    def attempts_each(self) -> Decimal | None:
        """What sales tried per lead."""
        leads = self.counts["leads"]
        return self.counts["attempts"] / leads if leads else None

    def verdict(self, claim: Claim) -> Verdict:
        """What these leads say of a claim, by its deciding measure."""
        return self.shares[DECIDING[claim]].verdict


@dataclass(frozen=True)
class Evidence:
    """The leads of a period with both claims' measures; lines in order of their size."""

    kind: PlaceKind
    limits: Mapping[str, Decimal | None]
    whole: Leads
    sources: tuple[Leads, ...]
    places: tuple[Leads, ...]
    cells: Mapping[tuple[str, str], Leads]
    has_attempts: bool

    def limit(self, claim: Claim) -> Decimal | None:
        """What was agreed for the measure that decides a claim."""
        return self.limits[DECIDING[claim]]

    def rest(self, some: Sequence[Leads]) -> Leads:
        """All leads but those of the given lines or cells."""
        named = {(one.source, one.place) for one in some}
        others = [
            cell
            for (source, place), cell in self.cells.items()
            if not {(source, place), (source, ""), ("", place), ("", "")} & named
        ]
        return leads_of("", "", [cell.counts for cell in others], self.limits, None)


def evidence(reader: Reader, moment: Moment, kind: PlaceKind = PlaceKind.LEAD) -> Evidence:
    """What the leads handed over in the moment's period say of both claims."""
    return evidence_of(
        trip_counts(reader, moment, kind),
        trip_waits(reader, moment, kind),
        agreed_limits(reader, moment),
        kind,
        has_attempts=has_attempts(reader),
    )


def evidence_of(
    counts: Mapping[tuple[str, str], Mapping[str, Decimal]],
    waits: Iterable[tuple[str, str, int, int, int]],
    limits: Mapping[str, Decimal | None],
    kind: PlaceKind,
    *,
    has_attempts: bool,
) -> Evidence:
    """The evidence that counts per (source, place) make; waits come in order of length."""
    durations: dict[tuple[str, str], list[Duration]] = defaultdict(list)
    for source, place, seconds, ended, censored in waits:
        for member in {(source, place), (source, ""), ("", place), ("", "")}:
            durations[member].append(Duration(seconds, ended, censored))

    def line(source: str, place: str) -> Leads:
        parts = [
            found for (at, of), found in counts.items() if source in ("", at) and place in ("", of)
        ]
        return leads_of(source, place, parts, limits, _median(durations[source, place]))

    return Evidence(
        kind=kind,
        limits=limits,
        whole=line("", ""),
        sources=_by_size(line(source, "") for source in {source for source, _ in counts}),
        places=_by_size(line("", place) for place in {place for _, place in counts}),
        cells={member: line(*member) for member in sorted(counts)},
        has_attempts=has_attempts,
    )


def agreed_limits(reader: Reader, moment: Moment) -> dict[str, Decimal | None]:
    """The agreed limit of each measure: that of the scope, else the one agreed for everyone."""
    declared = {one.key: one for one in all_kpis()}
    targets = known(reader).targets
    found: dict[str, Decimal | None] = {}
    for key in (*(measure.key for measure in MEASURES), MEDIAN):
        found[key] = None
        if key in declared:
            own = targets.value(declared[key], moment.period, moment.scope.members())
            everyone = targets.value(declared[key], moment.period, {})
            found[key] = everyone if own is None else own
    return found


def leads_of(
    source: str,
    place: str,
    parts: Sequence[Mapping[str, Decimal]],
    limits: Mapping[str, Decimal | None],
    median: Decimal | None,
) -> Leads:
    """Leads whose counts are the sum of their parts', each share divided once."""
    counts = {name: sum((part[name] for part in parts), Decimal(0)) for name in COUNTS}
    shares = {one.key: share_of(one, counts, limits[one.key]) for one in MEASURES}
    return Leads(source, place, counts, shares, median)


def share_of(measure: Measure, counts: Mapping[str, Decimal], limit: Decimal | None) -> Share:
    """The share with its interval and what that says against the limit."""
    numerator, denominator = counts[measure.numerator], counts[measure.denominator]
    value = numerator / denominator if denominator else None
    low, high = (
        (None, None) if measure.is_money or not denominator else wilson(numerator, denominator)
    )
    return Share(
        measure=measure,
        numerator=numerator,
        denominator=denominator,
        left_out=counts[measure.base] - denominator,
        value=value,
        low=low,
        high=high,
        verdict=verdict_of(
            denominator, low, high, limit, is_higher_better=measure.is_higher_better
        ),
    )


def _by_size(some: Iterable[Leads]) -> tuple[Leads, ...]:
    """The largest first; what has no name is last whatever its size."""
    order = lambda one: ("(none)" in (one.source, one.place), -one.count, one.source, one.place)  # noqa: E731
    return tuple(sorted(some, key=order))


def _median(waits: Sequence[Duration]) -> Decimal | None:
    """The Kaplan-Meier median in hours; waits come in order of length, equal ones together."""
    joined: dict[int, tuple[int, int]] = {}
    for one in waits:
        ended, censored = joined.get(one.length, (0, 0))
        joined[one.length] = (ended + one.ended, censored + one.censored)
    durations = [Duration(length, *found) for length, found in joined.items()]
    seconds = survival_median(durations, sum(one.ended + one.censored for one in durations))
    return None if seconds is None else Decimal(seconds) / HOUR
