"""What the receipt of a number says: everything needed to make it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compute import answers
from metrics.drill import rows
from metrics.formats import is_money_beside
from metrics.kpi import Kpi, Unit
from metrics.registry import kpi
from metrics.said import NOT_MEANINGFUL
from metrics.wording import count, exact, percent, period_text, sentence, weekday
from pages.views.question import question_of
from pages.views.rows import row_table_of
from pages.views.table import RowTable
from pages.views.tile import ReceiptRequest


@dataclass(frozen=True)
class ReceiptView:
    """The words of a receipt and the rows behind it."""

    label: str
    value: str
    question: str
    facts: tuple[tuple[str, str], ...]
    rows: RowTable
    is_broken: bool = False


def build_receipt(reader: Reader, request: ReceiptRequest) -> ReceiptView:
    """The receipt of one number, asked again from the same load."""
    declared = kpi(request.kpi)
    asked = question_of(request)
    found = answers(reader, asked)[0]
    behind = rows(reader, asked)
    currency = reader.load.workspace.currency
    file_name = f"{request.kpi}_{request.period.name}_{request.as_of}.csv"
    return ReceiptView(
        label=f"{declared.label}, {period_text(request.period)}",
        value=exact(found.value, declared.unit, currency),
        question=declared.question,
        facts=_facts(reader, request, declared, found),
        rows=row_table_of(behind, reader.load.workspace, file_name),
    )


def _facts(
    reader: Reader, request: ReceiptRequest, declared: Kpi, found: Answer
) -> tuple[tuple[str, str], ...]:
    currency = reader.load.workspace.currency
    facts = [("Definition", declared.definition), ("It is not", declared.not_this)]
    if found.denominator is not None:
        made = f"{_part(found.numerator)} ÷ {_part(found.denominator)}"
        facts.append(("Made of", made))
    facts.append(("Rows behind it", count(found.rows)))
    facts.append(("As of", weekday(found.as_of, reader.load.workspace)))
    facts.append(("Scope", str(question_of(request).scope) or "everything"))
    if found.low is not None and found.high is not None:
        ends = (exact(end, declared.unit, currency) for end in (found.low, found.high))
        facts.append(("90 % interval", " to ".join(ends)))
    if found.target is not None:
        facts.append(("Target", exact(found.target, declared.unit, currency)))
    if found.maturity is not None and found.maturity != 1:
        facts.append(("Old enough to count", percent(found.maturity)))
    if found.note:
        facts.append(("Note", sentence(found.note.removeprefix(NOT_MEANINGFUL))))
    facts.extend(_beside(found, currency))
    facts.append(("Version", f"{declared.version} · load {reader.load.fingerprint[:8]}"))
    facts.append(("Owned by", " and ".join(declared.owners)))
    return tuple(facts)


def _part(value: Decimal | None) -> str:
    """A numerator or denominator in full, without zeros that say nothing."""
    if value is None:
        return "nothing"
    places = 0 if value == value.to_integral_value() else 2
    return f"{value:,.{places}f}"


def _beside(found: Answer, currency: str) -> list[tuple[str, str]]:
    """The figures the definition shows next to the value, in plain words."""
    said = []
    for name, figure in found.beside.items():
        if figure is None:
            continue
        words = name.replace("_", " ").capitalize()
        said.append((words, _figure(name, figure, currency)))
    return said


def _figure(name: str, figure: object, currency: str) -> str:
    """One figure in words; several by name one after the other."""
    if isinstance(figure, Mapping):
        parts = (f"{key} {_figure(name, value, currency)}" for key, value in figure.items())
        return ", ".join(parts)
    if not isinstance(figure, Decimal):
        return str(figure)
    unit = Unit.MONEY if is_money_beside(name) else Unit.RATIO
    return exact(figure, unit, currency).removesuffix("×")
