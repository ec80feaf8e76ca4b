-- Step: one row per touch and opportunity it counts for. A touch follows the first of
-- its links that leads to an opportunity: that opportunity, else its lead's, else its
-- account's.
with lead_window as (
    select
        lead_link.lead_id,
        touch_window.opportunity_number,
        touch_window.opens_at,
        touch_window.closes_at
    from lead_link
    join touch_window on lead_link.opportunity_id = touch_window.opportunity_id
),

linked_lead as (
    select distinct lead_id
    from lead_link
),

counted as (
    select
        deal.opportunity_number,
        touches.channel,
        touches.source,
        touches.campaign_id,
        touches.touched_at
    from touches
    join touch_window as deal
        on
            touches.opportunity_id = deal.opportunity_id
            and touches.touched_at >= deal.opens_at
            and touches.touched_at <= deal.closes_at
    union all
    select
        lead_window.opportunity_number,
        touches.channel,
        touches.source,
        touches.campaign_id,
        touches.touched_at
    from touches
    join lead_window
        on
            touches.lead_id = lead_window.lead_id
            and touches.touched_at >= lead_window.opens_at
            and touches.touched_at <= lead_window.closes_at
    left join touch_window as named_deal
        on touches.opportunity_id = named_deal.opportunity_id
    where named_deal.opportunity_id is null
    union all
    select
        account_deal.opportunity_number,
        touches.channel,
        touches.source,
        touches.campaign_id,
        touches.touched_at
    from touches
    join touch_window as account_deal
        on
            touches.account_id = account_deal.account_id
            and touches.touched_at >= account_deal.opens_at
            and touches.touched_at <= account_deal.closes_at
    left join touch_window as other_deal
        on touches.opportunity_id = other_deal.opportunity_id
    left join linked_lead on touches.lead_id = linked_lead.lead_id
    where other_deal.opportunity_id is null and linked_lead.lead_id is null
)

select
    counted.opportunity_number,
    touch_key.kind_number,
    counted.touched_at
from counted
join touch_key
    on
        counted.channel = touch_key.channel
        and counted.source is not distinct from touch_key.source
        and counted.campaign_id is not distinct from touch_key.campaign_id
