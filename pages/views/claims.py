"""Claims and evidence: both teams' claims on the same leads, by source and region."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.warehouse import Reader
from metrics.claims import Claim, Judged, Verdict, claims
from metrics.compared import Wanted
from pages.views.asked import Asked, moment_of
from pages.views.format import count, percent, period_text, rounded
from pages.views.table import Cell, Column, Mark, ShortTable
from pages.views.tile import Tile
from pages.views.tiles import build_tiles
from pages.views.words import Block, Headline, joined

FOLLOW_UP_TILES = (
    Wanted("response_within_sla"),
    Wanted("lead_leakage"),
    Wanted("median_response_hours"),
)
CLOSING_TILES = (
    Wanted("acceptance_rate"),
    Wanted("win_rate"),
    Wanted("hand_back_answer_within_sla"),
)


@dataclass(frozen=True)
class ClaimsView:
    """Both claims side by side and the table of their evidence."""

    headline: Headline
    block: Block
    follow_up_verdict: str
    follow_up: tuple[Tile, ...]
    closing_verdict: str
    closing: tuple[Tile, ...]
    title: str
    table: ShortTable
    foot: str


def build_claims_sentence(reader: Reader, asked: Asked) -> str:
    """Which claim the leads of the period support, and where."""
    return _sentence(reader, asked)


def _sentence(reader: Reader, asked: Asked) -> str:
    """Which claim holds, where; decided by intervals, never by a feeling."""
    follow_up, closing = claims(reader, moment_of(asked))
    late, weak = _supported(follow_up.by_region), _supported(closing.by_source)
    first = f"sales answers late in {joined(late)}" if late else ""
    second = f"leads from {joined(weak)} are accepted less than agreed" if weak else ""
    if late and weak:
        return f"Both claims hold, in different places: {first}; {second}"
    if follow_up.limit is None and closing.limit is None:
        return "Nothing is agreed for this period that the two claims could be held against"
    if not late and not weak:
        return "Neither claim is supported by these leads"
    said = first or second
    return f"{said[:1].upper()}{said[1:]}; the other claim is not supported"


def _supported(edge: Mapping[str, Judged]) -> list[str]:
    """The members whose interval lies wholly under the limit, the lowest first."""
    found = [(one.answer.value, name) for name, one in edge.items() if _is_bad(one)]
    return [name for _, name in sorted(found)][:3]


def _is_bad(one: Judged) -> bool:
    return one.verdict is Verdict.SUPPORTS


def build_claims(reader: Reader, asked: Asked) -> ClaimsView:
    """Both claims with their measures, and responded and accepted by source and region."""
    follow_up, closing = claims(reader, moment_of(asked))
    sales = build_tiles(reader, asked, FOLLOW_UP_TILES)
    leads = build_tiles(reader, asked, CLOSING_TILES)
    judged = follow_up.judged_count + closing.judged_count
    marked = follow_up.marked_count + closing.marked_count
    chance = rounded(follow_up.chance_count + closing.chance_count, 0)
    return ClaimsView(
        headline=Headline(_sentence(reader, asked)),
        block=Block("Claims and evidence", f"the same leads, {period_text(asked.period)}"),
        follow_up_verdict=_verdict(follow_up, "region", "answered in time"),
        follow_up=sales,
        closing_verdict=_verdict(closing, "source", "accepted"),
        closing=leads,
        title=_certain(marked, judged),
        table=_table(follow_up, closing),
        foot="▼ supports the claim, ▲ speaks against it, both with 90 % confidence; "
        f"few: under 20. Chance alone would mark about {chance} of {count(judged)} cells.",
    )


def _certain(marked: int, judged: int) -> str:
    """'3 of the 12 cells with enough leads are certain'."""
    if not judged:
        return "No cell has enough leads to be judged: choose a longer period"
    noun, verb = ("cell", "is") if judged == 1 else ("cells", "are")
    return f"{count(marked)} of the {count(judged)} {noun} with enough leads {verb} certain"


def _verdict(claim: Claim, edge: str, words: str) -> str:
    """'Supported in EMEA: 42 % answered in time, 70 % agreed'."""
    members = claim.by_region if edge == "region" else claim.by_source
    bad = [(name, one) for name, one in members.items() if _is_bad(one)]
    whole = claim.whole.answer
    agreed = "" if claim.limit is None else f", {percent(claim.limit)} agreed"
    if whole.value is None:
        return whole.note or "There is nothing to judge in this period."
    if not bad:
        return f"Not supported in any {edge}: {percent(whole.value)} {words}{agreed}"
    bad.sort(key=lambda pair: (pair[1].answer.value or 0, pair[0]))
    said = [
        f"{name} {percent(one.answer.value)}"
        for name, one in bad[:3]
        if one.answer.value is not None
    ]
    return f"Supported in {joined(said)}; {percent(whole.value)} {words} overall{agreed}"


def _table(follow_up: Claim, closing: Claim) -> ShortTable:
    """Source by region, responded and accepted side by side; totals are never marked."""
    regions = sorted({region for _, region in follow_up.cells} | {r for _, r in closing.cells})
    sources = sorted({source for source, _ in follow_up.cells} | {s for s, _ in closing.cells})
    columns = [Column("Source")]
    for region in (*regions, "All regions"):
        columns += [Column("Answered", True, region), Column("Accepted", True, region)]
    rows = []
    for source in sources:
        row = [Cell(source, is_strong=True)]
        for region in regions:
            row += [_cell(claim.cells.get((source, region))) for claim in (follow_up, closing)]
        row += [_cell(claim.by_source.get(source), is_total=True) for claim in (follow_up, closing)]
        rows.append(tuple(row))
    last = [Cell("All sources", is_strong=True)]
    for region in regions:
        last += [
            _cell(claim.by_region.get(region), is_total=True) for claim in (follow_up, closing)
        ]
    last += [_cell(claim.whole, is_total=True) for claim in (follow_up, closing)]
    return ShortTable(tuple(columns), (*rows, tuple(last)), sum_rows=1)


def _cell(one: Judged | None, *, is_total: bool = False) -> Cell:
    if one is None or one.verdict is Verdict.NONE or one.answer.value is None:
        return Cell("–", is_quiet=True)
    answer = one.answer
    made = f"{count(answer.numerator or 0)} of {count(answer.denominator or 0)}"
    if one.verdict is Verdict.FEW:
        return Cell("few", second=made, is_quiet=True)
    marks = {Verdict.SUPPORTS: Mark.WORSE, Verdict.REFUTES: Mark.BETTER}
    mark = Mark.NONE if is_total else marks.get(one.verdict, Mark.NONE)
    return Cell(percent(answer.value), second=made, mark=mark)
