-- One row per path of channels and way it ended: how many opportunities went it, and
-- the won amount in the reporting currency. A path names a channel once in a row; a
-- stale one is open and older than the look-back.
with stop as (
    select
        touch_step.opportunity_number,
        touch_step.place,
        touched.channel
    from touch_step
    join touch_kind as touched on touch_step.kind_number = touched.kind_number
    left join touch_kind as touched_before
        on touch_step.kind_before = touched_before.kind_number
    where touched.channel is distinct from touched_before.channel
),

opportunity_path as (
    select
        opportunity_number,
        path_of(channel, place) as path
    from stop
    group by opportunity_number
),

ended as (
    select
        opportunity_path.path,
        now_is.outcome,
        closed_opportunity.amount,
        now_is.outcome = 'open' and now_is.created_at < touch_window.opens_at
            as is_stale
    from opportunity_path
    join touch_window
        on opportunity_path.opportunity_number = touch_window.opportunity_number
    join opportunity_current as now_is
        on touch_window.opportunity_id = now_is.opportunity_id
    left join closed_opportunity
        on
            touch_window.opportunity_id = closed_opportunity.opportunity_id
            and closed_opportunity.is_standing
)

select
    path,
    outcome,
    count(*) as opportunity_count,
    sum(amount) as amount,
    is_stale
from ended
group by all
order by path, outcome, is_stale
