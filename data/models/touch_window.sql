-- Step: one row per opportunity: the stretch of time in which a touch counts for it,
-- both ends included, up to its close; for an open one up to the last touch there is.
with last_touch as (
    select max(touched_at) as last_at
    from touches
)

select
    now_is.opportunity_id,
    now_is.account_id,
    cast(
        row_number() over (order by now_is.opportunity_id) as integer
    ) as opportunity_number,
    now_is.created_at as opportunity_created_at,
    leads.created_at as lead_created_at,
    coalesce(now_is.closed_at, last_touch.last_at)
    - workspace_setting.look_back_days * interval '1' day as opens_at,
    coalesce(now_is.closed_at, last_touch.last_at) as closes_at
from opportunity_current as now_is
cross join workspace_setting
cross join last_touch
left join leads on now_is.lead_id = leads.lead_id
