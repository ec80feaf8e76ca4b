"""From figures to answers: the one division, the interval, and the reason for no number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from metrics.answer import NOTHING_BESIDE, Answer
from metrics.intervals import FEW, wilson
from metrics.kpi import Kpi
from metrics.question import Cell
from metrics.sql.view import View

ONE = Decimal(1)


@dataclass(frozen=True)
class Parts:
    """What was counted for one member: the figures an answer is made of.

    `denominator` None: the numerator is the value itself. `sample` is how many independent
    things a rate or a median rests on, None for a sum. A `reason` says why there is no value
    although something was counted. `expected` is the target where none is set.
    """

    numerator: Decimal | None
    denominator: Decimal | None
    rows: int
    sample: int | None = None
    maturity: Decimal | None = ONE
    beside: Mapping[str, object] = field(default_factory=lambda: NOTHING_BESIDE, hash=False)
    note: str | None = None
    reason: str | None = None
    expected: Decimal | None = None


def answer_of(
    cell: Cell, by: tuple[str, ...] | None, parts: Parts, target: Decimal | None, view: View
) -> Answer:
    """The answer of one KPI, period and member; None with the reason where there is none."""
    value, note = _value(cell.kpi, parts)
    low, high = _interval(cell.kpi, parts)
    notes = [note, parts.note if value is not None else None, _few(parts, value)]
    return Answer(
        kpi=cell.kpi.key,
        period=cell.period,
        by=by,
        value=value,
        numerator=parts.numerator,
        denominator=parts.denominator,
        rows=parts.rows,
        as_of=view.as_of,
        maturity=parts.maturity,
        low=low,
        high=high,
        target=parts.expected if target is None else target,
        note="; ".join(text for text in notes if text) or None,
        beside=parts.beside,
    )


def no_answer(
    cell: Cell, by: tuple[str, ...] | None, reason: str, target: Decimal | None, view: View
) -> Answer:
    """The answer that there is none, and why."""
    return answer_of(cell, by, Parts(None, None, 0, maturity=None, note=reason), target, view)


def _value(kpi: Kpi, parts: Parts) -> tuple[Decimal | None, str | None]:
    """Numerator over denominator, divided here and nowhere else; None with the reason."""
    if parts.reason:
        return None, parts.reason
    if parts.numerator is None:
        return None, parts.note or kpi.nothing
    if parts.denominator is None:
        return parts.numerator, None
    if parts.denominator <= 0:
        return None, parts.note or kpi.nothing
    return parts.numerator / parts.denominator, None


def _interval(kpi: Kpi, parts: Parts) -> tuple[Decimal | None, Decimal | None]:
    """The 90 % interval of a share of counted things."""
    if not kpi.is_count_rate or not parts.denominator or parts.numerator is None:
        return None, None
    return wilson(parts.numerator, parts.denominator)


def _few(parts: Parts, value: Decimal | None) -> str | None:
    if value is None or parts.sample is None or parts.sample >= FEW:
        return None
    return f"few ({parts.sample})"
