"""The receipt of a claim's number, and the leads behind a cell."""

from dataclasses import dataclass
from datetime import date

from data.warehouse import Reader
from metrics.claims_evidence import MEASURES, MEDIAN, Evidence, Measure, evidence
from metrics.claims_findings import Chance, chance, chance_of_lines
from metrics.claims_trips import PlaceKind, mature_days, trip_rows
from metrics.compared import Moment
from metrics.kpi import Unit
from metrics.periods import Period
from metrics.registry import kpi
from metrics.scope import Scope
from metrics.wording import (
    count,
    exact,
    exact_money,
    period_text,
    plain,
    rounded,
    weekday,
)
from pages.views.asked import Asked, moment_of
from pages.views.claims_table import interval
from pages.views.receipt import ReceiptView
from pages.views.rows import row_table_of
from pages.views.table import RowTable

QUESTIONS = {
    "response_within_sla": "Did a person answer these leads in the time sales promised?",
    "lead_leakage": "How many of these leads did nobody touch after the handover?",
    MEDIAN: "How long did these leads wait for a person's answer?",
    "acceptance_rate": "Of these leads, how many of those decided did sales accept?",
    "win_rate": "Of these leads' deals that ended, how many were won?",
    "icp_share": "Of the pipeline these leads brought, how much fits the ideal customer?",
}
DEFINITIONS = {
    "response_within_sla": "Of the leads handed over in the period whose answer has fallen due by "
    "the as-of: the share with a person's answer within {response} business hours of the owner's "
    "calendar.",
    "lead_leakage": "Of the leads handed over in the period whose {leak} business days have run "
    "out by the as-of: the share that nobody answered, accepted or handed back by then.",
    MEDIAN: "Business hours until half of the leads handed over in the period had a person's "
    "answer; those without one count as still waiting (Kaplan-Meier).",
    "acceptance_rate": "Of the leads handed over in the period that sales has decided on by the "
    "as-of: the share accepted. The first decision counts.",
    "win_rate": "Of the leads handed over in the period at least {mature} days before the end of "
    "the as-of day, whose deals have all ended by then: the share won. A lead with several deals "
    "is won when one of them is.",
    "icp_share": "Of the amount with which these leads' deals entered the pipeline by the as-of: "
    "the share in ICP tier A or B (the deal's own tier, else the account's).",
}
NOT_THIS = (
    "Not the number of that name on other screens, which counts by the day it speaks of (due, "
    "decided, closed): here both claims are held against the same leads, handed over in the period."
)
LEFT_OUT = {
    "response_within_sla": "Not due yet",
    "lead_leakage": "Limit not run out yet",
    "acceptance_rate": "Not decided yet",
    "win_rate": "Old enough, but open or without a deal",
    "icp_share": "",
}


@dataclass(frozen=True)
class ClaimReceipt:
    """The question behind a number of this screen."""

    key: str
    period: Period
    scope: Scope
    as_of: date
    kind: str

    @classmethod
    def of(cls, asked: Asked, key: str, kind: str) -> "ClaimReceipt":
        """The receipt of one measure of the screen as it was asked for."""
        return cls(key, asked.period, asked.scope, asked.as_of, kind)


def build_claim_receipt(reader: Reader, request: ClaimReceipt) -> ReceiptView:
    """The receipt of one measure over all leads of the period, with every lead behind it."""
    moment = Moment(request.period, request.as_of, request.scope)
    found = evidence(reader, moment, PlaceKind(request.kind))
    behind = trip_rows(reader, moment, PlaceKind(request.kind))
    measure = next((one for one in MEASURES if one.key == request.key), None)
    currency = reader.load.workspace.currency
    value = found.whole.median if measure is None else found.whole.shares[measure.key].value
    unit = Unit.HOURS if measure is None else Unit.PERCENT
    name = f"claims_{request.key}_{request.period.name}_{request.as_of}.csv"
    return ReceiptView(
        label=f"{kpi(MEDIAN).label if measure is None else _label(measure)}, "
        f"leads handed over in {period_text(request.period)}",
        value=exact(value, unit, currency),
        question=QUESTIONS[request.key],
        facts=_facts(reader, request, found, measure),
        rows=row_table_of(behind, reader.load.workspace, name),
    )


def _label(measure: Measure) -> str:
    return "ICP share of pipeline" if measure.is_money else kpi(measure.key).label


def _facts(
    reader: Reader, request: ClaimReceipt, found: Evidence, measure: Measure | None
) -> tuple[tuple[str, str], ...]:
    load = reader.load
    levels = load.workspace.service_levels
    definition = DEFINITIONS[request.key].format(
        response=plain(levels.response_hours),
        leak=plain(levels.leak_limit_days),
        mature=mature_days(),
    )
    facts = [("Definition", definition), ("It is not", NOT_THIS)]
    facts += _made_of(found, measure, load.workspace.currency)
    facts.append(("As of", weekday(request.as_of, load.workspace)))
    facts.append(("Scope", str(request.scope) or "everything"))
    limit = found.limits[request.key]
    unit = Unit.HOURS if measure is None else Unit.PERCENT
    facts.append(("Agreed limit", exact(limit, unit, "") if limit is not None else "none"))
    facts += _marks(found, measure)
    facts.append(("Load", load.fingerprint[:8]))
    facts.append(("Owned by", " and ".join(kpi(request.key).owners)))
    return tuple(facts)


def _made_of(found: Evidence, measure: Measure | None, currency: str) -> list[tuple[str, str]]:
    """Numerator ÷ denominator and where the other leads are, so that both add up to all."""
    counts = found.whole.counts
    facts = [("Leads", count(counts["leads"]))]
    if measure is None:
        return [*facts, ("Not judged", "A median has no interval here: it is shown, never marked.")]
    share = found.whole.shares[measure.key]
    if measure.is_money:
        made = (
            f"{exact_money(share.numerator, currency)} ÷ {exact_money(share.denominator, currency)}"
        )
        note = "A share of money has no interval of counts: it is shown, never marked."
        fitting = f"{count(counts['fitting'])} of {count(counts['leads'])}"
        return [("Made of", made), *facts, ("Leads in tier A or B", fitting), ("Not judged", note)]
    facts.insert(0, ("Made of", f"{count(share.numerator)} ÷ {count(share.denominator)}"))
    facts.append((LEFT_OUT[measure.key], count(share.left_out)))
    if measure.key == "win_rate":
        young = (
            f"{count(counts['leads'] - counts['mature'])} ({count(counts['young_won'])} won so far)"
        )
        facts.append((f"Younger than {mature_days()} days", young))
    if share.value is not None:
        facts.append(("90 % interval", interval(share)))
    return facts


def _marks(found: Evidence, measure: Measure | None) -> list[tuple[str, str]]:
    """How many sides of cells are marked, and how many chance alone would mark."""
    cells, lines = chance(found), chance_of_lines(found)
    if measure is None or measure.is_money or not lines.judged:
        return []
    return [
        (
            "Marks and chance",
            f"Of the table's cells {count(cells.judged)} sides (responded or accepted) have 20 "
            f"leads or more and are judged; {count(cells.marked)} are marked. If every true share "
            f"lay exactly at its limit, chance alone would mark about {_by_luck(cells)}. "
            f"The sentence goes by {count(lines.judged)} regions and sources, judged the same "
            f"way; {count(lines.marked)} are marked, chance alone would mark about "
            f"{_by_luck(lines)}.",
        )
    ]


def _by_luck(luck: Chance) -> str:
    """'3.1: 1.7 as supporting a claim, 1.4 as speaking against it'."""
    return (
        f"{rounded(luck.expected, 1)}: {rounded(luck.supporting, 1)} as supporting a claim, "
        f"{rounded(luck.refuting, 1)} as speaking against it"
    )


def build_cell_rows(reader: Reader, asked: Asked, kind: str, source: str, place: str) -> RowTable:
    """The leads of one cell, line or of all, each with what is true of it."""
    found = trip_rows(reader, moment_of(asked), PlaceKind(kind), source or None, place or None)
    name = f"claims_leads_{asked.period.name}_{asked.as_of}.csv"
    return row_table_of(found, reader.load.workspace, name)
