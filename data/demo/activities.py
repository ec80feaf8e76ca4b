"""What people did: hours with customers, near their targets but below, and work on deals.

Meetings belong to the people and do not grow with the scale; e-mails, calls and preparation
belong to deals and leads and do.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.arrays import ABSENT, DAY, HOUR, Draws, Ints, whole
from data.demo.company import MARKETING, OTHER, SALES, SUCCESS
from data.demo.files import Columns, codes, flags, ids, moments, numbers
from data.demo.people import MARKETER, Staff
from data.demo.rows import Rows
from data.demo.tables import Offsets, account_numbers, closed_moments
from data.demo.unit import Unit
from data.demo.world import World

KINDS = ("meeting", "site visit", "demonstration", "training", "e-mail", "call", "preparation")
EMAIL, CALL, PREPARATION = (KINDS.index(kind) for kind in ("e-mail", "call", "preparation"))
_MEETING_SHARES = (0.42, 0.26, 0.24, 0.08)
_MINUTES = np.array((75, 140, 100, 180), dtype=np.int64)
# Hours with customers a person and month, by team; targets are 40, 10, 40 and 20.
_HOURS = {SALES: 38.5, MARKETING: 9.0, SUCCESS: 37.0, OTHER: 17.5}
_MONTHS = (1.0, 1.03, 1.05, 1.02, 1.0, 1.02, 0.86, 0.8, 1.06, 1.08, 1.04, 0.78)
_JOINT = {SALES: 0.11, MARKETING: 0.38, SUCCESS: 0.06, OTHER: 0.3}


@dataclass(frozen=True)
class Activities(Rows):
    """Activities as columns; -1 is empty."""

    moment: Ints
    person: Ints
    kind: Ints
    account: Ints
    lead: Ints
    deal: Ints
    minutes: Ints
    joint: Ints


def build_activities(unit: Unit, world: World, draws: Draws) -> Activities:
    """The activities of one unit in order of time; only the first unit has the meetings."""
    parts = [_on_deals(unit, world, draws), _on_leads(unit, world, draws)]
    if unit.number == 0:
        parts.append(_meetings(unit, world, draws))
    planned = parts[0].followed_by(*parts[1:])
    done = planned.rows(planned.moment <= world.span.cutoff)
    return done.rows(np.argsort(done.moment, kind="stable"))


def _on_deals(unit: Unit, world: World, draws: Draws) -> Activities:
    """The owner's e-mails and preparation between a deal's creation and its close."""
    deals, cutoff = unit.deals, world.span.cutoff
    closed = closed_moments(unit, world.span)
    end = np.where(closed == ABSENT, cutoff, closed)
    deal = np.repeat(np.arange(len(deals), dtype=np.int64), draws.poisson(1.5, len(deals)))
    moment = deals.created[deal] + whole(
        draws.uniform(len(deal)) * (end[deal] - deals.created[deal])
    )
    none = np.full(len(deal), -1, dtype=np.int64)
    return Activities(
        moment=moment,
        person=world.staff.person_at(deals.seat[deal], moment),
        kind=np.where(draws.chance(0.7, len(deal)), EMAIL, PREPARATION),
        account=deals.account[deal],
        lead=none,
        deal=deal,
        minutes=5 * draws.codes((0, 2, 4, 4, 3, 2, 1), len(deal)),
        joint=none,
    )


def _on_leads(unit: Unit, world: World, draws: Draws) -> Activities:
    """The attempts to reach a lead that sales answered."""
    leads = unit.leads
    tries = np.where(leads.response_kind == 1, draws.poisson(1.1, len(leads)), 0)
    lead = np.repeat(np.arange(len(leads), dtype=np.int64), tries)
    moment = leads.responded[lead] + whole(draws.exponential(1.5 * DAY, len(lead)))
    none = np.full(len(lead), -1, dtype=np.int64)
    return Activities(
        moment=moment,
        person=world.staff.person_at(leads.seat[lead], moment),
        kind=np.full(len(lead), CALL, dtype=np.int64),
        account=leads.account[lead],
        lead=lead,
        deal=none,
        minutes=5 * draws.codes((0, 4, 3, 1), len(lead)),
        joint=none,
    )


def _meetings(unit: Unit, world: World, draws: Draws) -> Activities:
    """Hours with customers of each person and month, in working hours."""
    span, staff = world.span, world.staff
    person, month_day, days = _person_months(world)
    season = np.array(_MONTHS)[_month_codes(month_day)]
    hours = np.array([_HOURS[team] for team in range(4)])[staff.team[person]] * season
    wanted = draws.lognormal(hours * days / 30.4, 0.13, len(person)) * 60
    average = float(np.dot(_MEETING_SHARES, _MINUTES) / sum(_MEETING_SHARES))
    row = np.repeat(np.arange(len(person), dtype=np.int64), whole(wanted / average + 0.5))
    person = person[row]
    kind = draws.codes(_MEETING_SHARES, len(row))
    day = month_day[row] + whole(draws.uniform(len(row)) * days[row])
    day -= np.maximum((day + 3) % 7 - 4, 0)
    local = day * DAY + 9 * HOUR + whole(draws.uniform(len(row)) * 6.5) * HOUR
    moment = span.utc(local, staff.zone[person])
    account, deal = _visited(unit, world, staff.region[person], moment, draws)
    return Activities(
        moment=moment,
        person=person,
        kind=kind,
        account=account,
        lead=np.full(len(row), -1, dtype=np.int64),
        deal=deal,
        minutes=_MINUTES[kind] + 15 * draws.codes((1, 2, 1), len(row)) - 15,
        joint=_companions(staff, person, moment, draws),
    )


def _person_months(world: World) -> tuple[Ints, Ints, Ints]:
    """Each person and month at work: person, first day, days of the month."""
    span, staff = world.span, world.staff
    first = np.datetime64(span.start_day, "D").astype("datetime64[M]")
    last = np.datetime64(span.until_day, "D").astype("datetime64[M]")
    starts = np.arange(first, last + 2).astype("datetime64[D]").astype(np.int64)
    people = np.arange(len(staff.name), dtype=np.int64)
    person = np.repeat(people, len(starts) - 1)
    month = np.tile(starts[:-1], len(people))
    days = np.tile(np.diff(starts), len(people))
    begins = staff.started[person] < month + days
    stays = (staff.ended[person] < 0) | (staff.ended[person] >= month)
    at_work = begins & stays
    return person[at_work], month[at_work], days[at_work]


def _month_codes(days: Ints) -> Ints:
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return np.asarray(months % 12)


def _visited(
    unit: Unit, world: World, region: Ints, moment: Ints, draws: Draws
) -> tuple[Ints, Ints]:
    """The account and, where it was open at the time, the deal that each meeting is about."""
    deals = unit.deals
    closed = closed_moments(unit, world.span)
    end = np.where(closed == ABSENT, world.span.cutoff, closed)
    order = np.lexsort((deals.created, deals.region))
    keys = deals.region[order] * 2**34 + deals.created[order]
    place = np.searchsorted(keys, region * 2**34 + moment) - 1
    start = np.searchsorted(keys, region * 2**34)
    place = np.maximum(place - whole(draws.uniform(len(moment)) ** 1.6 * 30), start)
    deal = order[np.minimum(place, len(order) - 1)]
    is_open = (deals.created[deal] <= moment) & (moment <= end[deal])
    return deals.account[deal], np.where(is_open, deal, -1)


def _companions(staff: Staff, person: Ints, moment: Ints, draws: Draws) -> Ints:
    """The colleague of the other team who came along; -1 is nobody."""
    team = staff.team[person]
    rate = np.array([_JOINT[code] for code in range(4)])[team]
    marketer = staff.person_at(staff.seat_of(MARKETER, staff.region[person], draws), moment)
    sellers = np.flatnonzero((staff.team == SALES) & (staff.ended < 0))
    seller = sellers[whole(draws.uniform(len(person)) * len(sellers))]
    other = np.where(team == MARKETING, seller, marketer)
    return np.where(draws.chance(rate, len(person)), other, -1)


def activities_table(activities: Activities, unit: Unit, offsets: Offsets) -> Columns:
    """The rows of `activities`."""
    count = len(activities.moment)
    return {
        "activity_id": ids("V", offsets.shifted(np.arange(count), "activity"), 8),
        "at": moments(activities.moment),
        "person_id": ids("P", activities.person, 3),
        "kind": codes(KINDS, activities.kind),
        "account_id": ids("A", account_numbers(unit, activities.account), 7),
        "lead_id": ids("L", offsets.shifted(activities.lead, "lead"), 7),
        "opportunity_id": ids("O", offsets.shifted(activities.deal, "deal"), 7),
        "minutes": numbers(activities.minutes),
        "with_customer": flags(activities.kind < EMAIL),
        "joint_with": ids("P", activities.joint, 3),
    }
