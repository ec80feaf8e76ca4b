"""Statements on deals in their stages: how long they stay, where they go, how they end."""

from metrics.periods import Period
from metrics.sql.flow import Statement
from metrics.sql.view import Parameters, View, scope_sql

# Who is in which stage is a guess until the history begins: no length can be measured there.
NOT_RECORDED = "(none)"

_STAYS = """select
    stage,
    min(stage_position) as position,
    case
        when is_derived or stage = '(none)' then null
        else greatest(coalesce(case when left_at < $as_of_at then left_on end,
            $as_of_on) - entered_on, 0)
    end as days,
    count(*) filter (where left_at < $as_of_at and left_to_kind <> 'deleted') as ended,
    count(*) filter (where left_at is null or left_at >= $as_of_at) as staying,
    count(*) filter (where left_at < $as_of_at and left_to_kind = 'deleted') as deleted
from stage_visit
where entered_at >= {start} and entered_at < {end}{scope}
group by stage, days
order by stage, days"""

_MOVES = """select
    stage as from_stage,
    min(stage_position) as from_position,
    left_to as to_place,
    left_to_kind as to_kind,
    min(left_to_position) as to_position,
    count(*) as moves,
    count(distinct opportunity_id) as deals,
    coalesce(sum(left_amount), 0) as amount,
    count(*) filter (where left_amount is null) as null_amounts
from stage_visit
where left_at >= {start} and left_at < {end}{scope}
group by stage, left_to, left_to_kind
union all
select
    entered_from,
    null,
    stage,
    concat('reopened ', entered_from_kind),
    min(stage_position),
    count(*),
    count(distinct opportunity_id),
    coalesce(sum(entered_amount), 0),
    count(*) filter (where entered_amount is null)
from stage_visit
where entered_from_kind <> 'open'
    and entered_at >= {start} and entered_at < {end}{scope}
group by entered_from, entered_from_kind, stage"""

_SKIPS = """with move as (
    select opportunity_id, stage_position, left_to_kind, left_to_position, left_at
    from stage_visit
    where left_at >= {start} and left_at < {end}{scope}
        and left_to_kind in ('open', 'won')
        and (left_to_kind = 'won' or left_to_position > stage_position)
),
told_late as (
    select opportunity_id
    from stage_visit
    where is_derived
),
passed as (
    select stages.stage, stages.position, move.opportunity_id, move.left_at,
        move.stage_position < stages.position as is_over
    from move
    join stages
        on stages.kind = 'open' and move.stage_position <= stages.position
            and (move.left_to_kind = 'won' or move.left_to_position > stages.position)
    where move.opportunity_id not in (select opportunity_id from told_late)
),
been as (
    select opportunity_id, stage, min(entered_at) as first_at
    from stage_visit
    where opportunity_id in (select opportunity_id from move)
    group by opportunity_id, stage
)
select passed.stage, passed.position,
    count(distinct passed.opportunity_id) as passed,
    count(distinct passed.opportunity_id) filter (
        where passed.is_over and been.first_at is null
    ) as skipped
from passed
left join been
    on passed.opportunity_id = been.opportunity_id and passed.stage = been.stage
        and been.first_at < passed.left_at
group by passed.stage, passed.position
order by passed.position"""

_ENDINGS = """with ending as (
    select opportunity_id, bool_or(is_won) as is_won, min(cycle_days) as cycle_days
    from closed_opportunity
    where closed_at < $as_of_at and (reopened_at is null or reopened_at >= $as_of_at)
    group by opportunity_id
),
deal as (
    select
        case when ending.is_won then 'won' when not ending.is_won then 'lost'
            when deleted_on <= $as_of_on then 'deleted' else 'open' end as result,
        greatest(coalesce(ending.cycle_days,
            least(deleted_on, $as_of_on) - created_on), 0) as days
    from created_opportunity
    left join ending on created_opportunity.opportunity_id = ending.opportunity_id
    where created_at >= {start} and created_at < {end}{scope}
)
select days,
    count(*) filter (where result = 'won') as won,
    count(*) filter (where result = 'lost') as lost,
    count(*) filter (where result = 'open') as still_open,
    count(*) filter (where result = 'deleted') as deleted
from deal
group by days
order by days"""


def stays_statement(period: Period, view: View) -> Statement:
    """Per stage and days stayed, of the stays that began in the period: ended, staying, deleted.

    Stays whose length is not known have no days.
    """
    return _filled(_STAYS, period, view)


def moves_statement(period: Period, view: View) -> Statement:
    """Per stage left and place gone to in the period: moves, deals, amount in whole currency."""
    return _filled(_MOVES, period, view)


def skips_statement(period: Period, view: View) -> Statement:
    """Per stage: deals that went past it in the period, and those never seen in it."""
    return _filled(_SKIPS, period, view)


def endings_statement(period: Period, view: View) -> Statement:
    """Per age in days, of the deals created in the period: won, lost, open, deleted."""
    return _filled(_ENDINGS, period, view)


def _filled(template: str, period: Period, view: View) -> Statement:
    """The statement for the part of the period that is seen, in the view's scope."""
    parameters = Parameters(view)
    start = parameters.name("edge", view.bound("_at", period.start_on))
    end = parameters.name("edge", view.bound("_at", max(period.start_on, view.cut_on(period))))
    scope = "".join(f"\n    and {one}" for one in scope_sql(view, parameters))
    sql = template.replace("{start}", start).replace("{end}", end).replace("{scope}", scope)
    return Statement(sql, parameters.used_in(sql))
