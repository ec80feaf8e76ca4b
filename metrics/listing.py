"""What the command line prints: answers and the registry, as JSON and as tables."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from metrics.answer import Answer
from metrics.formats import json_beside, json_number, plain, shown, table_text
from metrics.kpi import Kpi, Unit
from metrics.question import Question
from metrics.registry import all_kpis
from metrics.versus import Versus

MONEY = (Unit.MONEY, Unit.MONEY_PER_DAY)


def list_json() -> list[dict[str, object]]:
    """The registry for programs."""
    return [
        {
            "kpi": kpi.key,
            "label": kpi.label,
            "unit": kpi.unit.value,
            "better": kpi.better.value,
            "question": kpi.question,
            "definition": kpi.definition,
            "not_this": kpi.not_this,
            "dimensions": list(kpi.dimensions),
            "owners": list(kpi.owners),
            "payable": kpi.payable,
            "version": kpi.version,
        }
        for kpi in all_kpis()
    ]


def list_table() -> str:
    """The registry for people."""
    rows = [(kpi.key, kpi.unit.value, kpi.better.value, kpi.question) for kpi in all_kpis()]
    return table_text(("KPI", "Unit", "Better", "Question"), rows, left=4)


def answers_json(
    kpi: Kpi, question: Question, found: Sequence[Versus], as_of: date
) -> dict[str, object]:
    """The stable document of `metrics show --json`."""
    return {
        "kpi": kpi.key,
        "unit": kpi.unit.value,
        "better": kpi.better.value,
        "as_of": as_of.isoformat(),
        "definition": kpi.definition,
        "version": kpi.version,
        "rows": [_row_json(kpi, question, one) for one in found],
    }


def _row_json(kpi: Kpi, question: Question, one: Versus) -> dict[str, object]:
    row = answer_row(kpi, one.now, _by_json(question, one.now))
    if one.then is not None:
        row["compare"] = {
            **answer_row(kpi, one.then, _by_json(question, one.then)),
            "difference": json_number(one.difference, kpi.unit in MONEY),
            "growth": json_number(one.growth, False),
            "is_better": one.is_better,
            "change_note": one.note,
        }
    return row


def answer_row(
    kpi: Kpi, answer: Answer, by: str | Mapping[str, str] | None = None
) -> dict[str, object]:
    """One row of the stable document."""
    row: dict[str, object] = {
        "period": answer.period.name,
        "by": by,
        "value": json_number(answer.value, kpi.unit in MONEY),
        "numerator": json_number(answer.numerator, kpi.has_money_numerator),
        "denominator": json_number(answer.denominator, kpi.has_money_denominator),
        "count": answer.rows,
        "maturity": json_number(answer.maturity, False),
        "low": json_number(answer.low, False),
        "high": json_number(answer.high, False),
        "target": json_number(answer.target, kpi.unit in MONEY),
        "note": answer.note,
    }
    if answer.beside:
        row["beside"] = {key: json_beside(key, value) for key, value in answer.beside.items()}
    return row


def _by_json(question: Question, answer: Answer) -> str | Mapping[str, str] | None:
    if answer.by is None:
        return None
    if len(answer.by) == 1:
        return answer.by[0]
    return dict(zip(question.by, answer.by, strict=True))


def answers_table(kpi: Kpi, question: Question, found: Sequence[Versus]) -> str:
    """The answers for people, with the definition under them."""
    has_base = any(one.then is not None for one in found)
    has_range = any(one.now.low is not None for one in found)
    has_target = any(one.now.target is not None for one in found)
    is_ratio = any(one.now.denominator is not None for one in found)
    header = [
        "Period",
        *question.by,
        kpi.label,
        *(["Of"] if is_ratio else []),
        "Rows",
        *(["90 % interval"] if has_range else []),
        *(["Target"] if has_target else []),
        *(["Then", "Change"] if has_base else []),
        "Note",
    ]
    rows = []
    for one in found:
        answer = one.now
        rows.append(
            [
                answer.period.name,
                *(answer.by or ()),
                shown(answer.value, kpi.unit),
                *([_of(kpi, answer)] if is_ratio else []),
                f"{answer.rows:,}",
                *([_range(answer)] if has_range else []),
                *([_or_dash(answer.target, kpi.unit)] if has_target else []),
                *(_change(kpi, one) if has_base else []),
                _note(answer),
            ]
        )
    text = table_text(header, rows, left=1 + len(question.by))
    seen = f"as of {found[0].now.as_of}" if found else "nothing to show"
    return f"{text}\n\n{kpi.definition}\n({seen}, version {kpi.version})"


def _of(kpi: Kpi, answer: Answer) -> str:
    parts = (
        (answer.numerator, kpi.has_money_numerator),
        (answer.denominator, kpi.has_money_denominator),
    )
    texts = [
        "-" if value is None else shown(value, Unit.MONEY if is_money else Unit.COUNT)
        for value, is_money in parts
    ]
    return " of ".join(texts)


def _range(answer: Answer) -> str:
    if answer.low is None or answer.high is None:
        return "-"
    return f"{shown(answer.low, Unit.PERCENT)} to {shown(answer.high, Unit.PERCENT)}"


def _or_dash(value: Decimal | None, unit: Unit) -> str:
    return "-" if value is None else shown(value, unit)


def _change(kpi: Kpi, one: Versus) -> list[str]:
    """The base and the change: in percent for counts and money, in points for rates."""
    then = shown(one.then.value, kpi.unit) if one.then else "-"
    if one.difference is None:
        return [then, "-"]
    if one.note:
        return [then, one.note]
    if one.growth is not None:
        return [then, _signed(shown(one.growth, Unit.PERCENT), one.growth)]
    text = shown(one.difference, kpi.unit)
    return [then, _signed(text.replace("%", "points"), one.difference)]


def _signed(text: str, value: Decimal) -> str:
    return f"+{text}" if value > 0 else text


def _note(answer: Answer) -> str:
    """The note and the figures beside the value, as one text."""
    beside = [
        f"{key.replace('_', ' ')} {plain(value)}"
        for key, value in answer.beside.items()
        if value not in (None, 0) and not isinstance(value, Mapping)
    ]
    return "; ".join([*([answer.note] if answer.note else []), *beside])
