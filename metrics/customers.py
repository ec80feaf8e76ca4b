"""Hours with customers for a meeting: the months that have ended, and each team beside its aim."""

from dataclasses import dataclass, replace
from datetime import date

from metrics.answer import Answer
from metrics.compared import Compared, Moment, Wanted, compared
from metrics.compute import Question, answers
from metrics.known import known
from metrics.kpi import Unit
from metrics.members import NONE
from metrics.periods import FiscalCalendar
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.wording import NARROW, number, period_text, plain, rounded, sentence, short_day

KEY = "customer_hours_per_person"


@dataclass(frozen=True)
class Hours:
    """The number with its past, and each team's, the most people first.

    `moment` is the one asked for, or that of the last month that has ended, where none of the
    period has. `last_on` is the last day that counts, where days after it have been seen.
    """

    moment: Moment
    compared: Compared
    teams: tuple[Answer, ...]
    is_earlier: bool
    last_on: date | None

    @property
    def label(self) -> str:
        """What it is called; with its month where that is not of the period asked for."""
        label = kpi(KEY).label
        return f"{label}, {period_text(self.moment.period)}" if self.is_earlier else label

    @property
    def note(self) -> str:
        """'To 31 Oct: sales 42.7 of 40 h, success 41.0 of 40 h'; '' where no team has a number."""
        told = ", ".join(team_words(one) for one in self.teams if one.value is not None)
        if told and self.last_on and not self.is_earlier:
            return f"To {short_day(self.last_on)}: {told}"
        return sentence(told)


def hours(reader: Reader, moment: Moment) -> Hours:
    """The hours of the months that have ended in the period, else of the last one before.

    Source: docs/decisions/0035-hours-with-customers.md
    Raises: ScopeError for a scope that people do not have.
    """
    calendar = known(reader).calendar
    told = ended(moment, calendar)
    (found,) = compared(reader, (Wanted(KEY),), told, calendar)
    last_on = _last_day(moment.seen_to, calendar)
    unseen = None if last_on == moment.seen_to else last_on
    return Hours(told, found, _by_team(reader, told), told != moment, unseen)


def ended(moment: Moment, calendar: FiscalCalendar) -> Moment:
    """The moment itself, where a month has ended in its period; else that of the last that has."""
    last_on = _last_day(moment.seen_to, calendar)
    if last_on >= moment.period.start_on:
        return moment
    return replace(moment, period=calendar.containing(last_on, "month"))


def _last_day(seen_to: date, calendar: FiscalCalendar) -> date:
    """The last day of the last month that has ended."""
    month = calendar.containing(seen_to, "month")
    return (month if month.last_on <= seen_to else calendar.previous(month)).last_on


def _by_team(reader: Reader, moment: Moment) -> tuple[Answer, ...]:
    """Each team's hours; none in a scope that is already of one person or team."""
    if {"team", "owner"} & set(moment.scope.members()):
        return ()
    question = Question((KEY,), (moment.period,), moment.scope, ("team",), moment.as_of)
    return tuple(sorted(answers(reader, question), key=lambda one: (-one.rows, one.by or ())))


def team_words(one: Answer) -> str:
    """'sales 42.7 of 40 h', or without a target 'sales 42.7 h'."""
    name = (one.by or (NONE,))[0]
    if one.value is None or not one.target:
        return f"{name} {number(one.value, Unit.HOURS, '')}"
    return f"{name} {rounded(one.value, 1)} of {plain(one.target)}{NARROW}h"
