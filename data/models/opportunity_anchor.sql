-- One row per opportunity with touches: how many count for it, up to each creation
-- and strictly between the anchors of each model, their decay, and which kind of touch
-- holds each anchor. Touches of one moment stand in the order of their kinds.
with edge as (
    select
        opportunity_number,
        sum(touch_count) as touch_count,
        sum(lead_count) as lead_count,
        sum(opportunity_count) as opportunity_count,
        sum(decay) as decay,
        min(first_at) as first_at,
        max(last_at) as last_at,
        max(lead_anchor_at) as lead_anchor_at,
        max(opportunity_anchor_at) as opportunity_anchor_at
    from touch_group
    group by all
),

held as (
    select
        edge.opportunity_number,
        min(
            case when held.first_at = edge.first_at then held.kind_number end
        ) as first_kind,
        max(
            case
                when held.lead_anchor_at = edge.lead_anchor_at then held.kind_number
            end
        ) as lead_kind,
        max(
            case
                when held.opportunity_anchor_at = edge.opportunity_anchor_at
                    then held.kind_number
            end
        ) as opportunity_kind,
        max(
            case when held.last_at = edge.last_at then held.kind_number end
        ) as close_kind
    from edge
    join touch_group as held on edge.opportunity_number = held.opportunity_number
    group by edge.opportunity_number
),

-- The first touch and the creations that are touches of their own.
anchored as (
    select
        opportunity_number,
        1
        + case when lead_count > 1 then 1 else 0 end
        + case
            when opportunity_count > 1 and opportunity_count <> lead_count then 1
            else 0
        end as anchors
    from edge
)

select
    edge.opportunity_number,
    touch_window.opportunity_id,
    held.first_kind,
    held.lead_kind,
    held.opportunity_kind,
    held.close_kind,
    cast(edge.touch_count as integer) as touch_count,
    cast(edge.lead_count as integer) as lead_count,
    cast(edge.opportunity_count as integer) as opportunity_count,
    cast(greatest(edge.touch_count - 2, 0) as integer) as between_count,
    cast(
        case
            when edge.lead_count + edge.opportunity_count = 0 then 0
            else greatest(edge.lead_count, edge.opportunity_count) - anchored.anchors
        end as integer
    ) as before_creation_count,
    cast(
        edge.touch_count - anchored.anchors
        - case
            when
                edge.touch_count > 1
                and edge.touch_count <> edge.lead_count
                and edge.touch_count <> edge.opportunity_count
                then 1
            else 0
        end as integer
    ) as off_anchor_count,
    edge.decay,
    edge.first_at,
    edge.last_at
from edge
join held on edge.opportunity_number = held.opportunity_number
join anchored on edge.opportunity_number = anchored.opportunity_number
join touch_window on edge.opportunity_number = touch_window.opportunity_number
order by edge.opportunity_number
