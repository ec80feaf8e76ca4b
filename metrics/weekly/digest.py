"""The digest of a week: its head, the inbox of whom it is for, the words of its five blocks."""

from collections.abc import Sequence
from decimal import Decimal

from metrics.cohort_words import WORDS, cohort_sentence
from metrics.cohorts import Curve, CurvePoint, horizon_of
from metrics.handover.leaks import Leak
from metrics.handover.words import leaks_foot, leaks_title, reasons_foot, reasons_title, unknown
from metrics.inbox import Waits
from metrics.pareto import Pareto
from metrics.said import Moved
from metrics.sentences.headline import line_and_rest
from metrics.weekly.field import field_listing
from metrics.weekly.figures import clock_note, figure_of, quiet
from metrics.weekly.page import Digest, Figure, Line, Listing, Section
from metrics.weekly.records import Number, Weekly
from metrics.weekly.sides import COHORT
from metrics.weekly.words import changed_section, commitments_section, number_section
from metrics.wording import count, counted, percent, period_text, rounded, weekday

# As many as the screen lists.
SHOWN = 5
LABELS = {
    "response_within_sla": "Sales’ answer to a handover",
    "hand_back_answer_within_sla": "Marketing’s answer to a hand-back",
}


def digest_of(found: Weekly, waits: Sequence[Waits] | None = None, who: str = "") -> Digest:
    """The digest; with the inbox of `who` where what waits for that person is given."""
    first, rest = line_and_rest(found.headline)
    return Digest(
        company=found.workspace.company,
        dateline=f"As of {weekday(found.as_of, found.workspace)} · {period_text(found.period)} · "
        f"load {found.fingerprint[:8]}",
        headline=first,
        more=tuple(one.text for one in rest),
        inbox=None if waits is None else _inbox(waits, who),
        sections=(
            commitments_section(found),
            number_section(found),
            changed_section(found),
            _handover_section(found),
            _demand_section(found),
        ),
        foot=(
            "The same numbers as on the Weekly screen: the same day, load and definitions. "
            "There each opens its definition and the rows behind it.",
        ),
    )


def _inbox(waits: Sequence[Waits], who: str) -> Listing:
    """What waits for the person, what is late first."""
    if not waits:
        return Listing(f"Nothing waits for {who}", ())
    verb = "things wait" if len(waits) != 1 else "thing waits"
    lines = tuple(Line(one.text, one.under, state="late" if one.is_late else "") for one in waits)
    return Listing(f"{count(len(waits))} {verb} for {who}", lines)


def _handover_section(found: Weekly) -> Section:
    block = found.handover
    why = {one.key: unknown(one.answer) for one in block.numbers}
    shown = block.reasons.parts[:SHOWN]
    leaking = block.leaks.of_period[:SHOWN]
    return Section(
        title=found.titles["handover"].text,
        aside="",
        words=(),
        figures=tuple(_handed(one, found) for one in block.numbers),
        listings=(
            Listing(
                reasons_title(block.reasons, why.get("acceptance_rate", "")),
                tuple(_reason(block.reasons, place) for place in range(len(shown))),
                reasons_foot(block.reasons, SHOWN) if shown else "",
            ),
            Listing(
                leaks_title(block.leaks, why.get("lead_leakage", "")),
                tuple(_leak(one) for one in leaking),
                leaks_foot(block.leaks, SHOWN, found.workspace),
            ),
        ),
    )


def _handed(one: Number, found: Weekly) -> Figure:
    clocks = found.handover.clocks
    limits = {one.within.kpi: one.limit_hours for one in (clocks.sales, clocks.marketing)}
    note = clock_note(one, limits[one.key]) if one.key in limits else ""
    return figure_of(one, found.workspace.currency, label=LABELS.get(one.key, ""), note=note)


def _reason(reasons: Pareto, place: int) -> Line:
    """A reason with its leads and the share that it and those before it make together."""
    part = reasons.parts[place]
    together = f"{percent(part.running_share)} together"
    return Line(part.name, together, Moved(counted(int(part.amount), "leads")), part.of_largest)


def _leak(one: Leak) -> Line:
    return Line(
        text=one.account or one.lead_id,
        under=quiet(one.source, one.region, one.who_must_act),
        value=Moved(f"{rounded(one.business_days, 0)} business days"),
    )


def _demand_section(found: Weekly) -> Section:
    block, currency = found.demand, found.workspace.currency
    cohorts: tuple[Listing, ...] = ()
    if block.curves:
        named, members, aim = WORDS[COHORT]
        horizon = horizon_of(COHORT)
        title = cohort_sentence(block.curves, named, members, horizon)
        lines = tuple(_cohort(one, horizon) for one in block.curves)
        foot = f"Share of {members} that became {aim} within so many days of their creation"
        cohorts = (Listing(title, lines, foot),)
    return Section(
        title=found.titles["demand"].text,
        aside="",
        words=(),
        figures=tuple(figure_of(one, currency, note=one.note) for one in block.numbers),
        listings=(*cohorts, *field_listing(found)),
    )


def _cohort(one: Curve, horizon: int) -> Line:
    """'Q3 2026', how far it came by 30 and 60 days, and by the horizon at the right."""
    ages = (horizon // 3, 2 * horizon // 3)
    known = [(days, one.at(days)) for days in ages]
    told = [f"{days} days {_share(point)}" for days, point in known if point]
    last = one.at(horizon)
    value = "too young" if last is None else f"{horizon} days {_share(last)}"
    leads = counted(one.members, "leads")
    return Line(period_text(one.period), quiet(leads, *told), Moved(value))


def _share(point: CurvePoint) -> str:
    """'12.4 %', of an estimate with its interval."""
    value = percent(point.value, 1)
    if point.is_mature:
        return value
    low, high = rounded(point.low * Decimal(100), 1), percent(point.high, 1)
    return f"est. {value} ({low}–{high})"
