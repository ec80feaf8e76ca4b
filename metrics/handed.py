"""What is handed in from the ledger to KPIs that count events: non-pay records, ready to read.

The facts' readers never open the ledger; who asks hands these in with the question.
"""

from collections.abc import Iterable
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
class Handed:
    """The records of each kind, in the order they were written."""

    forecasts: tuple[FrozenForecast, ...] = ()


NOTHING_HANDED = Handed()
FROZEN_FORECAST = "frozen_forecast"
# Tables of worked examples that are no facts: their rows are handed in.
HANDED_TABLES = frozenset({FROZEN_FORECAST})


def handed_of(given: Iterable[Given]) -> Handed:
    """The records of a worked example's tables, as they are handed in."""
    found = [
        _frozen(table.columns.split(","), row.split("|"))
        for table in given
        if table.table == FROZEN_FORECAST
        for row in table.rows.strip().splitlines()
    ]
    return Handed(tuple(found))


def _frozen(columns: list[str], cells: list[str]) -> FrozenForecast:
    told = {name.strip(): cell.strip() for name, cell in zip(columns, cells, strict=True)}
    as_of = date.fromisoformat(told["as_of"])
    return FrozenForecast(
        told["window"], int(told["week"]), "", as_of, Decimal(told["value"]), None, None
    )
