"""Which deals a question on stages looks at."""

from datetime import timedelta

from metrics.compared import Moment
from metrics.compute import Question, bench_of
from metrics.errors import ScopeError
from metrics.facts import DEAL
from metrics.periods import FiscalCalendar, Period
from metrics.reader import Reader
from metrics.scope import Scope
from metrics.sql.view import View

YEAR_DAYS = 365


def deals_view(reader: Reader, moment: Moment) -> View:
    """How the load is seen: as of the moment's day, in its scope.

    Raises: ScopeError when deals do not carry a dimension of the scope.
    """
    refuse_foreign(moment.scope)
    asked = Question((), (moment.period,), moment.scope, as_of=moment.as_of)
    return bench_of(reader, asked).view


def refuse_foreign(scope: Scope) -> None:
    """Nothing, when deals carry every dimension of the scope.

    Raises: ScopeError that names the dimensions they have.
    """
    for dimension in scope.members():
        if dimension not in DEAL:
            raise ScopeError(
                f"deals have no dimension '{dimension}': their records do not carry it; "
                f"use {', '.join(DEAL)}"
            )


def year_to(moment: Moment, calendar: FiscalCalendar) -> Period:
    """The 365 days that end with the last day seen, or the period itself where it is longer.

    A stay takes weeks to end: of one quarter's stays too many are still young.
    """
    if moment.period.days >= YEAR_DAYS:
        return moment.period
    return calendar.span(moment.seen_to - timedelta(days=YEAR_DAYS - 1), moment.seen_to)
