"""The handover: both clocks on one scale, acceptance, why leads come back, what leaks."""

from dataclasses import dataclass, replace

from data.csv_out import csv_text
from data.warehouse import Reader
from metrics.compared import Wanted
from metrics.compute import Question, answers
from metrics.handover.leaks import Leaks, leak_rows, leaks
from metrics.handover.words import leaks_foot, leaks_title, reasons_foot, reasons_title, unknown
from metrics.pareto import Pareto, pareto
from metrics.registry import kpi
from metrics.sentences.blocks import handover_sentence
from metrics.sentences.weeks import CLOCKS
from metrics.wording import count, percent, rounded
from pages.views.asked import Asked, moment_of
from pages.views.table import Cell, Column, ShortTable
from pages.views.tile import Tile
from pages.views.tiles import compared_of, foreign, tiles_of
from pages.views.words import Block

RATES = ("acceptance_rate", "lead_leakage")
SHOWN = 5


@dataclass(frozen=True)
class HandoverView:
    """Clocks and rates as tiles, hand-backs by reason, leaking leads by name and as a file."""

    block: Block
    tiles: tuple[Tile, ...]
    reasons_title: str
    reasons: ShortTable | None
    reasons_foot: str
    leaks_title: str
    leaks: ShortTable | None
    leaks_foot: str
    leaks_more: str
    leaks_csv: str
    leaks_file: str


def build_handover(reader: Reader, asked: Asked, shown: int = SHOWN) -> HandoverView:
    """Both sides of the handover in the period, with `shown` reasons and leads."""
    wanted = tuple(Wanted(key) for key in (*CLOCKS, *RATES))
    found = compared_of(reader, asked, wanted)
    tiles = tiles_of(reader, asked, wanted, found)
    clocks = [found[one] for one in wanted[:2] if one in found]
    reasons = _reasons(reader, asked)
    leaking = None
    if not foreign(kpi("lead_leakage"), asked):
        leaking = leaks(reader, moment_of(asked))
    leads = leak_rows(leaking) if leaking else None
    why = {one.declared.key: unknown(one.now) for one in found.values()}
    return HandoverView(
        block=Block(handover_sentence(clocks).text),
        tiles=(
            replace(tiles[0], label="Sales’ answer to a handover"),
            replace(tiles[1], label="Marketing’s answer to a hand-back"),
            *tiles[2:],
        ),
        reasons_title=reasons_title(reasons, why.get("acceptance_rate", "")),
        reasons=_reasons_table(reasons, shown) if reasons.parts else None,
        reasons_foot=reasons_foot(reasons, shown),
        leaks_title=leaks_title(leaking, why.get("lead_leakage", "")),
        leaks=_leaks_table(leaking, shown) if leaking and leaking.of_period else None,
        leaks_foot=leaks_foot(leaking, shown, reader.load.workspace),
        leaks_more="Both clocks in their parts, and every lead that leaks as a file:",
        leaks_csv=csv_text(leads.columns, leads.rows) if leads and leads.rows else "",
        leaks_file=f"leads_leaking_{asked.as_of}.csv",
    )


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


def _reasons_table(found: Pareto, shown: int) -> ShortTable:
    rows = tuple(
        (
            Cell(part.name, is_strong=place < found.vital),
            Cell("", bar=float(part.of_largest) * 100, is_quiet=place >= found.vital),
            Cell(count(part.amount), is_strong=True),
            Cell(percent(part.running_share), is_quiet=True),
        )
        for place, part in enumerate(found.parts[:shown])
    )
    columns = (Column("Reason"), Column(""), Column("Leads", True), Column("Together", True))
    return ShortTable(columns, rows)


def _leaks_table(found: Leaks, shown: int) -> ShortTable:
    columns = (
        Column("Lead", is_wide=True),
        Column("Source"),
        Column("Who must act"),
        Column("Business days", True),
    )
    rows = tuple(
        (
            Cell(one.account or one.lead_id, second=one.lead_id if one.account else ""),
            Cell(one.source, second=one.region),
            Cell(one.who_must_act, is_strong=True),
            Cell(rounded(one.business_days, 0)),
        )
        for one in found.of_period[:shown]
    )
    return ShortTable(columns, rows)
