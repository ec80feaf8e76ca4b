-- One row per opportunity and kind of touch (channel, source, campaign), by number:
-- the touches that count for it, their summed decay (half-life 30 days), which of its
-- anchors they hold, and how many lie strictly between the anchors of each model.
with flagged as (
    select
        held.*,
        anchor.touch_count as all_count,
        anchor.lead_count as lead_place,
        anchor.opportunity_count as opportunity_place,
        held.kind_number = anchor.first_kind as is_first,
        coalesce(held.kind_number = anchor.lead_kind, false) as is_lead_creation,
        coalesce(held.kind_number = anchor.opportunity_kind, false)
            as is_opportunity_creation,
        held.kind_number = anchor.close_kind as is_close
    from touch_group as held
    join opportunity_anchor as anchor
        on held.opportunity_number = anchor.opportunity_number
),

-- Anchors held, one that is the same touch as another counted once: an anchor's place
-- is how many touches there are up to it.
anchored as (
    select
        flagged.*,
        case when flagged.is_first then 1 else 0 end as firsts,
        case
            when flagged.is_lead_creation and flagged.lead_place > 1 then 1
            else 0
        end
        + case
            when
                flagged.is_opportunity_creation
                and flagged.opportunity_place > 1
                and flagged.opportunity_place <> flagged.lead_place
                then 1
            else 0
        end as creations,
        case when flagged.is_close and flagged.all_count > 1 then 1 else 0 end as closes
    from flagged
)

select
    anchored.opportunity_number,
    anchored.kind_number,
    cast(anchored.touch_count as integer) as touch_count,
    anchored.decay,
    anchored.is_first,
    anchored.is_lead_creation,
    anchored.is_opportunity_creation,
    anchored.is_close,
    cast(anchored.touch_count - anchored.firsts - anchored.closes as integer)
        as between_count,
    cast(
        case
            when anchored.lead_place + anchored.opportunity_place = 0 then 0
            else anchored.before_count - anchored.firsts - anchored.creations
        end as integer
    ) as before_creation_count,
    cast(
        anchored.touch_count - anchored.firsts - anchored.creations
        - case
            when
                anchored.all_count <> anchored.lead_place
                and anchored.all_count <> anchored.opportunity_place
                then anchored.closes
            else 0
        end as integer
    ) as off_anchor_count,
    anchored.first_at,
    anchored.last_at
from anchored
