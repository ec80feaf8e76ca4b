"""What waits in the data: hand-backs for marketing's people, leaking leads for who must act,
rows in quarantine and old data for operations.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from metrics.field.sides import team_of
from metrics.inbox.records import DATA, FUNNEL, Looking, Waits
from metrics.known import known
from metrics.lifecycle.guard import Action, is_allowed
from metrics.lifecycle.roles import HEAD_OF_MARKETING, HEAD_OF_SALES
from metrics.lifecycle.state import State
from metrics.periods import DAY
from metrics.reader import Reader
from metrics.wording import count, counted, plain, weekday

# What is loaded every morning is a day old; over a weekend three.
OLD = timedelta(days=3)
# What is older is counted apart: it is cleaned up once, and no longer answered one by one.
RECENT_DAYS = 90
HAND_BACKS = """select
    count(*) filter (where handed_back_at >= $recent_at),
    count(*) filter (where handed_back_at >= $recent_at and hand_back_due_at < $as_of_at),
    count(*) filter (where handed_back_at < $recent_at),
    min(handed_back_at) filter (where handed_back_at >= $recent_at)
from lead_journey
where handed_back_at < $as_of_at
    and (hand_back_answered_at is null or hand_back_answered_at >= $as_of_at)"""
# The same leads as the list of leaks: past the limit, and nobody has acted.
LEAKS = """select
    count(*) filter (where leak_due_at >= $recent_at),
    count(*) filter (where leak_due_at < $recent_at),
    min(leak_due_at) filter (where leak_due_at >= $recent_at)
from lead_journey
where leak_due_at < $as_of_at
    and (first_action_at is null or first_action_at >= $as_of_at)
    and (disqualified_at is null or disqualified_at >= $as_of_at)
    and ($owner_id = '' or owner_id = $owner_id)"""
QUARANTINED = """select table_name, count(*) as rows
from quarantine
group by table_name
order by rows desc, table_name"""


@dataclass(frozen=True)
class _Seen:
    """The load, and how far its days reach."""

    reader: Reader
    as_of: date

    def filled(self, sql: str, **more: str) -> tuple[Any, ...]:
        """The one row of a statement on the leads as of the last day."""
        calendar = known(self.reader).calendar
        given = {
            "as_of_at": calendar.moment(self.as_of + DAY),
            "recent_at": calendar.moment(self.as_of + DAY - timedelta(days=RECENT_DAYS)),
            **more,
        }
        return self.reader.exact_rows(sql, given)[0]

    def day(self, moment: datetime) -> date:
        """The company's day of a moment."""
        return known(self.reader).calendar.day_of(moment)


def revenue_waits(state: State, reader: Reader, who: Looking) -> Iterator[Waits]:
    """Both sides of the handover, then the state of the data."""
    data_date = reader.load.data_date
    if data_date is not None:
        seen, team = _Seen(reader, data_date), team_of(state, reader, who.person_id)
        roles = state.roles_of(who.person_id)
        if HEAD_OF_MARKETING in roles or team == "marketing":
            yield from _hand_backs(seen)
        yield from _leads(seen, "" if HEAD_OF_SALES in roles else who.person_id)
    if is_allowed(Action.CHANGE_DATA, who.person_id, state):
        yield from _data(reader, who)


def _hand_backs(seen: _Seen) -> Iterator[Waits]:
    """Leads that sales handed back and marketing has not answered."""
    waiting, late, older, first = seen.filled(HAND_BACKS)
    if waiting:
        overdue = f"{count(late)} overdue" if late else "none is overdue"
        text = f"Answer {counted(waiting, 'hand-backs')}"
        under = f"{overdue}{_older(older)}"
        yield Waits("hand_backs", text, under, seen.day(first), FUNNEL, waiting, late > 0)


def _leads(seen: _Seen, owner_id: str) -> Iterator[Waits]:
    """Leads past the leak limit: the person's own, all of them for the head of sales ('')."""
    leaking, older, first = seen.filled(LEAKS, owner_id=owner_id)
    if leaking:
        limit = plain(seen.reader.load.workspace.service_levels.leak_limit_days)
        text = f"Act on {counted(leaking, 'leads')}"
        under = f"waiting over {limit} business days{_older(older)}"
        yield Waits("leads", text, under, seen.day(first), FUNNEL, leaking, True)


def _older(older: int) -> str:
    return f"; {count(older)} more from over {RECENT_DAYS} days ago" if older else ""


def _data(reader: Reader, who: Looking) -> Iterator[Waits]:
    workspace = reader.load.workspace
    published_on = known(reader).calendar.day_of(reader.load.published_at)
    found = reader.exact_rows(QUARANTINED, {})
    rows = sum(one[1] for one in found)
    if rows:
        tables = ", ".join(str(table) for table, _ in found[:3])
        more = " and others" if len(found) > 3 else ""
        under = f"{tables}{more}, load of {weekday(published_on, workspace)}"
        text = f"{counted(rows, 'rows')} in quarantine"
        yield Waits("quarantine", text, under, published_on, DATA, rows)
    data_date = reader.load.data_date
    if data_date is not None and who.today - data_date > OLD:
        days = (who.today - data_date).days
        under = f"{days} days old; load newer exports"
        text = f"The data ends on {weekday(data_date, workspace)}"
        yield Waits("old_data", text, under, data_date, DATA, 1, True)
