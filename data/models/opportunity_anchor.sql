-- One row per opportunity with touches: how many count for it, up to each creation and
-- strictly between the anchors of each model, their decay, and which kind of touch
-- holds each anchor. Touches of one moment stand in the order of their kinds.
with placed as (
    select
        opportunity_number,
        kind_number,
        is_before_lead,
        is_before_opportunity,
        place * 2147483648 + kind_number as place_and_kind
    from touch_step
),

-- The last step up to a creation leads to the kind of the last touch up to it.
held as (
    select
        opportunity_number,
        min(place_and_kind) % 2147483648 as first_kind,
        max(case when is_before_lead then place_and_kind end) % 2147483648 as lead_kind,
        max(
            case when is_before_opportunity then place_and_kind end
        ) % 2147483648 as opportunity_kind,
        max(place_and_kind) % 2147483648 as close_kind
    from placed
    group by opportunity_number
),

decayed as (
    select
        opportunity_number,
        sum(decay) as decay
    from touch_group
    group by all
),

-- The first touch and the creations that are touches of their own.
anchored as (
    select
        touch_end.*,
        1
        + case when touch_end.lead_count > 1 then 1 else 0 end
        + case
            when
                touch_end.opportunity_count > 1
                and touch_end.opportunity_count <> touch_end.lead_count
                then 1
            else 0
        end as anchors
    from touch_end
)

select
    anchored.opportunity_number,
    touch_window.opportunity_id,
    cast(held.first_kind as integer) as first_kind,
    cast(held.lead_kind as integer) as lead_kind,
    cast(held.opportunity_kind as integer) as opportunity_kind,
    cast(held.close_kind as integer) as close_kind,
    cast(anchored.touch_count as integer) as touch_count,
    cast(anchored.lead_count as integer) as lead_count,
    cast(anchored.opportunity_count as integer) as opportunity_count,
    cast(greatest(anchored.touch_count - 2, 0) as integer) as between_count,
    cast(
        case
            when anchored.lead_count + anchored.opportunity_count = 0 then 0
            else
                greatest(anchored.lead_count, anchored.opportunity_count)
                - anchored.anchors
        end as integer
    ) as before_creation_count,
    cast(
        anchored.touch_count - anchored.anchors
        - case
            when
                anchored.touch_count > 1
                and anchored.touch_count <> anchored.lead_count
                and anchored.touch_count <> anchored.opportunity_count
                then 1
            else 0
        end as integer
    ) as off_anchor_count,
    decayed.decay,
    anchored.first_at,
    anchored.last_at
from anchored
join held on anchored.opportunity_number = held.opportunity_number
join decayed on anchored.opportunity_number = decayed.opportunity_number
join touch_window on anchored.opportunity_number = touch_window.opportunity_number
order by anchored.opportunity_number
