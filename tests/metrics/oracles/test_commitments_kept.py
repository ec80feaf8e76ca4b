"""Commitments kept, of the demo's ledger file, counted in plain Python from the raw events."""

import json
import sqlite3
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compute import Question, answer, calendar_of
from metrics.drill import rows
from metrics.errors import ScopeError
from metrics.handed import Handed, PromisedDay
from metrics.lifecycle.forecasts import handed_from
from metrics.scope import Scope
from tests.metrics.oracles._periods import span


@dataclass
class Raw:
    """A day by which something was promised, as the events tell it."""

    due: date
    said: date
    outcome: str = ""
    settled: date = date.max


def promised(store: Path) -> list[Raw]:
    """Every promise of the ledger's file."""
    con = sqlite3.connect(store / "ledger" / "ledger.sqlite")
    (table,) = [
        name
        for (name,) in con.execute("select name from sqlite_master where type = 'table'")
        if "body" in {row[1] for row in con.execute(f"pragma table_info({name})")}
    ]
    told = con.execute(
        f"select kind, subject, body from {table} where kind like 'commitment%' order by seq"
    ).fetchall()
    con.close()
    found: list[Raw] = []
    latest: dict[str, Raw] = {}
    for kind, number, text in told:
        body = json.loads(text)
        due, as_of = date.fromisoformat(body["due_on"]), date.fromisoformat(body["as_of"])
        if kind == "commitment_settled":
            latest[number].outcome, latest[number].settled = body["outcome"], as_of
        if kind == "commitment_made" or body["outcome"] == "moved":
            latest[number] = Raw(due, as_of)
            found.append(latest[number])
    return found


def expected(found: list[Raw], name: str, as_of: date) -> tuple[int, int]:
    """Kept and due in a period, seen from the end of a day."""
    period = span(name)
    kept = due = 0
    for one in found:
        is_settled = one.settled <= as_of
        inside = period.start <= one.due < period.end and one.said <= as_of
        if inside and (is_settled or one.due <= as_of):
            due += 1
            kept += is_settled and one.outcome == "kept"
    return kept, due


def told(reader: Reader, handed: Handed, name: str, as_of: date | None = None) -> Answer:
    """What the product says."""
    period = calendar_of(reader).parse(name)
    return answer(reader, "commitments_kept", period, handed=handed, as_of=as_of)


@pytest.mark.parametrize("name", ["2026-Q4", "2026-11", "2026-W45", "2026-W46", "2026", "all"])
@pytest.mark.parametrize("back", [0, 3, 7, 14])
def test_commitments_kept(decided: Path, reader: Reader, name: str, back: int) -> None:
    handed, as_of = handed_from(decided), date(2026, 11, 15) - timedelta(days=back)
    kept, due = expected(promised(decided), name, as_of)
    found = told(reader, handed, name, as_of)
    began = span(name).start <= as_of
    if not due or not began:
        assert found.value is None
        return
    assert found.value is not None
    assert (found.numerator, found.denominator, found.rows) == (kept, due, due)
    assert Fraction(kept, due) == Fraction(found.numerator or 0) / Fraction(found.denominator or 1)
    period = calendar_of(reader).parse(name)
    behind = rows(reader, Question(("commitments_kept",), (period,), as_of=as_of, handed=handed))
    assert sum(Decimal(str(row[-2])) for row in behind.rows) == kept
    assert sum(Decimal(str(row[-1])) for row in behind.rows) == due


def test_the_demo_kept_some_and_not_others(decided: Path, reader: Reader) -> None:
    found = told(reader, handed_from(decided), "2026-Q4")
    assert (found.numerator, found.denominator) == (3, 5)
    assert found.value == Decimal("0.6")
    assert dict(found.beside) == {"moved": 1, "dropped": 1, "overdue": 0, "not_yet_due": 2}


def day(number: int, due: int, outcome: str = "", settled: int | None = None) -> PromisedDay:
    """A promise of November, said on the first."""
    on = None if settled is None else date(2026, 11, settled)
    return PromisedDay(number, "P001", date(2026, 11, due), date(2026, 11, 1), outcome, on)


@pytest.mark.parametrize(
    ("promises", "kept", "due", "beside"),
    [
        # Due on the very day, without a word: not kept.
        ((day(1, 15),), 0, 1, (0, 0, 1, 0)),
        ((day(1, 16),), None, None, (0, 0, 0, 1)),
        # Kept before its day: it counts at once, in the period of its day.
        ((day(1, 20, "kept", 10),), 1, 1, (0, 0, 0, 0)),
        # Settled after what is seen: not yet.
        ((day(1, 10, "kept", 16),), 0, 1, (0, 0, 1, 0)),
        ((day(1, 10, "dropped", 12), day(2, 10, "moved", 12)), 0, 2, (1, 1, 0, 0)),
        # Moving it does not take the first day away.
        ((day(1, 10, "moved", 9), day(1, 14, "kept", 14)), 1, 2, (1, 0, 0, 0)),
    ],
)
def test_what_is_due_and_what_is_kept(
    reader: Reader,
    promises: tuple[PromisedDay, ...],
    kept: int | None,
    due: int | None,
    beside: tuple[int, ...],
) -> None:
    found = told(reader, Handed(promises=promises), "2026-11")
    assert tuple(found.beside.values()) == beside
    if due is None:
        assert (found.value, found.note) == (None, "no commitment was due in the period")
        return
    assert (found.numerator, found.denominator) == (kept, due)


def test_nothing_promised_is_no_number(reader: Reader) -> None:
    found = told(reader, Handed(), "2026-11")
    assert (found.value, found.note) == (None, "no data: no commitment was made by 2026-11-15")
    with pytest.raises(ScopeError, match="it has none"):
        answer(
            reader,
            "commitments_kept",
            calendar_of(reader).parse("2026-11"),
            scope=Scope.of(region="EMEA"),
        )
