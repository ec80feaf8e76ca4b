"""The numbers of every source as a grid: words, verdicts, receipts and the file."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.csv_out import csv_text
from metrics.answer import Answer
from metrics.claims import Verdict, judged
from metrics.intervals import FEW
from metrics.kpi import Unit
from metrics.registry import kpi
from metrics.wording import NARROW, exact, member_name, number, percent
from pages.views.asked import Asked
from pages.views.grid import Grid, GridCell
from pages.views.table import Mark
from pages.views.tile import ReceiptRequest

NOTHING = "–"
MARKS = {Verdict.SUPPORTS: Mark.WORSE, Verdict.REFUTES: Mark.BETTER}
ARROWS = {Mark.WORSE: "▼ ", Mark.BETTER: "▲ ", Mark.NONE: ""}


@dataclass(frozen=True)
class Split:
    """The answers of a split by member and KPI, and those of the whole."""

    by: str
    keys: tuple[str, ...]
    names: tuple[str, ...]
    parts: Mapping[str, Mapping[str, Answer]]
    whole: Mapping[str, Answer]
    currency: str

    def of(self, key: str) -> tuple[Answer, ...]:
        """The answers of one KPI, in the order of the names."""
        return tuple(self.parts[name][key] for name in self.names if key in self.parts[name])


def mark_of(split: Split, one: Answer) -> Mark:
    """Whether a share certainly differs from that of all together; other numbers have no mark."""
    whole = split.whole[one.kpi].value
    if not kpi(one.kpi).is_count_rate or whole is None:
        return Mark.NONE
    return MARKS.get(judged(one, whole).verdict, Mark.NONE)


def is_few(one: Answer) -> bool:
    """Whether a share is of too few to be shown without its interval."""
    return one.denominator is not None and one.denominator < FEW and kpi(one.kpi).is_count_rate


def words_of(split: Split, one: Answer) -> str:
    """'61 %', or 'few 22–71 %' where the interval says more than the share."""
    if one.value is None:
        return NOTHING
    if is_few(one) and one.low is not None and one.high is not None:
        return f"few {percent(one.low).partition(NARROW)[0]}–{percent(one.high)}"
    return number(one.value, kpi(one.kpi).unit, split.currency)


def source_grid(split: Split, asked: Asked) -> Grid:
    """One row a member and the whole last; every cell knows the question behind it."""
    last = f"All {split.by}s"
    whole = tuple(_cell(split, asked, split.whole.get(key), key, "") for key in split.keys)
    return Grid(
        first=split.by.capitalize(),
        columns=tuple(kpi(key).label for key in split.keys),
        helps=tuple(kpi(key).definition for key in split.keys),
        names=(*(member_name(split.by, name) for name in split.names), last),
        rows=(*(_row(split, asked, name) for name in split.names), whole),
        csv=_csv(split, last),
        file_name=f"lead_sources_by_{split.by}_{asked.period.name}_{asked.as_of}.csv",
    )


def _row(split: Split, asked: Asked, name: str) -> tuple[GridCell, ...]:
    return tuple(_cell(split, asked, split.parts[name].get(key), key, name) for key in split.keys)


def _cell(split: Split, asked: Asked, one: Answer | None, key: str, name: str) -> GridCell:
    receipt = ReceiptRequest(
        kpi=key,
        period=asked.period,
        scope=asked.scope,
        as_of=asked.as_of,
        by=((split.by, name),) if name else (),
    )
    if one is None or one.value is None:
        return GridCell(NOTHING, None, receipt, is_quiet=True)
    mark = mark_of(split, one) if name else Mark.NONE
    words = f"{ARROWS[mark]}{words_of(split, one)}"
    return GridCell(words, float(one.value), receipt, mark, is_quiet=is_few(one))


def _csv(split: Split, last: str) -> str:
    """Every answer in full: value, numerator and denominator."""
    header = [split.by]
    for key in split.keys:
        header += [key, f"{key}_numerator", f"{key}_denominator"]
    lines = [_line(name, split.parts[name], split.keys) for name in split.names]
    return csv_text(header, [*lines, _line(last, split.whole, split.keys)])


def _line(name: str, found: Mapping[str, Answer], keys: tuple[str, ...]) -> list[object]:
    line: list[object] = [name]
    for key in keys:
        one = found.get(key)
        line += [None] * 3 if one is None else [one.value, one.numerator, one.denominator]
    return line


def hover_of(split: Split, name: str, one: Answer) -> str:
    """'Webinar: Win rate 24.00 %, 12 of 50, 15 to 35 % with 90 % confidence'."""
    declared = kpi(one.kpi)
    value = exact(one.value, declared.unit, split.currency)
    said = f"{member_name(split.by, name)}: {declared.label} {value}"
    if declared.unit is Unit.PERCENT and one.denominator is not None:
        said += f", {one.numerator or 0:f} of {one.denominator:f}"
    if one.low is not None and one.high is not None:
        said += f", {percent(one.low)} to {percent(one.high)} with 90 % confidence"
    return said
