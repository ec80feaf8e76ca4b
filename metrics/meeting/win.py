"""The story of one win: the period's largest booking that both teams worked on, by a fixed rule."""

from datetime import date, timedelta

from metrics.facts import FACTS
from metrics.known import known
from metrics.meeting.headlines import Moment, last_seen_on
from metrics.meeting.story import Win
from metrics.periods import DAY
from metrics.reader import Reader

NO_WIN = "no booking of the period has an opportunity that both teams worked on"
_NOTHING_BOOKED = "nothing is booked in the period yet"
_UNLINKED = "no data: no booking of the period names its opportunity"
NONE = "(none)"
# The largest amount first; of equal ones the smallest id. Nobody's name is asked for.
_LARGEST = """
select
    booking.booking_id, booking.opportunity_id, booking.account_id,
    coalesce(accounts.name, booking.account_id, '(none)') as account,
    booking.amount, booking.booked_on, booking.kind, booking.region,
    anchor.first_at, touched.channel, touched.source, touched.campaign, anchor.touch_count,
    deal.lead_id, leads.created_at as lead_at, deal.created_at as deal_at, closed.closed_at
from booking
join opportunity_version as deal
    on booking.opportunity_id = deal.opportunity_id and deal.is_current
join opportunity_anchor as anchor on booking.opportunity_id = anchor.opportunity_id
join touch_kind as touched on anchor.first_kind = touched.kind_number
join closed_opportunity as closed
    on booking.opportunity_id = closed.opportunity_id and closed.is_standing and closed.is_won
left join accounts on booking.account_id = accounts.account_id
left join leads on deal.lead_id = leads.lead_id
where
    booking.is_joint
    and booking.kind in ('new', 'expansion', 'renewal')
    and booking.amount > 0
    and booking.booked_on >= $start_on
    and booking.booked_on < $end_on
order by booking.amount desc, booking.booking_id
limit 1
"""
# How many bookings could have been one, and how many of them say with which opportunity.
_BOOKED = """
select count(*), count(booking.opportunity_id)
from booking
where
    booking.kind in ('new', 'expansion', 'renewal')
    and booking.amount > 0
    and booking.booked_on >= $start_on
    and booking.booked_on < $end_on
"""
_COLUMNS = (
    *("booking_id", "opportunity_id", "account_id", "account"),
    *("amount", "booked_on", "kind", "region"),
    *("first_at", "channel", "source", "campaign", "touches"),
    *("lead_id", "lead_at", "deal_at", "closed_at"),
)
# As jointly worked counts it: linked to the opportunity, else its lead, else the account.
_ACTIVITIES = """
select count(*)
from activities
join people on activities.person_id = people.person_id
left join leads on activities.lead_id = leads.lead_id
where
    people.team = 'sales'
    and activities.at <= $until
    and (
        coalesce(activities.opportunity_id, leads.opportunity_id) = $opportunity_id
        or (activities.opportunity_id is null and activities.lead_id = $lead_id)
        or (
            activities.opportunity_id is null
            and leads.opportunity_id is null
            and activities.account_id = $account_id
            and activities.at >= $since
        )
    )
"""
_KIND = """
select min(kind)
from touches
where
    touched_at = $at
    and channel = $channel
    and (
        opportunity_id = $opportunity_id
        or lead_id = $lead_id
        or account_id = $account_id
    )
"""


def win_of(reader: Reader, moment: Moment) -> Win | None:
    """The period's largest jointly worked booking by the moment; None where there is none."""
    found = reader.exact_rows(_LARGEST, _days(moment))
    if not found:
        return None
    row = dict(zip(_COLUMNS, found[0], strict=True))
    closed_at, began_at = row["closed_at"], row["lead_at"] or row["deal_at"]
    ids = {name: row[name] for name in ("opportunity_id", "lead_id", "account_id")}
    look_back = timedelta(days=reader.load.workspace.look_back_days)
    until = {"until": closed_at, "since": closed_at - look_back}
    ((activities,),) = reader.exact_rows(_ACTIVITIES, ids | until)
    ((touch_kind,),) = reader.exact_rows(
        _KIND, ids | {"at": row["first_at"], "channel": row["channel"]}
    )
    calendar = known(reader).calendar

    took = calendar.day_of(closed_at) - calendar.day_of(began_at)
    return Win(
        booking_id=row["booking_id"],
        account=row["account"],
        amount=row["amount"],
        booked_on=row["booked_on"],
        kind=row["kind"],
        region=row["region"],
        first_touch_on=calendar.day_of(row["first_at"]),
        first_kind=touch_kind or "",
        first_source=row["channel"] if row["source"] == NONE else row["source"],
        first_campaign="" if row["campaign"] == NONE else row["campaign"],
        touches=row["touches"],
        sales_activities=activities,
        began="lead" if row["lead_at"] else "opportunity",
        days=max(took.days, 0),
    )


def why_no_win(reader: Reader, moment: Moment) -> str:
    """Why there is none: what the load lacks to tell ("no data: …"), else what it says."""
    of_load = known(reader)
    booked = FACTS["booking"]
    missing = of_load.off_record(booked.name, booked.dates[0], moment.period)
    if missing:
        return missing
    ((bookings, linked),) = reader.exact_rows(_BOOKED, _days(moment))
    if not bookings:
        return _NOTHING_BOOKED
    silent = of_load.unsaid.get("jointly_worked_share")
    if silent:
        return silent
    return NO_WIN if linked else _UNLINKED


def _days(moment: Moment) -> dict[str, date]:
    """The days of the period that the moment sees."""
    return {"start_on": moment.period.start_on, "end_on": last_seen_on(moment) + DAY}
