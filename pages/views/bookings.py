"""Bookings: against target and pace, growth against the goal, by strategy and by region."""

from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Wanted
from metrics.compute import Question, answers, calendar_of
from metrics.drill import rows
from metrics.wording import exact_money, money, percent, period_text
from pages.views.asked import Asked
from pages.views.chart import Bar, BarChart, Role
from pages.views.number import ask
from pages.views.rows import row_table_of
from pages.views.table import RowTable
from pages.views.tile import Tile
from pages.views.tiles import build_tiles
from pages.views.words import Block

GROWTH = (Wanted("bookings_attainment"), Wanted("bookings_growth"), Wanted("average_deal"))
STRATEGIES = (
    Wanted("acquisition_bookings"),
    Wanted("development_bookings"),
    Wanted("retention_bookings"),
    Wanted("substitution_bookings"),
)
BY = ("bookings", "bookings_attainment", "bookings_growth", "win_rate")
QUARTERS = 8


@dataclass(frozen=True)
class BookingsView:
    """Growth and the four strategies as tiles."""

    growth_block: Block
    growth: tuple[Tile, ...]
    strategy_block: Block
    strategies: tuple[Tile, ...]


def build_bookings(reader: Reader, asked: Asked) -> BookingsView:
    """How bookings grow and what they are made of."""
    found = ask(reader, asked, "bookings_growth")
    return BookingsView(
        growth_block=Block(_growth(found)),
        growth=build_tiles(reader, asked, GROWTH),
        strategy_block=Block("By strategy", "bookings without a strategy stand in the rows below"),
        strategies=build_tiles(reader, asked, STRATEGIES),
    )


def _growth(found: Answer | None) -> str:
    """'Growth: −19 % on the same dates last year, the goal is 35 %'."""
    if found is None or found.value is None:
        return "Growth: no year before to hold it against"
    goal = found.beside.get("goal")
    aim = f"; the goal is {percent(goal)}" if isinstance(goal, Decimal) else ""
    sign = "+" if found.value >= 0 else ""
    return f"Growth: {sign}{percent(found.value)} on the same dates last year{aim}"


def build_quarters(reader: Reader, asked: Asked) -> BarChart | None:
    """The last eight quarters with their targets as outlines."""
    calendar = calendar_of(reader)
    day = asked.as_of if asked.period.grain == "all" else min(asked.as_of, asked.period.last_on)
    quarters = [calendar.containing(day, "quarter")]
    while len(quarters) < QUARTERS:
        quarters.insert(0, calendar.previous(quarters[0]))
    question = Question(("bookings",), tuple(quarters), asked.scope, as_of=asked.as_of)
    found = answers(reader, question)
    if not any(one.value for one in found):
        return None
    currency = reader.load.workspace.currency
    # One that still runs has neither reached its target nor missed it.
    aimed = [one for one in found if one.target and asked.as_of >= one.period.last_on]
    reached = [one for one in aimed if one.value and one.target and one.value >= one.target]
    title = f"{len(reached)} of the {len(aimed)} quarters that ended reached their target"
    return BarChart(
        title=title if aimed else "The last eight quarters",
        words="Bookings by quarter, targets as outlines",
        bars=tuple(_bar(one, asked.as_of >= one.period.last_on, currency) for one in found),
        plan=tuple(None if one.target is None else float(one.target) for one in found),
    )


def _bar(one: Answer, is_over: bool, currency: str) -> Bar:
    value = one.value or Decimal(0)
    aim = "" if one.target is None else f", target {exact_money(one.target, currency)}"
    name = period_text(one.period) + ("" if is_over else " to date")
    return Bar(
        name=name,
        value=float(value),
        words=money(value, currency),
        hover=f"{name}: {exact_money(value, currency)}{aim}",
        role=Role.ACTUAL,
    )


def build_booking_rows(reader: Reader, asked: Asked) -> RowTable:
    """The bookings of the period, the largest first."""
    question = Question(("bookings",), (asked.period,), asked.scope, as_of=asked.as_of)
    name = f"bookings_{asked.period.name}_{asked.as_of}.csv"
    return row_table_of(rows(reader, question), reader.load.workspace, name)
