-- Step: one row per opportunity with history: its first and last moment and last
-- outcome.
with edge as (
    select
        opportunity_id,
        min(valid_from) as first_at,
        max(valid_from) as last_at
    from history_version
    group by all
)

select
    edge.opportunity_id,
    edge.first_at,
    edge.last_at,
    history_version.outcome as last_outcome,
    history_version.is_deleted as is_last_deleted
from edge
join history_version
    on
        edge.opportunity_id = history_version.opportunity_id
        and edge.last_at = history_version.valid_from
