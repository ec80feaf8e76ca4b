"""Who found what was booked, and how much of it both teams worked on."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from data.csv_out import csv_text
from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Wanted
from metrics.compute import Question, answers
from metrics.money import cents_that_sum
from metrics.wording import NARROW, count, counted, money, percent
from pages.views.asked import Asked
from pages.views.table import Cell, Column, ShortTable
from pages.views.tile import Tile
from pages.views.tiles import build_tiles
from pages.views.words import Block

TILES = (Wanted("jointly_worked_share"), Wanted("marketing_sourced_share"))
KEYS = ("marketing_sourced_share", "jointly_worked_share", "bookings")
SHARE, JOINT, BOOKED = KEYS
NONE = "(none)"
ORDER = ("marketing", "sales", "partner", "success", NONE)
WHOLE = Decimal(1)


@dataclass(frozen=True)
class TogetherView:
    """The sentence, both shares as tiles, and every side's part of what was booked."""

    block: Block
    tiles: tuple[Tile, ...]
    title: str
    table: ShortTable | None
    foot: str
    csv: str
    file_name: str


def build_together(reader: Reader, asked: Asked) -> TogetherView:
    """Jointly worked and sourced by whom, in parts that add up to the whole."""
    currency = reader.load.workspace.currency
    whole = _asked(reader, asked, ()).get("", {})
    sides = _asked(reader, asked, ("sourced_by",))
    names = sorted(sides, key=lambda name: (ORDER.index(name) if name in ORDER else -1, name))
    shares = {name: sides[name][SHARE] for name in names}
    printed = _printed(shares)
    rows = [_row(name, sides[name], printed.get(name), currency) for name in names]
    if whole and rows:
        rows.append(_row("All", whole, WHOLE if printed else None, currency))
    return TogetherView(
        block=Block(_sentence(whole.get(JOINT)), "by amount booked"),
        tiles=build_tiles(reader, asked, TILES),
        title=_title(printed),
        table=ShortTable(_columns(), tuple(rows), sum_rows=1) if printed else None,
        foot=_foot(whole.get(JOINT)),
        csv=_csv(sides, whole),
        file_name=f"bookings_by_sourced_by_{asked.period.name}_{asked.as_of}.csv",
    )


def _asked(reader: Reader, asked: Asked, by: tuple[str, ...]) -> dict[str, dict[str, Answer]]:
    """The answers by side, then KPI; the whole stands under ''."""
    found: dict[str, dict[str, Answer]] = {}
    question = Question(KEYS, (asked.period,), asked.scope, by, asked.as_of)
    for one in answers(reader, question):
        found.setdefault(one.by[0] if one.by else "", {})[one.kpi] = one
    return found


def _printed(shares: Mapping[str, Answer]) -> dict[str, Decimal]:
    """Whole percents of every side that add up to 100; none where nothing was booked."""
    exact = {name: Fraction(one.value) for name, one in shares.items() if one.value is not None}
    if not exact or min(exact.values()) < 0:
        return {}
    return cents_that_sum(exact, WHOLE)


def _columns() -> tuple[Column, ...]:
    return (
        Column("Sourced by"),
        Column(""),
        Column("Share", is_number=True),
        Column("Booked", is_number=True),
        Column("Jointly worked", is_number=True),
    )


def _row(
    name: str, found: Mapping[str, Answer], printed: Decimal | None, currency: str
) -> tuple[Cell, ...]:
    booked, joint = found[BOOKED], found[JOINT]
    label = "Nobody on record" if name == NONE else name.capitalize()
    is_all = name == "All"
    return (
        Cell(label, is_strong=True),
        Cell("", bar=None if printed is None or is_all else float(printed * 100)),
        Cell("–" if printed is None else f"{count(printed * 100)}{NARROW}%"),
        Cell(
            "–" if booked.value is None else money(booked.value, currency),
            second=counted(booked.rows, "bookings"),
        ),
        Cell("–" if joint.value is None else percent(joint.value)),
    )


def _sentence(joint: Answer | None) -> str:
    """'Both teams worked on 80 % of what was booked'."""
    if joint is None or joint.value is None:
        return "Who worked on what was booked"
    return f"Both teams worked on {percent(joint.value)} of what was booked"


def _title(printed: Mapping[str, Decimal]) -> str:
    """Who found it: the largest side that has a name."""
    named = {name: share for name, share in printed.items() if name != NONE}
    if not named:
        return "Who sourced it"
    first = max(named, key=lambda name: (named[name], name))
    return f"{first.capitalize()} sourced the largest part: {count(named[first] * 100)}{NARROW}%"


def _foot(joint: Answer | None) -> str:
    """What the shares are not, and how many bookings cannot be told."""
    said = (
        "More of one side's share is less of another's, so neither direction is better; what is "
        "sourced is never a measure of pay."
    )
    alone = None if joint is None else joint.beside.get("without_opportunity")
    if isinstance(alone, int) and alone:
        said += f" {counted(alone, 'bookings')} without an opportunity on record."
    return said


def _csv(sides: Mapping[str, Mapping[str, Answer]], whole: Mapping[str, Answer]) -> str:
    header = ["sourced_by", "share", "booked", "bookings", "jointly_worked_share"]
    rows = {**sides, **({"All": whole} if whole else {})}
    return csv_text(
        header,
        [
            [
                name,
                WHOLE if name == "All" else found[SHARE].value,
                found[BOOKED].value,
                found[BOOKED].rows,
                found[JOINT].value,
            ]
            for name, found in rows.items()
        ],
    )
