"""Payouts: what moves the pool this week, and why one period's pool is not the last one's."""

from dataclasses import dataclass
from fractions import Fraction

from metrics.lifecycle.calculation import Calculation
from metrics.lifecycle.movements import Moved, Movement
from metrics.pool.bridge import Bridge
from metrics.wording import (
    decimal,
    joined,
    period_label,
    rounded,
    sentence,
    signed_points,
    signed_whole_money,
    symbol,
)
from pages.views.plan_words import in_unit
from pages.views.table import Cell, Column, ShortTable
from pages.views.words import Block


@dataclass(frozen=True)
class MovesView:
    """The table of a running period, and its title, which is its message."""

    block: Block
    table: ShortTable
    foot: str


_COLUMNS = (
    Column("Figure", is_wide=True),
    Column("Known now", is_number=True),
    Column("Expected", is_number=True),
    Column("A week ago", is_number=True),
    Column("Moved the pool", is_number=True),
    Column("Next mark", is_number=True),
    Column("Would add", is_number=True),
)


def build_moves(found: tuple[Movement, ...], currency: str, *, has_money: bool) -> MovesView | None:
    """What each figure did to the pool in a week; None where nothing is expected yet."""
    if not found:
        return None
    rows = tuple(_row(one, currency, has_money=has_money) for one in found)
    unit = f"of the target pool, in {currency}" if has_money else "of target"
    return MovesView(
        Block(_message(found, currency, has_money=has_money), "expected at the period's end"),
        ShortTable(_COLUMNS, rows),
        f"Each figure alone, the others as expected; {unit}. Together they may do more or less.",
    )


def _message(found: tuple[Movement, ...], currency: str, *, has_money: bool) -> str:
    moved = [one for one in found if one.week and one.week.money]
    if not moved:
        return "What moves the pool: nothing has in the last week"
    most = max(moved, key=lambda one: abs(one.week.money if one.week else Fraction(0)))
    return (
        f"What moves the pool: {most.label.lower()} moved it most this week, by "
        f"{moved_words(most.week, currency, has_money=has_money)}"
    )


def moved_words(moved: Moved | None, currency: str, *, has_money: bool) -> str:
    """+$1,204, or +0.3 % for who sees the pool in percent; a dash where nothing is known."""
    if moved is None:
        return "–"
    if has_money:
        return signed_whole_money(moved.money, currency)
    return "–" if moved.points is None else signed_points(moved.points)


def _row(one: Movement, currency: str, *, has_money: bool) -> tuple[Cell, ...]:
    second = "" if one.kind == "measure" else one.kind
    mark = "–" if one.mark is None else in_unit(one.mark, one.unit, currency)
    if one.is_reached:
        holds = "passed" if one.kind == "gate" else "reached"
        ahead = Cell(holds, moved_words(one.ahead, currency, has_money=has_money) + " at stake")
    else:
        ahead = Cell(moved_words(one.ahead, currency, has_money=has_money), is_strong=True)
    return (
        Cell(one.label, second, is_strong=True),
        Cell(in_unit(one.now, one.unit, currency), is_quiet=True),
        Cell(in_unit(one.expected, one.unit, currency)),
        Cell("–" if one.before is None else in_unit(one.before, one.unit, currency), is_quiet=True),
        Cell(moved_words(one.week, currency, has_money=has_money), is_strong=True),
        Cell(mark),
        ahead,
    )


@dataclass(frozen=True)
class BridgeView:
    """The bars from one pool to the next as a table that adds up in print."""

    block: Block
    table: ShortTable
    foot: str


def build_bridge(found: Bridge, before: Calculation, after: Calculation) -> BridgeView:
    """From the last closed pool to this one, in whole cents."""
    currency = after.basis.plan.currency
    old, new = (period_label(one.basis.period) for one in (before, after))
    changed = " ".join(_blended(one) for one in (before, after) if len(one.runs) > 1)
    bars = [bar for bar in found.bars if bar.printed]
    widest = max([abs(bar.printed) for bar in bars], default=Fraction(1))
    rows = [
        (_money_row(f"Pool of {old}", found.opening, currency)),
        *(
            (
                Cell(sentence(bar.name), bar.words),
                Cell(_signed_cents(bar.printed, currency)),
                Cell("", bar=float(abs(bar.printed) / widest * 100)),
            )
            for bar in bars
        ),
        _money_row(f"Pool of {new}", found.closing, currency),
    ]
    columns = (
        Column("From one pool to the next", is_wide=True),
        Column(f"Amount, {currency}", is_number=True),
        Column("Size"),
    )
    moved = found.closing - found.opening
    title = f"{signed_whole_money(moved, currency)} on {old}" if moved else f"As much as {old}"
    most = max(bars, key=lambda bar: abs(bar.printed), default=None)
    why = f": mostly {most.name}" if most else ""
    return BridgeView(
        Block(f"The pool: {title}{why}"),
        ShortTable(columns, tuple(rows), sum_rows=1),
        f"In this order: {found.order}. Another order would give other bars. {changed}".strip(),
    )


def _blended(one: Calculation) -> str:
    """The plans of a period that had several: their days, and what each would pay throughout."""
    currency = one.basis.plan.currency
    parts = [
        f"{part.days} days at {_cents(run.pool_total or Fraction(0), currency)}"
        for part, run in zip(one.basis.parts, one.runs, strict=True)
    ]
    return (
        f"The plan changed inside {period_label(one.basis.period)}: {joined(parts)}; each bar is "
        "weighed by these days."
    )


def build_no_bridge(before: str) -> Block:
    """Why there are no bars from the last pool to this one."""
    return Block(
        f"No bridge from {period_label(before)}",
        "It pays in another currency, or somebody's data was deleted for good.",
    )


def _money_row(name: str, amount: Fraction, currency: str) -> tuple[Cell, ...]:
    return Cell(name, is_strong=True), Cell(_cents(amount, currency), is_strong=True), Cell("")


def _cents(amount: Fraction, currency: str) -> str:
    return f"{symbol(currency)}{rounded(decimal(amount), 2)}"


def _signed_cents(amount: Fraction, currency: str) -> str:
    text = rounded(decimal(abs(amount)), 2)
    return f"{'+' if amount > 0 else '−'}{symbol(currency)}{text}"
