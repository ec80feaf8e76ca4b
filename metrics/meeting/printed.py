"""Then and now as they are printed: rounded so that what stands on the screen still adds up.

Each difference is the difference of the printed numbers: real and restated add up to the change,
and then plus the change is now, on the digits shown. The exact figures are beside, for the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from metrics.kpi import Unit
from metrics.meeting.then_now import RestatedRow, ThenNow
from metrics.money import rounded

HUNDRED = 100
_PLACES = {Unit.COUNT: 0, Unit.HOURS: 1, Unit.DAYS: 1, Unit.MONTHS: 1}
COLUMNS = (
    "headline",
    "label",
    "unit",
    "period",
    "then_as_of",
    "now_as_of",
    "then",
    "then_today",
    "now",
    "change",
    "real",
    "restated",
    "restated_rows",
    "note",
)
ROW_COLUMNS = (
    "kpi",
    "id",
    "what_happened",
    "then_numerator",
    "today_numerator",
    "difference",
    "then_denominator",
    "today_denominator",
)


@dataclass(frozen=True)
class Printed:
    """A headline's numbers at `places` decimals, rates in percent; None where there is none."""

    places: int
    then: Decimal | None
    now: Decimal | None
    change: Decimal | None
    real: Decimal | None
    restated: Decimal | None


def printed(one: ThenNow) -> Printed:
    """The numbers of a headline for a table."""
    unit = one.headline.unit
    places = _PLACES.get(unit, 2)
    then, again, now = (
        _written(each.value, unit, places) for each in (one.then, one.again, one.now)
    )
    change = _less(now, then)
    restated = None if change is None else _less(again, then)
    real = None if restated is None else _less(now, again)
    return Printed(places, then, now, change, real, restated)


def _written(value: Decimal | None, unit: Unit, places: int) -> Decimal | None:
    if value is None:
        return None
    return rounded(value * HUNDRED if unit is Unit.PERCENT else value, places)


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def exact_rows(found: Sequence[ThenNow]) -> list[tuple[object, ...]]:
    """A row a headline with every digit, in the order of COLUMNS; rates from 0 to 1."""
    return [
        (
            one.kpi,
            one.headline.label,
            one.headline.unit.value,
            one.now.period.name,
            one.then.as_of,
            one.now.as_of,
            one.then.value,
            one.again.value,
            one.now.value,
            one.change,
            one.real,
            one.restated,
            len(one.restated_rows),
            one.note,
        )
        for one in found
    ]


def behind_rows(rows: Sequence[RestatedRow]) -> list[tuple[object, ...]]:
    """A row for each record that counts otherwise than then, in the order of ROW_COLUMNS."""
    return [
        (
            row.part,
            row.row_id,
            row.kind,
            row.then.numerator,
            row.today.numerator,
            row.today.numerator - row.then.numerator,
            row.then.denominator,
            row.today.denominator,
        )
        for row in rows
    ]
