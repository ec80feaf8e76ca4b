"""Numbers as figures of the digest: the same words as a tile on the screen."""

from decimal import Decimal

from metrics.kpi import Unit
from metrics.said import aim_said, change_said, count_said, note_said
from metrics.weekly.page import Bar, Figure
from metrics.weekly.records import Number
from metrics.wording import count, number, percent_range, plain

HALF, ONE = Decimal("0.5"), Decimal(1)


def figure_of(one: Number, currency: str, *, label: str = "", note: str = "") -> Figure:
    """The figure of a KPI; `label` and `note` stand in for its own."""
    aim = aim_said(one.unit, one.answer, currency)
    declared = one.declared
    own = "" if declared is None else note_said(declared, one.answer, currency)
    return Figure(
        label=label or one.label,
        value=number(one.answer.value, one.unit, currency),
        count="" if declared is None else count_said(declared, one.answer),
        moved=tuple(change_said(one.unit, one.better, each, currency) for each in one.changes),
        aim=aim.text if aim else "",
        note=own or note,
        bar=bar_of(one, aim.value if aim else None),
    )


def bar_of(one: Number, aim: Decimal | None, *, is_estimate: bool = False) -> Bar | None:
    """The value on a scale from zero with its aim as the tick; None without both."""
    value = one.answer.value
    if value is None or aim is None or aim <= 0:
        return None
    # Rates that come near it end at 100 %, everything else at the larger of the two.
    is_rate = one.unit is Unit.PERCENT and HALF < max(value, aim) <= 1
    scale = ONE if is_rate else max(value, aim)
    is_young = one.answer.maturity is not None and one.answer.maturity < 1
    return Bar(max(value, Decimal(0)) / scale, aim / scale, is_estimate or is_young)


def clock_note(one: Number, limit_hours: Decimal) -> str:
    """'78 of 119 in 4 business hours; 6 not due yet'."""
    answer = one.answer
    if answer.value is None or answer.numerator is None or not answer.denominator:
        return ""
    part, whole = count(answer.numerator), count(answer.denominator)
    said = f"{part} of {whole} in {plain(limit_hours)} business hours"
    due = answer.beside.get("not_yet_due")
    return f"{said}; {count(due)} not due yet" if isinstance(due, int) and due else said


def range_note(one: Number) -> str:
    """'P10–P90 66–141 %' of a rate; '' without a range."""
    low, high = one.answer.low, one.answer.high
    return "" if low is None or high is None else f"P10–P90 {percent_range(low, high)}"


def quiet(*parts: str) -> str:
    """What is there of the parts, in one line."""
    return " · ".join(part for part in parts if part)
