-- Step: one row per opportunity with touches: which kind of touch holds each anchor; of
-- touches of the same moment the one whose kind comes first by name.
with edge as (
    select
        opportunity_number,
        min(first_at) as first_at,
        max(last_at) as last_at,
        max(lead_anchor_at) as lead_anchor_at,
        max(opportunity_anchor_at) as opportunity_anchor_at
    from touch_group
    group by all
)

select
    edge.opportunity_number,
    min(
        case when held.first_at = edge.first_at then held.kind_number end
    ) as first_kind,
    min(
        case when held.last_at = edge.last_at then held.kind_number end
    ) as close_kind,
    min(
        case
            when held.lead_anchor_at = edge.lead_anchor_at then held.kind_number
        end
    ) as lead_kind,
    min(
        case
            when held.opportunity_anchor_at = edge.opportunity_anchor_at
                then held.kind_number
        end
    ) as opportunity_kind
from edge
join touch_group as held on edge.opportunity_number = held.opportunity_number
group by edge.opportunity_number
