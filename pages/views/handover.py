"""The handover: both clocks on one scale, acceptance, why leads come back, what leaks."""

from dataclasses import dataclass, replace

from data.csv_out import csv_text
from data.warehouse import Reader
from metrics.compared import Wanted
from metrics.compute import Question, answers
from metrics.handover.leaks import Leaks, leak_rows, leaks
from metrics.pareto import Pareto, pareto
from metrics.registry import kpi
from metrics.wording import count, counted, percent, plain, rounded
from pages.views.asked import Asked, moment_of
from pages.views.table import Cell, Column, ShortTable
from pages.views.tile import Tile, Verdict
from pages.views.tiles import build_tiles, foreign
from pages.views.words import Block, joined

CLOCKS = ("response_within_sla", "hand_back_answer_within_sla")
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
    tiles = build_tiles(reader, asked, tuple(Wanted(key) for key in (*CLOCKS, *RATES)))
    reasons = _reasons(reader, asked)
    leaking = None
    if not foreign(kpi("lead_leakage"), asked):
        leaking = leaks(reader, moment_of(asked))
    found = leak_rows(leaking) if leaking else None
    return HandoverView(
        block=Block(_title(tiles[:2])),
        tiles=(
            replace(tiles[0], label="Sales’ answer to a handover"),
            replace(tiles[1], label="Marketing’s answer to a hand-back"),
            *tiles[2:],
        ),
        reasons_title=_reasons_title(reasons),
        reasons=_reasons_table(reasons, shown) if reasons.parts else None,
        reasons_foot=_reasons_foot(reasons, shown),
        leaks_title=_leaks_title(leaking),
        leaks=_leaks_table(leaking, shown) if leaking and leaking.of_period else None,
        leaks_foot=_leaks_foot(leaking, shown, reader),
        leaks_more="Both clocks in their parts, and every lead that leaks as a file:",
        leaks_csv=csv_text(found.columns, found.rows) if found and found.rows else "",
        leaks_file=f"leads_leaking_{asked.as_of}.csv",
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


def _reasons_foot(found: Pareto, shown: int) -> str:
    more = len(found.parts) - shown
    rest = f"; {counted(more, 'more reasons')}" if more > 0 else ""
    return f"{counted(int(found.whole), 'leads')} came back in the period{rest}"


def _leaks_title(found: Leaks | None) -> str:
    if found is None or not found.of_period:
        return "No lead of the period leaks right now"
    leads = len(found.of_period)
    if leads == 1:
        return "One lead of the period leaks right now: nobody has acted on it"
    return f"{_word(leads)} leads of the period leak right now: nobody has acted on them"


def _leaks_foot(found: Leaks | None, shown: int, reader: Reader) -> str:
    if found is None:
        return ""
    limit = plain(reader.load.workspace.service_levels.leak_limit_days)
    said = f"No response, accept or hand-back in {limit} business days"
    if len(found.of_period) > shown:
        said = f"{said}; the {shown} that wait longest"
    if found.earlier_count:
        others = f"{count(found.earlier_count)}{' more' if found.of_period else ''}"
        said = f"{said}; {others} that fell due outside this period leak"
    return said


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
