-- One row per opportunity, channel, source and campaign: the touches that count for it, their
-- decay (half-life 30 days to the close, summed), which of its anchors they hold.
with ranked as (
    select
        touch_group.*,
        row_number() over (
            partition by opportunity_number
            order by first_at, channel, source, campaign_id
        ) as first_place,
        row_number() over (
            partition by opportunity_number
            order by lead_anchor_at desc nulls last, channel, source, campaign_id
        ) as lead_place,
        row_number() over (
            partition by opportunity_number
            order by opportunity_anchor_at desc nulls last, channel, source, campaign_id
        ) as opportunity_place,
        row_number() over (
            partition by opportunity_number
            order by last_at desc, channel, source, campaign_id
        ) as last_place
    from touch_group
)

select
    touch_window.opportunity_id,
    ranked.channel,
    coalesce(ranked.source, '(none)') as source,
    coalesce(campaign_dimension.campaign, ranked.campaign_id, '(none)') as campaign,
    ranked.campaign_id,
    ranked.touch_count,
    ranked.decay,
    ranked.first_place = 1 as is_first,
    ranked.lead_place = 1 and ranked.lead_anchor_at is not null as is_lead_creation,
    ranked.opportunity_place = 1 and ranked.opportunity_anchor_at is not null
        as is_opportunity_creation,
    ranked.last_place = 1 as is_close,
    ranked.first_at,
    ranked.last_at,
    ranked.lead_anchor_at,
    ranked.opportunity_anchor_at
from ranked
join touch_window on ranked.opportunity_number = touch_window.opportunity_number
left join campaign_dimension on ranked.campaign_id = campaign_dimension.campaign_id
order by opportunity_id, channel
