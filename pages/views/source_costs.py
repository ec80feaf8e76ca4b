"""What each step to a customer costs, now and lagged, and when a customer has paid it back."""

from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Wanted
from metrics.compute import Question, answers
from metrics.registry import kpi
from metrics.wording import NARROW, count, money, number, rounded
from pages.views.asked import Asked
from pages.views.table import Cell, Column, ShortTable
from pages.views.tile import Tile
from pages.views.tiles import build_tiles, foreign
from pages.views.words import Block

STEPS = {
    "cost_per_sales_ready_lead": "Sales-ready lead",
    "cost_per_opportunity": "Opportunity",
    "cost_per_won": "Won deal",
    "blended_cac": "New customer",
}
TILES = (Wanted("blended_cac"), Wanted("cac_payback_months"), Wanted("magic_number"))
NOTHING = "–"


@dataclass(frozen=True)
class CostsView:
    """The sentence, the steps with both forms of their cost, and the three tiles."""

    block: Block
    table: ShortTable
    tiles: tuple[Tile, ...]
    foot: str


def build_costs(reader: Reader, asked: Asked) -> CostsView | None:
    """Every step of the period; None where the scope has no spend of its own."""
    keys = tuple(key for key in STEPS if not foreign(kpi(key), asked))
    if not keys:
        return None
    question = Question(keys, (asked.period,), asked.scope, as_of=asked.as_of)
    found = {one.kpi: one for one in answers(reader, question)}
    currency = reader.load.workspace.currency
    columns = (
        Column("Step"),
        Column("Costs", is_number=True),
        Column("Lagged", is_number=True),
    )
    rows = tuple(_row(found[key], currency) for key in keys)
    return CostsView(
        block=Block(_sentence(found, currency), "all spend: programmes, people, tools"),
        table=ShortTable(columns, rows),
        tiles=build_tiles(reader, asked, TILES),
        foot=_foot(found),
    )


def _row(one: Answer, currency: str) -> tuple[Cell, ...]:
    """The step, its cost over how many, and the form lagged by the median way to it."""
    lagged, days = one.beside.get("lagged"), one.beside.get("lag_days")
    things = "" if one.denominator is None else f"{count(one.denominator)} in the period"
    has_lag = isinstance(lagged, Decimal) and isinstance(days, Decimal)
    return (
        Cell(STEPS[one.kpi], is_strong=True),
        Cell(
            NOTHING if one.value is None else number(one.value, kpi(one.kpi).unit, currency),
            second=things,
        ),
        Cell(
            money(lagged, currency) if isinstance(lagged, Decimal) else NOTHING,
            second=f"spend of {rounded(days, 0)}{NARROW}d earlier"
            if has_lag and isinstance(days, Decimal)
            else "",
            is_quiet=not has_lag,
        ),
    )


def _sentence(found: dict[str, Answer], currency: str) -> str:
    """'A sales-ready lead costs $3,900, a new customer $49.6k'."""
    told = [
        (words, found[key].value)
        for key, words in (
            ("cost_per_sales_ready_lead", "a sales-ready lead costs"),
            ("blended_cac", "a new customer"),
        )
        if key in found
    ]
    said = [f"{words} {money(value, currency)}" for words, value in told if value is not None]
    if len(said) < len(STEPS) // 2:
        return "What each step costs"
    text = ", ".join(said)
    return text[:1].upper() + text[1:]


def _foot(found: dict[str, Answer]) -> str:
    """Why a step has no cost, and what the lagged form is."""
    missing = [
        f"{STEPS[key]}: {one.note}." for key, one in found.items() if one.value is None and one.note
    ]
    lagged = (
        "Today's leads were paid for earlier: the lagged form takes the spend of as many days "
        "before as they took from creation to the step, at the median."
    )
    return " ".join([lagged, *missing])
