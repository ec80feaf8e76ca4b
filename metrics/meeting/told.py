"""What the commands of the meeting print: for people and for programs."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from metrics.answer import Answer
from metrics.formats import json_beside, json_number, shown, table_text
from metrics.kpi import Kpi, Unit
from metrics.meeting.effects import Effect
from metrics.meeting.headlines import BY_KEY, Headline
from metrics.meeting.records import Commitment, DefinitionDispute, Note, Snapshot
from metrics.meeting.then_now import RestatedRow, ThenNow
from metrics.registry import kpi as kpi_called

_MONEY = (Unit.MONEY, Unit.MONEY_PER_DAY)
_SHOWN_ROWS = 10


def moved(value: Decimal | None, unit: Unit) -> str:
    """A difference with its sign: +5.0 points, -1,200.00; a dash where there is none."""
    if value is None:
        return "-"
    text = shown(value, unit).replace("%", "points")
    if not any(sign in "123456789" for sign in text):
        return text.removeprefix("-")
    return f"+{text}" if value > 0 else text


def commitment_json(one: Commitment) -> dict[str, object]:
    """A commitment for programs."""
    unit = kpi_called(one.kpi).unit
    return {
        "number": one.number,
        "state": one.state,
        "what": one.what,
        "owner": one.owner,
        "due_on": one.due_on.isoformat(),
        "kpi": one.kpi,
        "unit": unit.value,
        "expected": json_number(one.expected, unit in _MONEY),
        "scope": [f"{dimension}={member}" for dimension, member in one.scope.filters],
        "said_on": one.said_on.isoformat(),
        "said_by": one.said_by,
        "as_of": one.as_of.isoformat(),
        "settled_on": one.settled_on.isoformat() if one.settled_on else None,
        "reason": one.reason,
    }


def effect_json(one: Effect, today: date) -> dict[str, object]:
    """A commitment with what its KPI did, for programs."""
    is_money = one.kpi.unit in _MONEY
    return {
        **commitment_json(one.commitment),
        "days_left": one.commitment.days_left(today) if one.commitment.is_open else None,
        "then": json_number(one.then.value, is_money),
        "now": json_number(one.now.value, is_money),
        "difference": json_number(one.difference, is_money),
        "is_better": one.is_better,
        "is_reached": one.is_reached,
    }


def commitments_text(found: Sequence[Effect], today: date) -> str:
    """The table of commitments for people."""
    rows = [
        (
            str(one.commitment.number),
            one.commitment.state,
            one.commitment.what,
            one.commitment.owner,
            one.commitment.due_on.isoformat(),
            _should(one.commitment, one.kpi),
            moved(one.difference, one.kpi.unit),
            _left(one.commitment, today),
        )
        for one in found
    ]
    header = ("No", "State", "What", "Owner", "Due", "Should move", "Moved by", "")
    return table_text(header, rows, left=8) if rows else "no commitment is open"


def _should(one: Commitment, kpi: Kpi) -> str:
    where = f" ({one.scope})" if one.scope.filters else ""
    return f"{kpi.label}{where} {moved(one.expected, kpi.unit)}"


def _left(one: Commitment, today: date) -> str:
    """'due in 11 days', 'overdue by 3 days', or why it was moved or dropped."""
    days = one.days_left(today)
    if not one.is_open:
        return one.reason
    unit = "day" if abs(days) == 1 else "days"
    return f"due in {days} {unit}" if days >= 0 else f"overdue by {-days} {unit}"


def note_json(one: Note) -> dict[str, object]:
    """A note or decision for programs."""
    return {
        "number": one.number,
        "kind": one.kind,
        "text": one.text,
        "said_by": one.said_by,
        "said_on": one.said_on.isoformat(),
    }


def dispute_json(one: DefinitionDispute, today: date) -> dict[str, object]:
    """A parked doubt for programs."""
    return {
        "number": one.number,
        "kpi": one.kpi,
        "version": one.version,
        "text": one.text,
        "owner": one.owner,
        "said_by": one.said_by,
        "said_on": one.said_on.isoformat(),
        "age_days": one.age_days(today),
    }


def answer_json(headline: Headline, answer: Answer) -> dict[str, object]:
    """A held or present number for programs."""
    is_money = headline.unit in _MONEY
    found: dict[str, object] = {
        "headline": headline.key,
        "label": headline.label,
        "kpi": headline.kpi,
        "unit": headline.unit.value,
        "period": answer.period.name,
        "as_of": answer.as_of.isoformat(),
        "value": json_number(answer.value, is_money),
        "low": json_number(answer.low, is_money),
        "high": json_number(answer.high, is_money),
        "target": json_number(answer.target, is_money),
        "count": answer.rows,
        "note": answer.note,
    }
    if answer.beside:
        found["beside"] = {
            key: json_beside(key, value)
            for key, value in answer.beside.items()
            if not isinstance(value, tuple)
        }
    return found


def snapshot_json(one: Snapshot) -> dict[str, object]:
    """A held meeting for programs."""
    return {
        "number": one.number,
        "held_on": one.held_on.isoformat(),
        "held_by": one.held_by,
        "as_of": one.as_of.isoformat(),
        "fingerprint": one.fingerprint,
        "definitions": dict(one.definitions),
        "plan": one.plan,
        "rows": one.digest,
        "headlines": [answer_json(BY_KEY[held.key], held.answer) for held in one.headlines],
    }


def snapshot_text(one: Snapshot) -> str:
    """A held meeting for people."""
    rows = [
        (
            BY_KEY[held.key].label,
            shown(held.answer.value, BY_KEY[held.key].unit),
            _range(held.key, held.answer),
        )
        for held in one.headlines
    ]
    head = (
        f"Meeting {one.number}, held on {one.held_on} by {one.held_by}, as of {one.as_of}, "
        f"load {one.fingerprint[:12]}"
    )
    return f"{head}\n\n{table_text(('Number', 'Value', ''), rows, left=1)}"


def _range(key: str, answer: Answer) -> str:
    if answer.low is None or answer.high is None:
        return ""
    unit = BY_KEY[key].unit
    return f"{shown(answer.low, unit)} to {shown(answer.high, unit)}"


def then_now_json(found: Iterable[ThenNow]) -> list[dict[str, object]]:
    """Each headline's change for programs, with the rows behind the restated part."""
    told: list[dict[str, object]] = []
    for one in found:
        unit = one.headline.unit
        numbers = {
            name: json_number(value, unit in _MONEY)
            for name, value in (
                ("then", one.then.value),
                ("now", one.now.value),
                ("change", one.change),
                ("real", one.real),
                ("restated", one.restated),
            )
        }
        told.append(
            {
                "headline": one.kpi,
                "label": one.headline.label,
                "unit": unit.value,
                "period": one.now.period.name,
                **numbers,
                "begun": None if one.begun is None else answer_json(one.headline, one.begun),
                "restated_rows": [_row_json(row) for row in one.restated_rows],
                "note": one.note,
            }
        )
    return told


def _row_json(row: RestatedRow) -> dict[str, object]:
    return {
        "part": row.part,
        "id": row.row_id,
        "kind": row.kind,
        "then": {"numerator": str(row.then.numerator), "denominator": str(row.then.denominator)},
        "today": {
            "numerator": str(row.today.numerator),
            "denominator": str(row.today.denominator),
        },
    }


def then_now_text(found: Sequence[ThenNow]) -> str:
    """Each headline's change for people, and the rows behind what was restated."""
    header = ("Number", "Then", "Now", "Change", "Real", "Restated", "Rows")
    rows = [
        (
            one.headline.label,
            shown(one.then.value, one.headline.unit),
            shown(one.now.value, one.headline.unit),
            *(moved(part, one.headline.unit) for part in (one.change, one.real, one.restated)),
            str(len(one.restated_rows)),
        )
        for one in found
    ]
    said = [f"{one.headline.label}: {one.note}" for one in found if one.note]
    behind = [line for one in found for line in _behind(one)]
    return "\n".join(
        [table_text(header, rows, left=1), *([""] if said or behind else []), *said, *behind]
    )


def _behind(one: ThenNow) -> list[str]:
    """The rows behind what was restated, the first ten of each number."""
    lines = [
        f"{one.headline.label}: {row.kind} {row.part} {row.row_id}, "
        f"{row.then.numerator} -> {row.today.numerator}"
        + (f" of {row.then.denominator} -> {row.today.denominator}" if _has_base(row) else "")
        for row in one.restated_rows[:_SHOWN_ROWS]
    ]
    more = len(one.restated_rows) - _SHOWN_ROWS
    return [*lines, f"{one.headline.label}: {more} rows more (--json)"] if more > 0 else lines


def _has_base(row: RestatedRow) -> bool:
    return bool(row.then.denominator or row.today.denominator)
