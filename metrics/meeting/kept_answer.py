"""An answer as text that the ledger keeps, and back to the same answer, digit by digit."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from metrics.answer import Answer
from metrics.periods import Period

_DECIMAL = "decimal"


def answer_json(answer: Answer) -> dict[str, object]:
    """One answer as JSON, nothing rounded."""
    period = answer.period
    return {
        "kpi": answer.kpi,
        "period": {
            "name": period.name,
            "start_on": period.start_on.isoformat(),
            "end_on_exclusive": period.end_on_exclusive.isoformat(),
            "grain": period.grain,
        },
        "by": None if answer.by is None else list(answer.by),
        "value": _text(answer.value),
        "numerator": _text(answer.numerator),
        "denominator": _text(answer.denominator),
        "rows": answer.rows,
        "as_of": answer.as_of.isoformat(),
        "maturity": _text(answer.maturity),
        "low": _text(answer.low),
        "high": _text(answer.high),
        "target": _text(answer.target),
        "note": answer.note,
        "beside": {str(name): _plain(value) for name, value in answer.beside.items()},
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _plain(value: object) -> object:
    """A figure beside an answer as JSON; an amount is told from a text by its wrapping."""
    if isinstance(value, Decimal):
        return {_DECIMAL: str(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value if value is None or isinstance(value, bool | int) else str(value)


def answer_in(stored: Mapping[str, object]) -> Answer:
    """The answer of such a JSON."""
    period, by, beside = stored["period"], stored["by"], stored["beside"]
    assert isinstance(period, Mapping), "a period has days"
    assert isinstance(beside, Mapping), "figures have names"
    return Answer(
        kpi=str(stored["kpi"]),
        period=Period(
            str(period["name"]),
            date.fromisoformat(str(period["start_on"])),
            date.fromisoformat(str(period["end_on_exclusive"])),
            period["grain"],
        ),
        by=tuple(str(one) for one in by) if isinstance(by, list) else None,
        value=_amount(stored["value"]),
        numerator=_amount(stored["numerator"]),
        denominator=_amount(stored["denominator"]),
        rows=int(str(stored["rows"])),
        as_of=date.fromisoformat(str(stored["as_of"])),
        maturity=_amount(stored["maturity"]),
        low=_amount(stored["low"]),
        high=_amount(stored["high"]),
        target=_amount(stored["target"]),
        note=None if stored["note"] is None else str(stored["note"]),
        beside=MappingProxyType({str(name): _figure(value) for name, value in beside.items()}),
    )


def _amount(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def _figure(value: object) -> object:
    if isinstance(value, Mapping):
        if set(value) == {_DECIMAL}:
            return Decimal(str(value[_DECIMAL]))
        return {str(name): _figure(part) for name, part in value.items()}
    return tuple(map(_figure, value)) if isinstance(value, list) else value
