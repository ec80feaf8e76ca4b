-- One row per opportunity with touches: its channels in the order they came, the same
-- one only once in a row; amount in the reporting currency where it was won.
with placed as (
    select
        opportunity_number,
        channel_number,
        row_number() over in_time as place,
        lag(channel_number) over in_time as channel_before
    from eligible_touch
    window in_time as (
        partition by opportunity_number order by touched_at, channel_number
    )
),

channel_name as (
    select distinct
        channel,
        channel_number
    from touch_kind
),

path as (
    select
        placed.opportunity_number,
        path_of(channel_name.channel, placed.place) as path
    from placed
    join channel_name on placed.channel_number = channel_name.channel_number
    where placed.channel_number is distinct from placed.channel_before
    group by placed.opportunity_number
)

select
    touch_window.opportunity_id,
    path.path,
    now_is.outcome,
    closed_opportunity.amount,
    now_is.outcome = 'open' and now_is.created_at < touch_window.opens_at as is_stale,
    touch_window.closes_at,
    closed_opportunity.closed_on
from path
join touch_window on path.opportunity_number = touch_window.opportunity_number
join opportunity_current as now_is
    on touch_window.opportunity_id = now_is.opportunity_id
left join closed_opportunity
    on
        touch_window.opportunity_id = closed_opportunity.opportunity_id
        and closed_opportunity.is_standing
