-- Step: one row per touch and opportunity it counts for, and whether it came before the
-- creations. A touch follows the first of its links that leads to an opportunity: that
-- opportunity, else its lead's, else its account's.
with lead_window as (
    select
        lead_link.lead_id,
        touch_window.opportunity_number,
        touch_window.opens_at,
        touch_window.closes_at,
        touch_window.lead_created_at,
        touch_window.opportunity_created_at
    from lead_link
    join touch_window on lead_link.opportunity_id = touch_window.opportunity_id
),

linked_lead as (
    select distinct lead_id
    from lead_link
),

unknown as (
    select target_key
    from unknown_opportunity
    where table_name = 'touches'
),

undirected as (
    select
        touches.lead_id,
        touches.account_id,
        touches.channel,
        touches.source,
        touches.campaign_id,
        touches.touched_at
    from touches
    left join unknown on touches.opportunity_id = unknown.target_key
    where touches.opportunity_id is null or unknown.target_key is not null
),

counted as (
    select
        deal.opportunity_number,
        touches.channel,
        touches.source,
        touches.campaign_id,
        touches.touched_at,
        touches.touched_at <= deal.lead_created_at as is_before_lead,
        touches.touched_at <= deal.opportunity_created_at as is_before_opportunity
    from touches
    join touch_window as deal
        on
            touches.opportunity_id = deal.opportunity_id
            and touches.touched_at >= deal.opens_at
            and touches.touched_at <= deal.closes_at
    union all
    select
        deal.opportunity_number,
        undirected.channel,
        undirected.source,
        undirected.campaign_id,
        undirected.touched_at,
        undirected.touched_at <= deal.lead_created_at as is_before_lead,
        undirected.touched_at <= deal.opportunity_created_at as is_before_opportunity
    from undirected
    join lead_window as deal
        on
            undirected.lead_id = deal.lead_id
            and undirected.touched_at >= deal.opens_at
            and undirected.touched_at <= deal.closes_at
    union all
    select
        deal.opportunity_number,
        undirected.channel,
        undirected.source,
        undirected.campaign_id,
        undirected.touched_at,
        undirected.touched_at <= deal.lead_created_at as is_before_lead,
        undirected.touched_at <= deal.opportunity_created_at as is_before_opportunity
    from undirected
    left join linked_lead on undirected.lead_id = linked_lead.lead_id
    join touch_window as deal
        on
            undirected.account_id = deal.account_id
            and undirected.touched_at >= deal.opens_at
            and undirected.touched_at <= deal.closes_at
    where linked_lead.lead_id is null
)

select
    counted.opportunity_number,
    touch_key.kind_number,
    coalesce(counted.is_before_lead, false) as is_before_lead,
    coalesce(counted.is_before_opportunity, false) as is_before_opportunity,
    counted.touched_at
from counted
join touch_key
    on
        counted.channel = touch_key.channel
        and counted.source is not distinct from touch_key.source
        and counted.campaign_id is not distinct from touch_key.campaign_id
