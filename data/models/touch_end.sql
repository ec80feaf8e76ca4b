-- Step: one row per opportunity with touches: its last touch, from which the others
-- decay, and the creations up to which touches are counted.
with last_touch as (
    select
        opportunity_number,
        max(touched_at) as last_at
    from eligible_touch
    group by all
)

select
    last_touch.opportunity_number,
    last_touch.last_at,
    touch_window.lead_created_at,
    touch_window.opportunity_created_at
from last_touch
join touch_window on last_touch.opportunity_number = touch_window.opportunity_number
