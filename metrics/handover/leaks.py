"""Which leads leak right now: past the leak limit, and nobody has acted on them."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from metrics.answer import RowSet
from metrics.compared import Moment
from metrics.handover.delays import leads_view
from metrics.money import rounded
from metrics.periods import Period
from metrics.reader import Reader
from metrics.sql.clocks import leaks_statement

NOBODY = "(none)"
COLUMNS = (
    "lead_id",
    "account",
    "source",
    "region",
    "owner",
    "manager",
    "who_must_act",
    "handed_over_at",
    "leak_due_at",
    "business_days",
    "is_of_period",
)


@dataclass(frozen=True)
class Leak:
    """A lead without a human response, an accept or a hand-back past its limit.

    `business_days` since the handover are opened hours of the owner's calendar over the opening
    hours of a day. `is_of_period`: its limit expired in the period asked for.
    """

    lead_id: str
    account: str
    source: str
    region: str
    owner: str
    manager: str
    handed_over_at: datetime
    leak_due_at: datetime
    business_days: Decimal
    is_of_period: bool

    @property
    def who_must_act(self) -> str:
        """The owner; without one the owner's manager; else somebody has to be found."""
        if self.owner != NOBODY:
            return self.owner
        return self.manager if self.manager != NOBODY else "nobody yet: give it an owner"


@dataclass(frozen=True)
class Leaks:
    """All leads that leak at the end of the as-of day, the longest waiting first."""

    period: Period
    as_of: date
    leads: tuple[Leak, ...]

    @property
    def of_period(self) -> tuple[Leak, ...]:
        """Those whose limit expired in the period."""
        return tuple(one for one in self.leads if one.is_of_period)

    @property
    def earlier_count(self) -> int:
        """How many leak since before (or after) the period."""
        return len(self.leads) - len(self.of_period)


def leaks(reader: Reader, moment: Moment) -> Leaks:
    """The leads that leak right now in the scope; disqualified leads need nobody any more.

    Raises: ScopeError when leads do not carry a dimension of the scope.
    """
    statement = leaks_statement(moment.period, leads_view(reader, moment))
    opening = Decimal(reader.load.workspace.business_hours.seconds_per_day)
    found = [
        Leak(
            lead_id=row[0],
            account=row[1],
            source=row[2],
            region=row[3],
            owner=row[4],
            manager=row[5],
            handed_over_at=row[6],
            leak_due_at=row[7],
            business_days=row[8] / opening,
            is_of_period=row[9],
        )
        for row in reader.exact_rows(statement.sql, statement.parameters)
    ]
    return Leaks(moment.period, moment.as_of, tuple(found))


def leak_rows(found: Leaks) -> RowSet:
    """The list as rows for a file: all leads, with who must act."""
    rows = [
        (
            one.lead_id,
            one.account,
            one.source,
            one.region,
            one.owner,
            one.manager,
            one.who_must_act,
            one.handed_over_at,
            one.leak_due_at,
            rounded(one.business_days, 2),
            one.is_of_period,
        )
        for one in found.leads
    ]
    return RowSet(COLUMNS, tuple(rows))
