"""The handover: both clocks on one scale, acceptance, why leads come back, what leaked."""

from dataclasses import dataclass, replace

from data.warehouse import Reader
from metrics.compared import Wanted
from metrics.compute import Question, answers
from metrics.drill import rows
from metrics.pareto import Pareto, pareto
from metrics.registry import kpi
from pages.views.asked import Asked
from pages.views.format import count, percent, short_day
from pages.views.rows import local_day
from pages.views.table import Cell, Column, ShortTable
from pages.views.tile import Tile, Verdict
from pages.views.tiles import build_tiles, foreign
from pages.views.words import Block, joined

CLOCKS = ("response_within_sla", "hand_back_answer_within_sla")
RATES = ("acceptance_rate", "lead_leakage")
SHOWN_REASONS, SHOWN_LEAKS = 5, 5


@dataclass(frozen=True)
class HandoverView:
    """Clocks and rates as tiles, hand-backs by reason, leaked leads by name."""

    block: Block
    tiles: tuple[Tile, ...]
    reasons_title: str
    reasons: ShortTable | None
    reasons_foot: str
    leaks_title: str
    leaks: ShortTable | None
    leaks_foot: str


def build_handover(reader: Reader, asked: Asked) -> HandoverView:
    """Both sides of the handover in the period."""
    tiles = build_tiles(reader, asked, tuple(Wanted(key) for key in (*CLOCKS, *RATES)))
    reasons = _reasons(reader, asked)
    leaked = _leaked(reader, asked)
    return HandoverView(
        block=Block(_title(tiles[:2])),
        tiles=(
            replace(tiles[0], label="Sales’ answer to a handover"),
            replace(tiles[1], label="Marketing’s answer to a hand-back"),
            *tiles[2:],
        ),
        reasons_title=_reasons_title(reasons),
        reasons=_reasons_table(reasons) if reasons.parts else None,
        reasons_foot=f"{count(reasons.whole)} leads came back in the period",
        leaks_title=_leaks_title(leaked),
        leaks=_leaks_table(leaked) if leaked else None,
        leaks_foot=_leaks_foot(leaked),
    )


def _title(clocks: tuple[Tile, ...]) -> str:
    """'The handover: both clocks are faster, one still short of target'."""
    verdicts = [tile.changes[0].verdict for tile in clocks if tile.changes]
    ends = [
        tile.bullet.value >= tile.bullet.target or tile.bullet.label.endswith(f" {tile.value}")
        for tile in clocks
        if tile.bullet
    ]
    moved = {
        (Verdict.BETTER, Verdict.BETTER): "both clocks are faster",
        (Verdict.WORSE, Verdict.WORSE): "both clocks are slower",
        (Verdict.BETTER, Verdict.WORSE): "sales answers faster, marketing slower",
        (Verdict.WORSE, Verdict.BETTER): "marketing answers faster, sales slower",
    }.get(tuple(verdicts), "")
    reached = {
        (True, True): "both keep what was agreed",
        (False, False): "both are short of target",
        (True, False): "marketing is short of target",
        (False, True): "sales is short of target",
    }.get(tuple(ends), "")
    return f"The handover: {joined([part for part in (moved, reached) if part]) or 'both clocks'}"


def _reasons(reader: Reader, asked: Asked) -> Pareto:
    """Hand-backs of the period by reason."""
    if foreign(kpi("hand_back_rate"), asked):
        return pareto(())
    question = Question(
        kpis=("hand_back_rate",),
        periods=(asked.period,),
        scope=asked.scope,
        by=("hand_back_reason",),
        as_of=asked.as_of,
    )
    return pareto(answers(reader, question))


def _reasons_title(found: Pareto) -> str:
    if not found.parts:
        return "No lead came back"
    share = percent(found.parts[found.vital - 1].running_share)
    if found.vital == 1:
        return f"One reason makes {share} of hand-backs"
    return f"{_word(found.vital)} reasons make {share} of hand-backs"


def _word(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[number] if number < len(words) else count(number)


def _reasons_table(found: Pareto) -> ShortTable:
    rows = tuple(
        (
            Cell(part.name, is_strong=place < found.vital),
            Cell("", bar=float(part.of_largest) * 100, is_quiet=place >= found.vital),
            Cell(count(part.amount), is_strong=True),
            Cell(percent(part.running_share), is_quiet=True),
        )
        for place, part in enumerate(found.parts[:SHOWN_REASONS])
    )
    columns = (Column("Reason"), Column(""), Column("Leads", True), Column("Together", True))
    return ShortTable(columns, rows)


@dataclass(frozen=True)
class Leak:
    """One lead that nobody acted on in time."""

    lead: str
    source: str
    owner: str
    handed_over: str


def _leaked(reader: Reader, asked: Asked) -> tuple[Leak, ...]:
    """Leads that leaked in the period, the longest waiting first."""
    if foreign(kpi("lead_leakage"), asked):
        return ()
    question = Question(
        kpis=("lead_leakage",), periods=(asked.period,), scope=asked.scope, as_of=asked.as_of
    )
    found = rows(reader, question)
    place = {name: number for number, name in enumerate(found.columns)}
    leaked = [row for row in found.rows if row[place["numerator"]]]
    leaked.sort(key=lambda row: str(row[place["handed_over_at"]]))
    return tuple(
        Leak(
            lead=str(row[place["lead_id"]]),
            source=str(row[place["source"]]),
            owner=str(row[place["owner"]]),
            handed_over=_day(row[place["handed_over_at"]], reader),
        )
        for row in leaked
    )


def _day(moment: object, reader: Reader) -> str:
    found = local_day(moment, reader.load.workspace)
    return "" if found is None else short_day(found)


def _leaks_title(leaked: tuple[Leak, ...]) -> str:
    if not leaked:
        return "No lead leaked"
    return f"{_word(len(leaked))} {'lead' if len(leaked) == 1 else 'leads'} leaked"


def _leaks_foot(leaked: tuple[Leak, ...]) -> str:
    meant = "No response, accept or hand-back within the leak limit"
    if len(leaked) <= SHOWN_LEAKS:
        return meant
    return f"{meant}; the {SHOWN_LEAKS} that wait longest, all in the receipt of lead leakage"


def _leaks_table(leaked: tuple[Leak, ...]) -> ShortTable:
    columns = (Column("Lead"), Column("Source"), Column("Owner"), Column("Handed over", True))
    rows = tuple(
        (
            Cell(one.lead, is_strong=True),
            Cell(one.source),
            Cell(one.owner),
            Cell(one.handed_over),
        )
        for one in leaked[:SHOWN_LEAKS]
    )
    return ShortTable(columns, rows)
