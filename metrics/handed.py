"""What is handed in from the ledger to KPIs that count events: non-pay records, ready to read.

The facts' readers never open the ledger; who asks hands these in with the question.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.kpi import Given


@dataclass(frozen=True)
class FrozenForecast:
    """A landing of bookings as it was frozen: what was said of a window in one of its weeks."""

    window: str
    week: int
    week_name: str
    as_of: date
    value: Decimal
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class PromisedDay:
    """A day by which a commitment was due: `as_of` and `settled_as_of` are the last days of the
    data when it was said and when it was settled; `outcome` kept, moved, dropped or empty.
    """

    number: int
    owner: str
    due_on: date
    as_of: date
    outcome: str
    settled_as_of: date | None


@dataclass(frozen=True)
class Handed:
    """The records of each kind, in the order they were written."""

    forecasts: tuple[FrozenForecast, ...] = ()
    promises: tuple[PromisedDay, ...] = ()


NOTHING_HANDED = Handed()
FROZEN_FORECAST = "frozen_forecast"
PROMISE = "promise"
# Tables of worked examples that are no facts: their rows are handed in.
HANDED_TABLES = frozenset({FROZEN_FORECAST, PROMISE})


def handed_of(given: Iterable[Given]) -> Handed:
    """The records of a worked example's tables, as they are handed in."""
    tables = list(given)
    return Handed(
        tuple(_frozen(row) for row in _rows(tables, FROZEN_FORECAST)),
        tuple(_promised(row) for row in _rows(tables, PROMISE)),
    )


def _rows(given: Iterable[Given], name: str) -> Iterator[Mapping[str, str]]:
    """The rows of the tables of that name, cells by column."""
    for table in given:
        if table.table == name:
            columns = [one.strip() for one in table.columns.split(",")]
            for row in table.rows.strip().splitlines():
                cells = (cell.strip() for cell in row.split("|"))
                yield dict(zip(columns, cells, strict=True))


def _frozen(told: Mapping[str, str]) -> FrozenForecast:
    as_of = date.fromisoformat(told["as_of"])
    return FrozenForecast(
        told["window"], int(told["week"]), "", as_of, Decimal(told["value"]), None, None
    )


def _promised(told: Mapping[str, str]) -> PromisedDay:
    due_on, as_of = (date.fromisoformat(told[name]) for name in ("due_on", "as_of"))
    settled = told["settled_as_of"]
    settled_as_of = date.fromisoformat(settled) if settled else None
    return PromisedDay(int(told["number"]), "", due_on, as_of, told["outcome"], settled_as_of)
