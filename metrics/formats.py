"""How values are written: exact for programs, neat for people. The only texts of numbers here."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from metrics.kpi import Unit
from metrics.literal import visible
from metrics.money import money, money_text, rounded

NO_DATA = "no data"
# Figures beside a value that are amounts of money.
MONEY_BESIDE = frozenset(
    (
        *("average_deal", "base", "booked", "bookings", "lagged", "median", "open", "target"),
        *("forecast", "actual"),
        *("acquisition_cost", "recurring_per_customer"),
        *("monthly_recurring", "monthly_recurring_before"),
        *("recurring_at_start", "recurring_at_end", "expansion", "contraction", "churn"),
    )
)
PLACES = {Unit.HOURS: 1, Unit.DAYS: 1, Unit.MONTHS: 1, Unit.RATIO: 2}
SUFFIX = {
    Unit.HOURS: " h",
    Unit.DAYS: " d",
    Unit.MONTHS: " months",
    Unit.RATIO: "x",
    Unit.MONEY_PER_DAY: " a day",
}


def json_number(value: Decimal | None, is_money: bool) -> str | float | int | None:
    """A value for JSON: money as text with two decimals, whole numbers whole, the rest a number."""
    if value is None:
        return None
    if is_money:
        return money_text(value)
    return int(value) if value == value.to_integral_value() else float(value)


def shown(value: Decimal | None, unit: Unit) -> str:
    """A value as people read it: 28.4 %, 1,234,567.00, 3.5 h, 'no data'."""
    if value is None:
        return NO_DATA
    if unit is Unit.PERCENT:
        return f"{rounded(value * 100, 1):,} %"
    if unit is Unit.COUNT:
        return f"{rounded(value, 0):,}"
    if unit in (Unit.MONEY, Unit.MONEY_PER_DAY):
        return f"{money(value):,}{SUFFIX.get(unit, '')}"
    return f"{rounded(value, PLACES[unit]):,}{SUFFIX[unit]}"


def plain(value: object) -> str:
    """A number or text of a list: thousands separated, at most two decimals."""
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value()
        return f"{rounded(value, 0 if whole else 2):,}"
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def is_money_beside(key: str) -> bool:
    """Whether a figure beside a value is an amount of money."""
    return key in MONEY_BESIDE or key.endswith("_amount")


def json_beside(key: str, value: object) -> object:
    """A figure beside an answer for JSON: money as text, rates and days as numbers."""
    if isinstance(value, Mapping):
        return {str(name): json_beside(str(name), part) for name, part in value.items()}
    if isinstance(value, Decimal):
        return json_number(value, is_money_beside(key))
    return value


def printable(text: str) -> str:
    """The whole text for a terminal: on one line, its control signs written instead of obeyed."""
    # A sign that is written takes eight at most.
    return visible(text, longest=len(text) * 10 + 1)


def table_text(header: Sequence[str], rows: Sequence[Sequence[str]], left: int) -> str:
    """A table of aligned columns; the first `left` columns are texts, the others numbers.

    A text stays on its line, and no sign in it steers the terminal.
    """
    told = [[printable(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[i]) for row in told) for i in range(len(header))]
    lines = []
    for row in (told[0], ["-" * width for width in widths], *told[1:]):
        cells = [
            cell.ljust(width) if place < left else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
