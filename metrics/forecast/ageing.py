"""How old open deals are: days in their stage against the typical stay, and days open.

Typical is the Kaplan-Meier median of the stays that began in the year up to the as-of, of the
whole company; those that last are censored.
Source: docs/decisions/0021-where-bookings-land.md
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from metrics.compared import Moment
from metrics.reader import Reader
from metrics.scope import ALL
from metrics.sql.flow import Statement
from metrics.sql.state import open_deals_sql
from metrics.sql.view import Parameters, View
from metrics.stages.asked import deals_view, year_to
from metrics.stages.stays import stays

TWICE = 2


class Age(StrEnum):
    """How long a deal is in its stage, against the typical stay; UNKNOWN where neither is told."""

    WITHIN = "within"
    LONGER = "longer"
    TWICE = "twice"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Held:
    """Deals of one age: how many, and their amount in the reporting currency."""

    deals: int
    amount: Decimal


@dataclass(frozen=True)
class StageAge:
    """The open deals of one stage; `typical` and the medians in calendar days.

    `days_in_stage` and `days_open` are the medians of the deals that are open.
    """

    stage: str
    position: int | None
    typical: int | None
    days_in_stage: int | None
    days_open: int
    by_age: Mapping[Age, Held]

    @property
    def whole(self) -> Held:
        """All of them."""
        return _together(self.by_age.values())

    def share_of(self, age: Age) -> Decimal | None:
        """The part of the stage's amount that one age holds; None without an amount."""
        return self.of(age).amount / self.whole.amount if self.whole.amount else None

    def of(self, age: Age) -> Held:
        """Those of one age."""
        return self.by_age.get(age, NOTHING)


@dataclass(frozen=True)
class Ageing:
    """Every stage that holds an open deal, in the order of the stages."""

    as_of: date
    stages: tuple[StageAge, ...]

    def of(self, age: Age) -> Held:
        """The deals of one age over all stages."""
        return _together(one.of(age) for one in self.stages)

    @property
    def whole(self) -> Held:
        """Every open deal."""
        return _together(one.whole for one in self.stages)


NOTHING = Held(0, Decimal(0))


def _together(some: Iterable[Held]) -> Held:
    held = list(some)
    return Held(sum(one.deals for one in held), sum((one.amount for one in held), Decimal(0)))


def ageing(reader: Reader, moment: Moment) -> Ageing:
    """The open deals of the scope at the end of the as-of day, whatever close they expect.

    Raises: ScopeError when deals do not carry a dimension of the scope.
    """
    view = deals_view(reader, moment)
    statement = ageing_statement(view)
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in reader.exact_rows(statement.sql, statement.parameters):
        stage, position, days, created_at, deals, amount = row
        days_open = max((moment.as_of - view.calendar.day_of(created_at)).days, 0)
        rows[stage].append((position, days, days_open, deals, amount))
    year = Moment(year_to(moment, view.calendar), moment.as_of, ALL)
    typical = {one.stage: one.curve.median for one in stays(reader, year).stages}
    found = [_stage(name, of_stage, typical.get(name)) for name, of_stage in rows.items()]
    found.sort(key=lambda one: (one.position is None, one.position or 0, one.stage))
    return Ageing(moment.as_of, tuple(found))


def ageing_statement(view: View) -> Statement:
    """Open deals by stage, days in it (null: not recorded) and creation: count and amount."""
    parameters = Parameters(view)
    columns = ["stage", "stage_position", "created_at"]
    sql = f"""select
    deal.stage,
    deal.stage_position,
    case
        when not visit.is_derived and deal.stage <> '(none)'
            then greatest($as_of_on - visit.entered_on, 0)
    end as days_in_stage,
    deal.created_at,
    count(*) as deals,
    coalesce(sum(deal.amount), 0) as amount
from {open_deals_sql(view.end_on, columns, [], view, parameters)}
left join stage_visit as visit
    on deal.opportunity_id = visit.opportunity_id
        and deal.stage = visit.stage
        and visit.entered_at < $as_of_at
        and (visit.left_at is null or visit.left_at >= $as_of_at)
group by all"""
    return Statement(sql, parameters.used_in(sql))


def _stage(name: str, rows: Sequence[tuple[Any, ...]], typical: int | None) -> StageAge:
    by_age: dict[Age, Held] = {}
    for _, days, _, deals, amount in rows:
        age = age_of(days, typical)
        by_age[age] = _together((by_age.get(age, NOTHING), Held(deals, amount)))
    return StageAge(
        name,
        rows[0][0],
        typical,
        _median([(row[1], row[3]) for row in rows if row[1] is not None]),
        _median([(row[2], row[3]) for row in rows]) or 0,
        by_age,
    )


def age_of(days: int | None, typical: int | None) -> Age:
    """Which age so many days in a stage are."""
    if days is None or typical is None:
        return Age.UNKNOWN
    if days <= typical:
        return Age.WITHIN
    return Age.LONGER if days <= TWICE * typical else Age.TWICE


def _median(days: Sequence[tuple[int, int]]) -> int | None:
    """The lower median of days by how many deals have them."""
    half, seen = (sum(count for _, count in days) + 1) // 2, 0
    for length, count in sorted(days):
        seen += count
        if seen >= half:
            return length
    return None
