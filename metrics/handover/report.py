"""Both clocks and the leaks as one JSON document, and as text for a terminal."""

from datetime import datetime
from decimal import Decimal

from metrics.formats import json_number
from metrics.handover.clocks import Clock, Clocks
from metrics.handover.leaks import COLUMNS, Leaks, leak_rows
from metrics.handover.waits import Wait

Json = dict[str, object]


def clocks_json(found: Clocks) -> Json:
    """Both sides in the same form, sales' wait in its parts; rates 0 to 1, hours as numbers."""
    parts = found.delays
    return {
        "period": parts.period.name,
        "as_of": parts.as_of.isoformat(),
        "sales": _clock_json(found.sales),
        "marketing": _clock_json(found.marketing),
        "system": _wait_json(parts.system),
        "human": _wait_json(parts.human),
        "automated": _wait_json(parts.automated),
        "unassigned": parts.unassigned,
    }


def _clock_json(one: Clock) -> Json:
    return {
        "kpi": one.within.kpi,
        "limit_hours": _number(one.limit_hours),
        "within": _number(one.within.value),
        "numerator": _number(one.within.numerator),
        "denominator": _number(one.within.denominator),
        "not_yet_due": one.within.beside.get("not_yet_due"),
        "target": _number(one.within.target),
        "wait": _wait_json(one.wait),
    }


def _wait_json(one: Wait) -> Json:
    return {
        "median_hours": _number(one.median_hours),
        "count": one.count,
        "ended": one.ended,
        "flagged": one.flagged,
        "note": one.note,
    }


def _number(value: Decimal | None) -> object:
    return json_number(value, is_money=False)


def clocks_text(found: Clocks) -> str:
    """The four waits for a terminal."""
    parts = found.delays
    waits = (
        ("sales answers a handover", found.sales.wait),
        ("  until the system assigns it", parts.system),
        ("  until a person answers", parts.human),
        ("marketing answers a hand-back", found.marketing.wait),
    )
    lines = [f"Median waits in business hours, {parts.period.name}, as of {parts.as_of}"]
    for name, wait in waits:
        said = wait.note if wait.median_hours is None else f"{wait.median_hours:.2f} h"
        lines.append(f"  {name:<32} {said}  of {wait.count}, {wait.waiting} not over yet")
    return "\n".join(lines)


def leaks_json(found: Leaks) -> Json:
    """Every lead that leaks, the longest waiting first; moments in UTC."""
    return {
        "period": found.period.name,
        "as_of": found.as_of.isoformat(),
        "leads": [
            {name: _plain(value) for name, value in zip(COLUMNS, row, strict=True)}
            for row in leak_rows(found).rows
        ],
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return f"{value.isoformat()}Z" if isinstance(value, datetime) else value
