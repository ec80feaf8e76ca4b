"""The leads both claims are held against: handed over in the period, seen as of a day.

One common table says what is true of each of these leads by the as-of; the counts, the waits and
the rows behind a cell are three ways to read it, so they cannot disagree.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any

from metrics.answer import RowSet
from metrics.compared import Moment
from metrics.compute import bench_of
from metrics.kpi import Cohort
from metrics.question import Question
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sql.flow import Statement
from metrics.sql.view import Parameters, View, lines, scope_sql


class PlaceKind(StrEnum):
    """Which region a lead is put into: its own, or that of the person who owns it."""

    LEAD = "region"
    OWNER = "owner_region"


def mature_days() -> int:
    """The agreed days after which a lead can be held to having been won: those of the KPI."""
    method = kpi("lead_to_won_rate").method
    if not isinstance(method, Cohort) or method.within_days is None:
        raise TypeError("lead_to_won_rate follows no cohort of so many days")
    return method.within_days


# Sums and counts over the trips, by name; a share is one of them over another.
COUNTS: Mapping[str, str] = {
    "leads": "count(*)",
    "due": "count(*) filter (where is_due)",
    "answered": "count(*) filter (where is_answered)",
    "leak_due": "count(*) filter (where is_leak_due)",
    "leaked": "count(*) filter (where is_leaked)",
    "decided": "count(*) filter (where decision is not null)",
    "accepted": "count(*) filter (where decision = 'accepted')",
    "mature": "count(*) filter (where is_mature)",
    "won": "count(*) filter (where is_mature and outcome = 'won')",
    "closed": "count(*) filter (where is_mature and outcome in ('won', 'lost'))",
    "young_won": "count(*) filter (where not is_mature and outcome = 'won')",
    "fitting": "count(*) filter (where icp_tier in ('A', 'B'))",
    "fitting_pipeline": "coalesce(sum(fitting_pipeline), 0)",
    "pipeline": "coalesce(sum(pipeline), 0)",
    "attempts": "coalesce(sum(attempts), 0)",
    "attempted": "count(*) filter (where attempts > 0)",
}
# The leads one by one: what is true of each, in words.
SHOWN: Mapping[str, str] = {
    "lead_id": "lead_id",
    "account_id": "account_id",
    "owner": "owner",
    "source": "source",
    "region": "region",
    "owner_region": "owner_region",
    "icp_tier": "icp_tier",
    "handed_over_at": "handed_over_at",
    "response": "case when not is_due then 'not due yet' when is_answered then 'in time' "
    "else 'late or never' end",
    "touch": "case when not is_leak_due then 'not due yet' when is_leaked then 'leaked' "
    "else 'touched' end",
    "attempts": "attempts",
    "decision": "coalesce(replace(decision, '_', ' '), 'undecided')",
    "age": "case when is_mature then 'old enough' else 'too young' end",
    "outcome": "outcome",
    "pipeline": "pipeline",
}

_TRIP = """with population as (
    select *
    from lead_journey
    where{conditions}
),
as_of_clock as (
    select
        calendar_key,
        seconds_before
        + coalesce(extract(epoch from least(greatest($as_of_at, first_opens_at),
            first_closes_at) - first_opens_at), 0)
        + coalesce(extract(epoch from least(greatest($as_of_at, second_opens_at),
            second_closes_at) - second_opens_at), 0) as business_seconds
    from business_day
    where utc_day = {utc_day}
),
deal as (
    select lead_id, opportunity_id from opportunities where lead_id is not null
    union all
    select leads.lead_id, leads.opportunity_id
    from leads
    join opportunities as named on leads.opportunity_id = named.opportunity_id
    where named.lead_id is null
),
deal_now as (
    select
        deal.lead_id,
        closed.is_won,
        case when journey.entered_at < $as_of_at then journey.entry_amount end as amount,
        journey.icp_tier in ('A', 'B') as is_fitting,
        deal.lead_id = min(deal.lead_id) over (partition by deal.opportunity_id) as is_first
    from population
    join deal on population.lead_id = deal.lead_id
    join opportunity_journey as journey on deal.opportunity_id = journey.opportunity_id
    left join closed_opportunity as closed
        on deal.opportunity_id = closed.opportunity_id
        and closed.closed_at < $as_of_at
        and (closed.reopened_at is null or closed.reopened_at >= $as_of_at)
    where journey.created_at < $as_of_at
        and coalesce(journey.deleted_at >= $as_of_at, true)
),
ended as (
    select
        lead_id,
        case
            when bool_or(coalesce(is_won, false)) then 'won'
            when bool_or(is_won is null) then 'open'
            else 'lost'
        end as outcome,
        sum(amount) filter (where is_first) as pipeline,
        sum(amount) filter (where is_first and is_fitting) as fitting_pipeline
    from deal_now
    group by all
),
attempt as (
    select population.lead_id, count(*) as attempts
    from population
    join activities on population.lead_id = activities.lead_id
    join people on activities.person_id = people.person_id
    where people.team = 'sales'
        and activities.at >= population.handed_over_at
        and activities.at < $as_of_at
    group by all
),
trip as (
    select
        lead.lead_id, lead.account_id, lead.owner, lead.source, lead.region, lead.icp_tier,
        lead.handed_over_at,
        coalesce(person.region, '(none)') as owner_region,
        coalesce(lead.response_due_at < $as_of_at, false) as is_due,
        is_due and coalesce(lead.response_business_seconds <= $response_sla_seconds
            and lead.human_response_at < $as_of_at, false) as is_answered,
        coalesce(lead.leak_due_at < $as_of_at, false) as is_leak_due,
        is_leak_due and coalesce(lead.first_action_at > lead.leak_due_at, true) as is_leaked,
        case when lead.decided_at < $as_of_at then lead.decision end as decision,
        lead.handed_over_at <= {mature_at} as is_mature,
        coalesce(ended.outcome, 'no deal') as outcome,
        ended.pipeline,
        ended.fitting_pipeline,
        coalesce(attempt.attempts, 0) as attempts,
        coalesce(lead.human_response_at < $as_of_at, false) as has_response,
        cast(coalesce(case when lead.human_response_at < $as_of_at
            then lead.response_business_seconds
            else clock.business_seconds - lead.handed_over_business_seconds
            end, 0) as bigint) as seconds
    from population as lead
    left join as_of_clock as clock on lead.calendar_key = clock.calendar_key
    left join person_dimension as person on lead.owner_id = person.person_id
    left join ended on lead.lead_id = ended.lead_id
    left join attempt on lead.lead_id = attempt.lead_id
)
"""


def trip_counts(
    reader: Reader, moment: Moment, kind: PlaceKind
) -> dict[tuple[str, str], dict[str, Decimal]]:
    """Per (source, place) every one of COUNTS; a pair without a lead is absent."""
    columns = ["source", f"{kind} as place", *COUNTS.values()]
    found = _rows(reader, moment, f"select{lines(columns, ',')}\nfrom trip\ngroup by all")
    return {
        (row[0], row[1]): {
            name: Decimal(value) for name, value in zip(COUNTS, row[2:], strict=True)
        }
        for row in found
    }


def trip_waits(
    reader: Reader, moment: Moment, kind: PlaceKind
) -> Sequence[tuple[str, str, int, int, int]]:
    """Source, place, business seconds, how many were answered and how many still wait then."""
    columns = [
        "source",
        f"{kind} as place",
        "seconds",
        "count(*) filter (where has_response)",
        "count(*) filter (where not has_response)",
    ]
    sql = f"select{lines(columns, ',')}\nfrom trip\ngroup by all\norder by seconds"
    return [(row[0], row[1], row[2], row[3], row[4]) for row in _rows(reader, moment, sql)]


def has_attempts(reader: Reader) -> bool:
    """Whether any activity of the load names a lead: without that nobody can count attempts."""
    sql = "select count(*) from activities where lead_id is not null"
    return bool(reader.exact_rows(sql, {})[0][0])


def trip_rows(
    reader: Reader,
    moment: Moment,
    kind: PlaceKind,
    source: str | None = None,
    place: str | None = None,
) -> RowSet:
    """The leads themselves, of one source and place where they are given, latest first."""
    kept = [
        f"{column} = $of_{column}"
        for column, member in (("source", source), (str(kind), place))
        if member is not None
    ]
    where = f"\nwhere {' and '.join(kept)}" if kept else ""
    columns = [f"{sql} as {name}" for name, sql in SHOWN.items()]
    sql = f"select{lines(columns, ',')}\nfrom trip{where}\norder by handed_over_at desc, lead_id"
    given = {"of_source": source, f"of_{kind}": place}
    return RowSet(tuple(SHOWN), tuple(tuple(row) for row in _rows(reader, moment, sql, given)))


def _rows(
    reader: Reader, moment: Moment, ending: str, given: Mapping[str, object] | None = None
) -> Sequence[tuple[Any, ...]]:
    question = Question(("sales_ready_leads",), (moment.period,), moment.scope, (), moment.as_of)
    statement = _statement(bench_of(reader, question).view, moment, ending)
    own = {name: value for name, value in (given or {}).items() if value is not None}
    return reader.exact_rows(statement.sql, {**statement.parameters, **own})


def _statement(view: View, moment: Moment, ending: str) -> Statement:
    parameters = Parameters(view)
    start_at = view.calendar.moment(moment.period.start_on)
    end_at = view.calendar.moment(max(moment.period.start_on, view.cut_on(moment.period)))
    mature_at = view.as_of_at - timedelta(days=mature_days())
    conditions = [
        f"handed_over_at >= {parameters.name('edge', start_at)}",
        f"and handed_over_at < {parameters.name('edge', end_at)}",
        *(f"and {condition}" for condition in scope_sql(view, parameters)),
    ]
    trips = _TRIP.format(
        conditions=lines(conditions, "", 8),
        utc_day=parameters.name("utc_day", view.as_of_at.date()),
        mature_at=parameters.name("mature", mature_at),
    )
    return Statement(trips + ending, parameters.used_in(trips))
