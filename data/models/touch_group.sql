-- Step: one row per opportunity and kind of touch: its touches, counted once, and those
-- up to the later creation; decay to the last touch, which halves in 30 days (a rate of
-- ln 2 in 2592000 seconds), exact so that no order of rows changes it.
select
    eligible_touch.opportunity_number,
    eligible_touch.kind_number,
    count(*) as touch_count,
    count(*) filter (
        where eligible_touch.is_before_lead or eligible_touch.is_before_opportunity
    ) as before_count,
    sum(
        cast(
            exp(
                seconds_between(touch_end.last_at, eligible_touch.touched_at)
                * 2.674178937345468e-7
            ) as decimal(18, 15)
        )
    ) as decay,
    min(eligible_touch.touched_at) as first_at,
    max(eligible_touch.touched_at) as last_at
from eligible_touch
join touch_end on eligible_touch.opportunity_number = touch_end.opportunity_number
group by all
