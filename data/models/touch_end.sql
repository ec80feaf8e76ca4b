-- Step: one row per opportunity with touches: how many there are, in all and up to each
-- creation, the first of them and the last, from which the others decay.
select
    opportunity_number,
    count(*) as touch_count,
    count(*) filter (where is_before_lead) as lead_count,
    count(*) filter (where is_before_opportunity) as opportunity_count,
    min(touched_at) as first_at,
    max(touched_at) as last_at
from eligible_touch
group by all
