"""What a KPI should reach: targets as set, found by exact period and dimensions."""

import difflib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from metrics.errors import PeriodError
from metrics.kpi import Kpi
from metrics.periods import FiscalCalendar, Grain, Period
from metrics.reader import Reader
from metrics.registry import all_kpis

DIMENSIONS = ("team", "region", "industry", "size_band", "owner")
SQL = f"select kpi, period, value, {', '.join(DIMENSIONS)} from target"
NAMES = "select kpi, count(*) from target group by kpi order by kpi"
# Nearer than this a name is a mistyped one; farther it may be a KPI that is yet to come.
NEAR = 0.75
FINER: Mapping[str, tuple[Grain, ...]] = {"year": ("quarter", "month"), "quarter": ("month",)}

# The members a target is set for: (dimension, member) in the order of DIMENSIONS.
Members: TypeAlias = tuple[tuple[str, str], ...]
Days: TypeAlias = tuple[object, object]


@dataclass(frozen=True)
class Targets:
    """All targets of one load, by KPI and days."""

    calendar: FiscalCalendar
    rows: Mapping[tuple[str, Days], Mapping[Members, Decimal]]
    kpis: frozenset[str]

    @classmethod
    def read(cls, reader: Reader, calendar: FiscalCalendar) -> "Targets":
        """The targets of the reader's load; a row whose period cannot be read is left out."""
        rows: dict[tuple[str, Days], dict[Members, Decimal]] = defaultdict(dict)
        for kpi, text, value, *members in reader.exact_rows(SQL, {}):
            try:
                period = calendar.parse(text)
            except PeriodError:
                continue
            named = tuple(
                (dimension, member)
                for dimension, member in zip(DIMENSIONS, members, strict=True)
                if member is not None and member != "(none)"
            )
            of_days = rows[kpi, (period.start_on, period.end_on_exclusive)]
            of_days[named] = of_days.get(named, Decimal(0)) + value
        return cls(calendar, rows, frozenset(kpi for kpi, _ in rows))

    def value(
        self, kpi: Kpi, period: Period, members: Mapping[str, Sequence[str]]
    ) -> Decimal | None:
        """The target of `kpi` in `period` for the members of a scope, or None where none is set.

        Sums are taken of what adds up only: a rate has the target of exactly that scope, and
        where its period has none, that of the month, quarter or year around it.
        """
        wanted = _wanted(members)
        if wanted is None or period.grain == "all" or kpi.key not in self.kpis:
            return None
        if kpi.is_additive:
            return self._sum(kpi.key, period, wanted)
        for around in (period, *self._around(period)):
            found = self._rows(kpi.key, around).get(wanted)
            if found is not None:
                return found
        return None

    def members_named(self, key: str, dimension: str) -> tuple[str, ...]:
        """Every member of `dimension` that a target of the KPI in any period is set for."""
        named = (
            member
            for (kpi, _), rows in self.rows.items()
            if kpi == key
            for members in rows
            for name, member in members
            if name == dimension
        )
        return tuple(sorted(set(named)))

    def _rows(self, key: str, period: Period) -> Mapping[Members, Decimal]:
        return self.rows.get((key, (period.start_on, period.end_on_exclusive)), {})

    def _around(self, period: Period) -> list[Period]:
        """The month, quarter and year that hold the whole period."""
        grains: tuple[Grain, ...] = ("month", "quarter", "year")
        units = [self.calendar.containing(period.start_on, grain) for grain in grains]
        return [unit for unit in units if period.end_on_exclusive <= unit.end_on_exclusive]

    def _sum(self, key: str, period: Period, wanted: Members) -> Decimal | None:
        """The exact period's target, else the sum of finer periods that fill it."""
        exact = _of_parts(self._rows(key, period), wanted)
        if exact is not None:
            return exact
        for grain in FINER.get(self._unit(period), ()):
            parts = [self._sum(key, part, wanted) for part in self.calendar.each(period, grain)]
            present = [part for part in parts if part is not None]
            if len(present) == len(parts):
                return sum(present, Decimal(0))
        return None

    def _unit(self, period: Period) -> str:
        """The grain whose unit has exactly the days of `period`."""
        grains: tuple[Grain, ...] = ("month", "quarter", "year")
        for grain in grains:
            unit = self.calendar.containing(period.start_on, grain)
            if (unit.start_on, unit.end_on_exclusive) == (
                period.start_on,
                period.end_on_exclusive,
            ):
                return grain
        return period.grain


@dataclass(frozen=True)
class UnknownTarget:
    """A name in the targets that is no KPI, how many targets it has, and the KPI it may mean."""

    name: str
    rows: int
    near: str | None


def unknown_targets(reader: Reader) -> tuple[UnknownTarget, ...]:
    """The names in the load's targets that are no KPI, by name: nothing is held against them."""
    known = [kpi.key for kpi in all_kpis()]
    return tuple(
        UnknownTarget(name, rows, next(iter(difflib.get_close_matches(name, known, 1, NEAR)), None))
        for name, rows in reader.exact_rows(NAMES, {})
        if name not in known
    )


def _wanted(members: Mapping[str, Sequence[str]]) -> Members | None:
    """The members in the order of targets; None where no target can be meant."""
    if any(len(some) != 1 or name not in DIMENSIONS for name, some in members.items()):
        return None
    return tuple((name, members[name][0]) for name in DIMENSIONS if name in members)


def _of_parts(rows: Mapping[Members, Decimal], wanted: Members) -> Decimal | None:
    """The row of exactly these members, else the sum of its parts by the fewest dimensions."""
    if wanted in rows:
        return rows[wanted]
    parts: dict[tuple[str, ...], Decimal] = defaultdict(Decimal)
    for members, value in rows.items():
        if set(wanted) <= set(members):
            parts[tuple(name for name, _ in members)] += value
    if not parts:
        return None
    return parts[min(parts, key=lambda names: (len(names), [DIMENSIONS.index(n) for n in names]))]
