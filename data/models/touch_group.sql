-- Step: one row per opportunity and kind of touch: its touches, counted once, and those
-- up to each creation; decay with a half-life of 30 days to the last touch, exact so
-- that no order of rows changes it.
select
    eligible_touch.opportunity_number,
    eligible_touch.kind_number,
    count(*) as touch_count,
    count(*) filter (
        where eligible_touch.touched_at <= touch_end.lead_created_at
    ) as lead_count,
    count(*) filter (
        where eligible_touch.touched_at <= touch_end.opportunity_created_at
    ) as opportunity_count,
    sum(
        cast(
            power(
                0.5,
                seconds_between(eligible_touch.touched_at, touch_end.last_at)
                / 2592000.0
            ) as decimal(18, 15)
        )
    ) as decay,
    min(eligible_touch.touched_at) as first_at,
    max(eligible_touch.touched_at) as last_at,
    max(
        case
            when eligible_touch.touched_at <= touch_end.lead_created_at
                then eligible_touch.touched_at
        end
    ) as lead_anchor_at,
    max(
        case
            when eligible_touch.touched_at <= touch_end.opportunity_created_at
                then eligible_touch.touched_at
        end
    ) as opportunity_anchor_at
from eligible_touch
join touch_end on eligible_touch.opportunity_number = touch_end.opportunity_number
group by all
