"""A table of several KPIs split by one dimension, with the whole as its last row."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from data.csv_out import csv_text
from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compute import Question, answers
from metrics.kpi import Unit
from metrics.members import NONE
from metrics.registry import kpi
from metrics.said import FEW
from metrics.wording import count, member_name, number
from pages.views.asked import Asked
from pages.views.table import Cell, Column, ShortTable
from pages.views.tiles import foreign

SHOWN = 12


@dataclass(frozen=True)
class Breakdown:
    """The table and the same as a file, exact."""

    table: ShortTable
    csv: str
    file_name: str
    more: str = ""


def build_breakdown(
    reader: Reader, asked: Asked, dimension: str, keys: Sequence[str]
) -> Breakdown | None:
    """One row a member, largest first by the first KPI; None where the scope forbids it."""
    known = tuple(
        key for key in keys if not foreign(kpi(key), asked) and dimension in kpi(key).dimensions
    )
    if not known:
        return None
    parts = _asked(reader, asked, known, (dimension,))
    whole = _asked(reader, asked, known, ()).get("", {})
    largest = max((one.value or Decimal(0) for one in _first(parts, known[0])), default=Decimal(0))
    order = sorted(parts, key=lambda name: (name == NONE, -_value(parts[name].get(known[0])), name))
    currency = reader.load.workspace.currency
    rows = [
        _row(member_name(dimension, name), parts[name], known, largest, currency)
        for name in order[:SHOWN]
    ]
    rows.append(_row("All", whole, known, None, currency))
    columns = (
        Column(dimension.replace("_", " ").capitalize()),
        Column(""),
        *(Column(kpi(key).label, True) for key in known),
    )
    return Breakdown(
        table=ShortTable(columns, tuple(rows), sum_rows=1),
        csv=_csv(dimension, known, {**{name: parts[name] for name in order}, "All": whole}),
        more=_foot(known, dimension, len(order) - SHOWN),
        file_name=f"{known[0]}_by_{dimension}_{asked.period.name}.csv",
    )


def _foot(known: Sequence[str], dimension: str, more: int) -> str:
    """How many rows the file alone has, and why the costs of the parts lie below the whole's."""
    said = [f"{count(more)} more in the file."] if more > 0 else []
    if any(key.startswith("cost_") for key in known):
        said.append(f"Spend that names no {dimension} counts in the last row alone.")
    return " ".join(said)


def _asked(
    reader: Reader, asked: Asked, keys: tuple[str, ...], by: tuple[str, ...]
) -> dict[str, dict[str, Answer]]:
    """The answers by member, then KPI; the whole stands under ''."""
    question = Question(keys, (asked.period,), asked.scope, by, asked.as_of)
    found: dict[str, dict[str, Answer]] = {}
    for one in answers(reader, question):
        found.setdefault(one.by[0] if one.by else "", {})[one.kpi] = one
    return found


def _first(parts: dict[str, dict[str, Answer]], key: str) -> list[Answer]:
    return [found[key] for found in parts.values() if key in found]


def _value(one: Answer | None) -> Decimal:
    """What a row is sorted by: nothing stands last."""
    return Decimal("-Infinity") if one is None or one.value is None else one.value


def _row(
    name: str,
    found: dict[str, Answer],
    keys: tuple[str, ...],
    largest: Decimal | None,
    currency: str,
) -> tuple[Cell, ...]:
    first = found.get(keys[0])
    bar = None
    if largest and first is not None and first.value is not None and first.value > 0:
        bar = float(first.value / largest) * 100
    cells = (_cell(found.get(key), currency) for key in keys)
    return (Cell(name, is_strong=True), Cell("", bar=bar), *cells)


def _cell(one: Answer | None, currency: str) -> Cell:
    """A value over what it is made of; too few are said to be few."""
    if one is None or one.value is None:
        return Cell("–", is_quiet=True)
    declared = kpi(one.kpi)
    text = number(one.value, declared.unit, currency)
    if declared.unit is not Unit.PERCENT or one.denominator is None:
        return Cell(text)
    if not declared.is_count_rate:
        return Cell(text)
    made = f"{count(one.numerator or 0)} of {count(one.denominator)}"
    return Cell(text, second=f"few: {made}" if one.denominator < FEW else made)


def _csv(dimension: str, keys: tuple[str, ...], rows: dict[str, dict[str, Answer]]) -> str:
    header = [dimension]
    for key in keys:
        header += [key, f"{key}_numerator", f"{key}_denominator"]
    lines = []
    for name, found in rows.items():
        line: list[object] = [name]
        for key in keys:
            one = found.get(key)
            line += [None] * 3 if one is None else [one.value, one.numerator, one.denominator]
        lines.append(line)
    return csv_text(header, lines)
