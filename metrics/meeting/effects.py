"""What the KPI of a commitment did since it was made: then's answer beside now's."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from metrics.answer import Answer
from metrics.compute import answers
from metrics.handed import NOTHING_HANDED, Handed
from metrics.known import known
from metrics.kpi import Better, Kpi, State
from metrics.meeting.records import Commitment
from metrics.periods import FiscalCalendar, Period
from metrics.question import Question, WindowAsked, has_window
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called
from metrics.scope import Scope

# Digits enough that a difference of two answers is exact.
EXACT = 60


@dataclass(frozen=True)
class Effect:
    """A commitment with its KPI as of the day it was made and now, both on today's load.

    It is what the KPI did, not what the commitment caused. `difference` is None where one of the
    answers is; `is_reached` whether it came as far as was expected, in that direction.
    """

    commitment: Commitment
    kpi: Kpi
    then: Answer
    now: Answer

    @property
    def difference(self) -> Decimal | None:
        """Now's value less then's, in the KPI's unit."""
        if self.now.value is None or self.then.value is None:
            return None
        return exact_difference(self.now.value, self.then.value)

    @property
    def is_reached(self) -> bool | None:
        """Whether it moved at least as far as expected."""
        moved, expected = self.difference, self.commitment.expected
        if moved is None:
            return None
        return moved >= expected if expected >= 0 else moved <= expected

    @property
    def is_better(self) -> bool | None:
        """Whether it moved the good way; None where it stood still or no way is better."""
        moved = self.difference
        if not moved or self.kpi.better is Better.NEITHER:
            return None
        return (moved > 0) == (self.kpi.better is Better.HIGHER)


def exact_difference(one: Decimal, other: Decimal) -> Decimal:
    """`one` less `other` with every digit, so that parts of a change add up to it."""
    with localcontext(prec=EXACT):
        return one - other


@dataclass(frozen=True)
class _Look:
    """How a commitment's KPI is looked at, at either moment."""

    as_of: date
    period: Period
    window: WindowAsked
    scope: Scope


def effects(
    reader: Reader,
    found: Sequence[Commitment],
    as_of: date | None = None,
    handed: Handed = NOTHING_HANDED,
) -> tuple[Effect, ...]:
    """What each commitment's KPI did up to `as_of` (the load's data date), in their order."""
    of_load = known(reader)
    now = as_of or of_load.data_date or date.max
    looks = {one.number: _looks(one, now, of_load.calendar) for one in found}
    asked: dict[_Look, dict[str, None]] = defaultdict(dict)
    for one in found:
        for look in looks[one.number]:
            asked[look][one.kpi] = None
    told: dict[tuple[_Look, str], Answer] = {}
    for look, kpis in asked.items():
        question = Question(
            tuple(kpis), (look.period,), look.scope, (), look.as_of, look.window, None, handed
        )
        told |= {(look, one.kpi): one for one in answers(reader, question)}
    return tuple(
        Effect(one, kpi_called(one.kpi), *(told[look, one.kpi] for look in looks[one.number]))
        for one in found
    )


def _looks(one: Commitment, now: date, calendar: FiscalCalendar) -> tuple[_Look, _Look]:
    """The same days seen from then and from now: the fiscal quarter, or from its start on.

    A state looks at the closes expected in the quarter in which it is due, at both moments.
    """
    then = min(one.as_of, now)
    quarter = calendar.containing(then, "quarter")
    period = quarter if quarter.holds(now) else calendar.span(quarter.start_on, now)
    kpi = kpi_called(one.kpi)
    is_of_all = isinstance(kpi.method, State) and kpi.method.window == "all"
    has_closes = has_window(kpi) and not is_of_all
    window = calendar.containing(one.due_on, "quarter") if has_closes else None
    return (
        _Look(then, period, window, one.scope),
        _Look(now, period, window, one.scope),
    )
