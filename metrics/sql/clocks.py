"""Statements on the handover's clocks: business seconds between moments, the open ones so far."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.periods import Period
from metrics.sql.flow import Statement
from metrics.sql.view import Parameters, View, scope_sql

_CLOCK = """with as_of_clock as (
    select
        calendar_key,
        seconds_before
        + coalesce(extract(epoch from least(greatest($as_of_at, first_opens_at),
            first_closes_at) - first_opens_at), 0)
        + coalesce(extract(epoch from least(greatest($as_of_at, second_opens_at),
            second_closes_at) - second_opens_at), 0) as now_seconds
    from business_day
    where utc_day = {utc_day}
)"""

# A response before the handover counts as one at the handover, an assignment before it too, and
# a response before the assignment ends the system's wait: so the two parts add up to the whole.
_DELAYS = """,
handover as (
    select
        handed_over_business_seconds as start_seconds,
        case when human_response_at < $as_of_at
            then handed_over_business_seconds + response_business_seconds end as answer_seconds,
        case when assigned_at < $as_of_at
            then greatest(assigned_business_seconds, handed_over_business_seconds)
        end as assigned_seconds,
        case when automated_response_at < $as_of_at
            then greatest(automated_business_seconds, handed_over_business_seconds)
        end as automated_seconds,
        coalesce(assigned_at < $as_of_at and assigned_at < handed_over_at, false)
            as is_assigned_before,
        coalesce(human_response_at < $as_of_at and human_response_at < assigned_at, false)
            as is_answered_before,
        as_of_clock.now_seconds
    from lead_journey
    left join as_of_clock on lead_journey.calendar_key = as_of_clock.calendar_key
    where handed_over_at >= {start} and handed_over_at < {end}{scope}
),
wait as (
    select 'response' as clock,
        coalesce(answer_seconds, now_seconds) - start_seconds as seconds,
        answer_seconds is not null as has_ended, false as is_flagged
    from handover
    union all
    select 'system',
        coalesce(least(assigned_seconds, answer_seconds), now_seconds) - start_seconds,
        assigned_seconds is not null, is_assigned_before
    from handover
    where assigned_seconds is not null or answer_seconds is null
    union all
    select 'human',
        coalesce(answer_seconds, now_seconds) - least(assigned_seconds,
            coalesce(answer_seconds, assigned_seconds)),
        answer_seconds is not null, is_answered_before
    from handover
    where assigned_seconds is not null
    union all
    select 'unassigned', 0, true, false
    from handover
    where assigned_seconds is null and answer_seconds is not null
    union all
    select 'automated', automated_seconds - start_seconds, true, false
    from handover
    where automated_seconds is not null
)"""

_ANSWERS = """,
wait as (
    select 'answer' as clock,
        case when hand_back_answered_at < $as_of_at then hand_back_answer_business_seconds
            else as_of_clock.now_seconds - handed_back_business_seconds end as seconds,
        coalesce(hand_back_answered_at < $as_of_at, false) as has_ended, false as is_flagged
    from lead_journey
    cross join workspace_setting
    left join as_of_clock on workspace_setting.company_calendar_key = as_of_clock.calendar_key
    where handed_back_at >= {start} and handed_back_at < {end}{scope}
)"""

_COUNTED = """
select clock, cast(greatest(coalesce(seconds, 0), 0) as bigint) as seconds,
    count(*) filter (where has_ended) as ended,
    count(*) filter (where not has_ended) as waiting,
    count(*) filter (where is_flagged) as flagged
from wait
group by all
order by clock, seconds"""

_LEAKS = """
select
    lead_journey.lead_id,
    coalesce(accounts.name, '') as account,
    lead_journey.source,
    lead_journey.region,
    lead_journey.owner,
    lead_journey.manager,
    lead_journey.handed_over_at,
    lead_journey.leak_due_at,
    cast(as_of_clock.now_seconds - handed_over_business_seconds as bigint) as waited_seconds,
    lead_journey.leak_due_at >= {start} and lead_journey.leak_due_at < {end} as is_of_period
from lead_journey
left join as_of_clock on lead_journey.calendar_key = as_of_clock.calendar_key
left join accounts on lead_journey.account_id = accounts.account_id
where lead_journey.leak_due_at < $as_of_at
    and (first_action_at is null or first_action_at >= $as_of_at)
    and (disqualified_at is null or disqualified_at >= $as_of_at){scope}
order by waited_seconds desc, lead_journey.handed_over_at, lead_journey.lead_id"""


@dataclass(frozen=True)
class _Asked:
    """A period in a view, and the values its statement takes."""

    period: Period
    view: View

    def filled(self, template: str, prefix: str = "") -> Statement:
        parameters = Parameters(self.view)
        start = self.view.bound("_at", self.period.start_on)
        end = self.view.bound("_at", max(self.period.start_on, self.view.cut_on(self.period)))
        conditions: Sequence[str] = scope_sql(self.view, parameters)
        sql = (
            template.replace("{utc_day}", parameters.name("utc_day", self.view.as_of_at.date()))
            .replace("{start}", parameters.name("edge", start))
            .replace("{end}", parameters.name("edge", end))
            .replace("{scope}", "".join(f"\n    and {prefix}{one}" for one in conditions))
        )
        return Statement(sql, parameters.used_in(sql))


def delays_statement(period: Period, view: View) -> Statement:
    """Per clock and business seconds, of the period's handovers: ended, waiting, flagged.

    The clocks: response (the whole wait), system and human (its parts), automated, and
    'unassigned': answered without an assignment on record.
    """
    return _Asked(period, view).filled(_CLOCK + _DELAYS + _COUNTED)


def hand_backs_statement(period: Period, view: View) -> Statement:
    """The same of marketing's clock on the period's hand-backs."""
    return _Asked(period, view).filled(_CLOCK + _ANSWERS + _COUNTED)


def leaks_statement(period: Period, view: View) -> Statement:
    """Every lead past its leak limit on which nobody has acted by the as-of, longest first."""
    return _Asked(period, view).filled(_CLOCK + _LEAKS, "lead_journey.")
