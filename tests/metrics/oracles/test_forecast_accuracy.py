"""Frozen forecasts of the demo's ledger against its booking files, in plain Python."""

import json
import sqlite3
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from data.warehouse import Reader
from metrics.compute import answer, calendar_of
from metrics.errors import PeriodError, ScopeError
from metrics.lifecycle.forecasts import handed_from
from metrics.scope import Scope
from tests.metrics.oracles._cases import Verifier
from tests.metrics.oracles._periods import span

QUARTERS = ("2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")
YEAR = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")


def frozen(store: Path) -> dict[tuple[str, int], tuple[Fraction, date]]:
    """What stands in the ledger's file: value and as-of by window and week."""
    con = sqlite3.connect(store / "ledger" / "ledger.sqlite")
    (table,) = [
        name
        for (name,) in con.execute("select name from sqlite_master where type = 'table'")
        if "body" in {row[1] for row in con.execute(f"pragma table_info({name})")}
    ]
    bodies = con.execute(f"select body from {table} where kind = 'forecast_frozen'").fetchall()
    con.close()
    told = [json.loads(body) for (body,) in bodies]
    return {
        (one["window"], one["week"]): (Fraction(one["value"]), date.fromisoformat(one["as_of"]))
        for one in told
    }


def booked(verifier: Verifier, name: str) -> Fraction:
    """The bookings of a quarter, from the files."""
    company, window = verifier.company, span(name)
    return sum(
        (
            company.cents(row["amount"], row["currency"], row["booked_on"]) or Fraction(0)
            for row in company.tables["bookings"]
            if row["kind"] in {"new", "expansion", "renewal"} and window.holds(row["booked_on"])
        ),
        Fraction(0),
    )


@pytest.mark.parametrize("week", [None, 1, 7, 12])
@pytest.mark.parametrize(
    "windows",
    [*((name,) for name in QUARTERS), YEAR, QUARTERS],
    ids=lambda one: f"{one[0]} and {len(one) - 1} more",
)
def test_forecast_accuracy(
    reader: Reader,
    verifier: Verifier,
    decided: Path,
    windows: tuple[str, ...],
    week: int | None,
) -> None:
    said = frozen(decided)
    period = {len(YEAR): "2025", len(QUARTERS): "all"}.get(len(windows), windows[0])
    found = answer(
        reader,
        "forecast_accuracy",
        calendar_of(reader).parse(period),
        handed=handed_from(decided),
        week=week,
    )
    pairs = [(said[name, week or 7][0], booked(verifier, name)) for name in windows]
    off = sum(abs(forecast - actual) for forecast, actual in pairs)
    actual = sum(came for _, came in pairs)
    assert found.denominator == Decimal(actual.numerator) / actual.denominator
    numerator = Fraction(actual - off)
    assert found.numerator == Decimal(numerator.numerator) / numerator.denominator
    assert found.value == found.numerator / found.denominator
    assert found.rows == len(windows)
    signed = Fraction(sum(forecast - came for forecast, came in pairs))
    bias = Decimal(signed.numerator) / signed.denominator
    assert found.beside["bias"] == bias / found.denominator


@pytest.mark.parametrize(
    ("period", "seen", "note"),
    [
        ("2026-Q4", (None, None), "no window with a frozen forecast has ended in 2026-Q4 yet"),
        ("2024-Q3", (None, None), "no forecast of 2024-Q3 was frozen in week 7"),
        ("2025-Q2", (None, 14), "2025-Q2 was frozen in week 14; frozen in week 1, 2, 3, 4"),
        ("2025-11", (None, None), "no forecast of 2025-11 or of a quarter in it was frozen"),
        ("2024", (None, None), "no forecast of 2024-Q1, 2024-Q2, 2024-Q3 was frozen in week 7"),
        ("2024-Q4", (date(2024, 10, 1), None), "no forecast was frozen by 2024-10-01"),
        ("2025-Q2", (date(2025, 6, 29), None), "has ended in 2025-Q2 yet"),
    ],
)
def test_without_a_frozen_forecast_there_is_a_reason(
    reader: Reader, decided: Path, period: str, seen: tuple[date | None, int | None], note: str
) -> None:
    as_of, week = seen
    found = answer(
        reader,
        "forecast_accuracy",
        calendar_of(reader).parse(period),
        as_of=as_of,
        handed=handed_from(decided),
        week=week,
    )
    assert (found.value, found.rows) == (None, 0)
    assert found.note is not None
    assert note in found.note


def test_nothing_handed_in_is_no_number(reader: Reader) -> None:
    found = answer(reader, "forecast_accuracy", calendar_of(reader).parse("2026-Q3"))
    assert found.value is None
    assert found.note is not None
    assert "forecast freeze" in found.note


def test_what_was_frozen_is_of_the_whole_company(reader: Reader) -> None:
    quarter = calendar_of(reader).parse("2026-Q3")
    with pytest.raises(ScopeError, match="it has none"):
        answer(reader, "forecast_accuracy", quarter, scope=Scope.of(region="EMEA"))
    with pytest.raises(PeriodError, match="these do: forecast_accuracy"):
        answer(reader, "bookings", quarter, week=7)
