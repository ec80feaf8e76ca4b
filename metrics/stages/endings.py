"""Won against lost by age from creation, open deals censored: what becomes of deals."""

from dataclasses import dataclass
from datetime import date

from metrics.compared import Moment
from metrics.periods import Period
from metrics.reader import Reader
from metrics.sql.stays import endings_statement
from metrics.stages.asked import deals_view
from metrics.stages.incidence import Ended, Incidence, incidence


@dataclass(frozen=True)
class Endings:
    """The deals created in the period; `deleted` of the censored ones were deleted unfinished."""

    period: Period
    as_of: date
    curve: Incidence
    deleted: int

    @property
    def still_open(self) -> int:
        """How many are still open."""
        return self.curve.censored - self.deleted


def endings(reader: Reader, moment: Moment) -> Endings:
    """Won and lost by local days from creation, as seen at the end of the as-of day.

    A closing that was undone by then is none; a deal closed before its creation has age 0.
    Raises: ScopeError when deals do not carry a dimension of the scope.
    """
    statement = endings_statement(moment.period, deals_view(reader, moment))
    rows = reader.exact_rows(statement.sql, statement.parameters)
    return Endings(
        moment.period,
        moment.as_of,
        incidence(Ended(days, won, lost, open_ + gone) for days, won, lost, open_, gone in rows),
        sum(row[4] for row in rows),
    )
