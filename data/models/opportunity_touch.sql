-- One row per opportunity, channel, source and campaign: the touches that count for it,
-- their summed decay (half-life 30 days to the close), which of the opportunity's
-- anchors they hold.
select
    touch_window.opportunity_id,
    touch_kind.campaign_id,
    touch_kind.channel,
    coalesce(touch_kind.source, '(none)') as source,
    coalesce(campaign_dimension.campaign, touch_kind.campaign_id, '(none)') as campaign,
    held.touch_count,
    held.decay,
    held.kind_number = anchor.first_kind as is_first,
    coalesce(held.kind_number = anchor.lead_kind, false) as is_lead_creation,
    coalesce(held.kind_number = anchor.opportunity_kind, false)
        as is_opportunity_creation,
    held.kind_number = anchor.close_kind as is_close,
    held.first_at,
    held.last_at,
    held.lead_anchor_at,
    held.opportunity_anchor_at
from touch_group as held
join touch_window on held.opportunity_number = touch_window.opportunity_number
join touch_anchor as anchor on held.opportunity_number = anchor.opportunity_number
join touch_kind on held.kind_number = touch_kind.kind_number
left join campaign_dimension on touch_kind.campaign_id = campaign_dimension.campaign_id
