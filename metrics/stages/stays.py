"""Time in stage: how many days deals stay, those that still do censored."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from metrics.compared import Moment
from metrics.periods import Period
from metrics.reader import Reader
from metrics.sql.stays import stays_statement
from metrics.stages.asked import deals_view
from metrics.stages.survival import Survival, survival
from metrics.survival import Duration

LEFT_OUT = "their history begins later than the deal, so nobody recorded when they came there"
NO_LENGTH = f"how long is not known: {LEFT_OUT}"


@dataclass(frozen=True)
class StageStay:
    """The stays in one stage: the curve by days, and what the curve leaves out.

    `staying` are the censored that are still there, `deleted` those whose deal was deleted;
    `left_out` have no known length and are in neither.
    """

    stage: str
    position: int | None
    curve: Survival
    staying: int
    deleted: int
    left_out: int

    @property
    def note(self) -> str | None:
        """Why there is no median, where there is none."""
        if not self.curve.count:
            return NO_LENGTH if self.left_out else "no deal came there"
        if self.curve.median is None:
            return f"not reached: fewer than half have left within {self.curve.longest} days"
        return None


@dataclass(frozen=True)
class Stays:
    """Every stage that deals came to in the period, in the order of the stages."""

    period: Period
    as_of: date
    stages: tuple[StageStay, ...]

    @property
    def left_out(self) -> int:
        """How many stays have no known length."""
        return sum(one.left_out for one in self.stages)

    @property
    def deleted(self) -> int:
        """How many stays ended because the deal was deleted."""
        return sum(one.deleted for one in self.stages)

    @property
    def scale_days(self) -> int:
        """The days on which all stages can be drawn: the last quantile reached, at least one."""
        reached = [
            days
            for one in self.stages
            for days in (one.curve.median, one.curve.upper_quartile)
            if days is not None
        ]
        return (
            max([*reached, 1]) if reached else max([one.curve.longest for one in self.stages] + [1])
        )

    @property
    def slowest(self) -> StageStay | None:
        """The stage with the longest median, where one is reached."""
        known = [one for one in self.stages if one.curve.median is not None]
        return max(known, key=lambda one: one.curve.median or 0, default=None)


def stays(reader: Reader, moment: Moment) -> Stays:
    """The stays that began in the period, as seen at the end of the as-of day, in local days.

    Raises: ScopeError when deals do not carry a dimension of the scope.
    """
    statement = stays_statement(moment.period, deals_view(reader, moment))
    rows: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for row in reader.exact_rows(statement.sql, statement.parameters):
        rows[row[0]].append(row[1:])
    found = [_stage(name, of_stage) for name, of_stage in rows.items()]
    return Stays(moment.period, moment.as_of, tuple(sorted(found, key=_order)))


def _stage(name: str, rows: Sequence[tuple[Any, ...]]) -> StageStay:
    known = [row for row in rows if row[1] is not None]
    return StageStay(
        stage=name,
        position=rows[0][0],
        curve=survival(
            Duration(days, ended, staying + gone) for _, days, ended, staying, gone in known
        ),
        staying=sum(row[3] for row in known),
        deleted=sum(row[4] for row in known),
        left_out=sum(sum(row[2:]) for row in rows if row[1] is None),
    )


def _order(one: StageStay) -> tuple[bool, int, str]:
    return one.position is None, one.position or 0, one.stage
