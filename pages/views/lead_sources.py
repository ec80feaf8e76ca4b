"""Lead sources: what each brings, what becomes of it and what it costs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.claims import Verdict, judged
from metrics.compared import Wanted
from metrics.compute import Question, answers
from metrics.drill import rows
from metrics.members import NONE
from metrics.mix import DIMENSIONS
from metrics.pareto import Part, pareto
from metrics.registry import kpi
from metrics.wording import joined, member_name, number, percent, period_text
from pages.views.asked import Asked
from pages.views.grid import Grid
from pages.views.panels import PanelChart
from pages.views.rows import row_table_of
from pages.views.source_grid import Split, source_grid
from pages.views.source_panels import source_panels
from pages.views.table import RowTable
from pages.views.tile import Tile
from pages.views.tiles import build_tiles, foreign
from pages.views.words import Block, Empty, Headline, Labelled

BY = (Labelled("source", "By source"), Labelled("channel", "By channel"))
VOLUME, FIT = "sales_ready_leads", "go_to_market_fit"
KEYS = (
    "leads_created",
    VOLUME,
    "acceptance_rate",
    "lead_to_opportunity_rate",
    "win_rate",
    "cost_per_sales_ready_lead",
    "cost_per_opportunity",
    "cost_per_won",
    "pipeline_created",
    "bookings",
)
# What a verdict on each rate says, after the name and what it brings.
SAID = {
    "acceptance_rate": "{value} of them are accepted ({whole} overall)",
    "win_rate": "{value} of its deals are won ({whole} overall)",
    "lead_to_opportunity_rate": "{value} of its leads become opportunities ({whole} overall)",
}
# A sentence with three comparisons is read by nobody.
MOST_SAID, LONGEST = 2, 146
TILES = (
    Wanted(VOLUME),
    Wanted("cost_per_sales_ready_lead"),
    Wanted("pipeline_created"),
    Wanted("bookings"),
    Wanted("icp_share"),
    Wanted(FIT),
)


@dataclass(frozen=True)
class SourcesView:
    """The sentence, the chart that shows it, and every number of every source."""

    headline: Headline
    block: Block
    chart: PanelChart
    table_block: Block
    grid: Grid
    foot: str
    empty: Empty | None


def build_lead_sources(reader: Reader, asked: Asked, by: str) -> SourcesView:
    """Every source (or channel) of the period, the one that brings most leads first."""
    split = _split(reader, asked, by)
    shares = {part.name: part for part in pareto(split.of(VOLUME)).parts}
    noun = "source" if by == "source" else "channel"
    empty = None if split.names else _empty(asked)
    sentence = _sentence(split, shares, noun) if empty is None else empty.what
    return SourcesView(
        headline=Headline(sentence, "" if empty else _under(split)),
        block=Block(_firsts(split), period_text(asked.period)),
        chart=source_panels(split, noun),
        table_block=Block(f"Every number of every {noun}", "click a number for its receipt"),
        grid=source_grid(split, asked),
        foot=_foot(split, asked, noun),
        empty=empty,
    )


def build_source_tiles(reader: Reader, asked: Asked) -> tuple[Tile, ...]:
    """The whole of all sources: volume, cost, pipeline, bookings, and whether they fit."""
    tiles = build_tiles(reader, asked, TILES)
    # Of the three ways to split it, the tile says which one it is.
    by = next((name for name in DIMENSIONS if name not in asked.scope.members()), "")
    return tuple(
        replace(one, label=f"Fit by {by.replace('_band', '')}") if one.key == FIT and by else one
        for one in tiles
    )


def build_source_rows(reader: Reader, asked: Asked) -> RowTable:
    """The leads handed over in the period, each with its source."""
    question = Question((VOLUME,), (asked.period,), asked.scope, as_of=asked.as_of)
    name = f"{VOLUME}_{asked.period.name}_{asked.as_of}.csv"
    return row_table_of(rows(reader, question), reader.load.workspace, name)


def _split(reader: Reader, asked: Asked, by: str) -> Split:
    keys = tuple(key for key in KEYS if not foreign(kpi(key), asked))
    parts: dict[str, dict[str, Answer]] = {}
    question = Question(keys, (asked.period,), asked.scope, (by,), asked.as_of)
    for one in answers(reader, question):
        if one.by and one.rows:
            parts.setdefault(one.by[0], {})[one.kpi] = one
    whole = answers(reader, Question(keys, (asked.period,), asked.scope, (), asked.as_of))
    return Split(
        by=by,
        keys=keys,
        names=tuple(sorted(parts, key=lambda name: (name == NONE, -_brought(parts[name]), name))),
        parts=parts,
        whole={one.kpi: one for one in whole},
        currency=reader.load.workspace.currency,
    )


def _brought(found: Mapping[str, Answer]) -> Decimal:
    """What a row is sorted by; a source without a lead has no place among those with some."""
    one = found.get(VOLUME)
    return Decimal(-1) if one is None or one.value is None else one.value


def _sentence(split: Split, shares: Mapping[str, Part], noun: str) -> str:
    """The largest source whose rates certainly differ from the whole; calm where none does."""
    worse = [name for name in split.names if _differs(split, name, Verdict.SUPPORTS)]
    better = [name for name in split.names if _differs(split, name, Verdict.REFUTES)]
    if worse:
        said = _phrases(split, worse[0], Verdict.SUPPORTS)
        return _shortest(f"{_brings(split, worse[0], shares)}, but only", said)
    if better:
        said = _phrases(split, better[0], Verdict.REFUTES)
        return _shortest(f"{_brings(split, better[0], shares)}, and", said)
    most = next(iter(shares), split.names[0])
    if len(split.names) == 1:
        if most == NONE:
            return f"No lead, deal or booking of this scope names a {noun}"
        return f"{most} is the only {noun} in this scope"
    return f"No {noun} differs from the others beyond chance; {_brings(split, most, shares)}"


def _shortest(first: str, said: list[str]) -> str:
    """As many comparisons as two lines of a headline hold, at least one."""
    whole = f"{first} {joined(said[:MOST_SAID])}"
    return whole if len(whole) <= LONGEST else f"{first} {said[0]}"


def _firsts(split: Split) -> str:
    """'Paid search brings most leads, Partner referral most bookings'."""
    found = []
    for key, words in ((VOLUME, "most sales-ready leads"), ("bookings", "most bookings")):
        named = [part.name for part in pareto(split.of(key)).parts if part.name != NONE]
        if named:
            found.append((named[0], words))
    if len(found) == 2 and found[0][0] == found[1][0]:
        return f"{found[0][0]} brings {found[0][1]} and {found[1][1]}"
    return ", ".join(f"{name} brings {words}" for name, words in found) or "What they bring"


def _brings(split: Split, name: str, shares: Mapping[str, Part]) -> str:
    shown = member_name(split.by, name)
    if name not in shares:
        return f"{shown} brings no sales-ready leads"
    return f"{shown} brings {percent(shares[name].share)} of the sales-ready leads"


def _differs(split: Split, name: str, verdict: Verdict) -> bool:
    return bool(_phrases(split, name, verdict))


def _phrases(split: Split, name: str, verdict: Verdict) -> list[str]:
    """What is certainly worse (or better) of a source than of all of them, in words."""
    said = []
    for key, words in SAID.items():
        one, whole = split.parts[name].get(key), split.whole.get(key)
        if one is None or whole is None or one.value is None or whole.value is None:
            continue
        if judged(one, whole.value).verdict is verdict:
            said.append(words.format(value=percent(one.value), whole=percent(whole.value)))
    return said


def _under(split: Split) -> str:
    """'All together: 61 % accepted, 24 % won; a verdict needs …'."""
    said = []
    for key, words in (("acceptance_rate", "accepted"), ("win_rate", "won")):
        one = split.whole.get(key)
        if one is not None and one.value is not None:
            said.append(f"{percent(one.value)} {words}")
    cost = split.whole.get("cost_per_sales_ready_lead")
    if cost is not None and cost.value is not None:
        said.append(f"{number(cost.value, kpi(cost.kpi).unit, split.currency)} a sales-ready lead")
    return f"All together: {', '.join(said)}." if said else ""


def _foot(split: Split, asked: Asked, noun: str) -> str:
    """Whether the parts make the whole, what marks mean, and what is left out and why."""
    sums = [key for key in split.keys if kpi(key).is_additive]
    broken = [key for key in sums if pareto(split.of(key)).whole != (split.whole[key].value or 0)]
    if broken:
        names = joined([kpi(key).label for key in broken])
        said = f"The {noun}s do not add up to the whole in {names}: do not use these numbers."
    else:
        names = joined([kpi(key).label.lower() for key in sums])
        said = f"The {noun}s add up to the last row in {names}."
    said += " ▼ worse, ▲ better than all together with 90 % confidence; few: under 20."
    if any(key.startswith("cost_") for key in split.keys):
        said += f" Spend that names no {noun} counts in the last row alone."
    left_out = [kpi(key).label for key in KEYS if key not in split.keys]
    if left_out:
        scope = joined([name for name, _ in asked.scope.filters])
        said += f" Not counted by {scope}: {joined(left_out)}."
    return said


def _empty(asked: Asked) -> Empty:
    scope = f" in {asked.scope}" if asked.scope.filters else ""
    return Empty(
        what=f"No leads, deals or spend in {period_text(asked.period)}{scope}",
        why="The loaded data has nothing of any source for this period and scope.",
        mend="Choose another period or a wider scope above.",
    )
