-- Step: one row per origin of history: which columns it fills. What an origin never
-- fills was not exported, so the opportunity's own value stands there.
select
    coalesce(origin, 'export') as origin,
    count(stage) > 0 as has_stage,
    count(amount) > 0 as has_amount,
    count(expected_close_on) > 0 as has_expected_close,
    count(probability) > 0 as has_probability,
    count(owner_id) > 0 as has_owner,
    count(region) > 0 as has_region,
    count(source) > 0 as has_source,
    count(industry) > 0 as has_industry,
    count(size_band) > 0 as has_size_band,
    case when max(probability) > 1 then 0.01 else 1 end as probability_scale
from opportunity_history
group by all
