"""What a question gets back: never a bare number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from metrics.periods import Period

NOTHING_BESIDE: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class Answer:
    """A KPI's value in a period with what its receipt needs.

    `value` is None where there is no answer, and `note` then says why. Rates run from 0 to 1.
    `rows` counts the records behind the number. `maturity` is the share of a cohort that is old
    enough, 1 for a KPI without one. `low` and `high` are the 90 % interval. `beside` holds the
    figures that the definition shows next to the value.
    """

    kpi: str
    period: Period
    by: tuple[str, ...] | None
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    rows: int
    as_of: date
    maturity: Decimal | None
    low: Decimal | None
    high: Decimal | None
    target: Decimal | None
    note: str | None
    beside: Mapping[str, object] = field(default_factory=lambda: NOTHING_BESIDE, hash=False)


@dataclass(frozen=True)
class RowSet:
    """The records behind a number: one row a record, numerator and denominator last.

    Shape: one row per record counted; no rows where nothing was.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
