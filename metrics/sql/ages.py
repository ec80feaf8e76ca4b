"""Cohorts by age: when each member got there, and how old it is, in whole days of 24 hours."""

from collections.abc import Sequence
from dataclasses import dataclass

from metrics.periods import Period
from metrics.sql.flow import Statement
from metrics.sql.view import Parameters, View, scope_sql

_WON = """least(
    case when won_at < $as_of_at then won_at end,
    case when undone_win_at < $as_of_at and undone_win_until >= $as_of_at
        then undone_win_at end)"""
_OPPORTUNITY = "case when opportunity_at < $as_of_at then opportunity_at end"


@dataclass(frozen=True)
class Way:
    """From the creation of the rows of a fact to a moment, as the KPI of the same key has it."""

    fact: str
    reached_at: str
    horizon_days: int


WAYS = {
    "lead_to_opportunity_rate": Way("lead_journey", _OPPORTUNITY, 90),
    "lead_to_won_rate": Way("lead_journey", _WON, 180),
    "created_win_rate": Way("created_opportunity", _WON, 180),
}

# A member is watched for the days it has lived through whole: what happens in its last, unfinished
# day counts when that day is over, for it as for all others of its age.
_COHORT = """select {number} as cohort, age_days,
    case when reached_days <= age_days then case when reached_days < 0 then 0 else reached_days end
    end as reached_days, count(*) as members
from (
    select
        cast(floor(extract(epoch from $as_of_at - created_at) / 86400) as bigint) as age_days,
        cast(ceil(extract(epoch from reached_at - created_at) / 86400) as bigint) as reached_days
    from (
        select created_at, {reached} as reached_at
        from {fact}
        where created_at >= {start} and created_at < {end}{scope}
    )
)
group by all"""


def ages_statement(way: Way, periods: Sequence[Period], view: View) -> Statement:
    """Per cohort: members by the whole days they have lived and the days they took to get there.

    The cohort is the number of the period; no days taken: not there yet.
    """
    parameters = Parameters(view)
    scope = "".join(f" and {one}" for one in scope_sql(view, parameters))
    scans = []
    for number, period in enumerate(periods):
        filled = {
            "{number}": str(number),
            "{reached}": way.reached_at,
            "{fact}": way.fact,
            "{start}": parameters.name("edge", view.bound("_at", period.start_on)),
            "{end}": parameters.name(
                "edge", view.bound("_at", max(period.start_on, view.cut_on(period)))
            ),
            "{scope}": scope,
        }
        scan = _COHORT
        for name, text in filled.items():
            scan = scan.replace(name, text)
        scans.append(scan)
    sql = "\nunion all\n".join(scans)
    return Statement(sql, parameters.used_in(sql))
