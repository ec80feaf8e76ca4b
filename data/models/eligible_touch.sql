-- Step: one row per touch and opportunity it counts for. A touch follows the first of its
-- links that leads to an opportunity: the opportunity itself, else its lead, else its account.
with lead_window as (
    select
        lead_link.lead_id,
        touch_window.opportunity_number,
        touch_window.opens_at,
        touch_window.closes_at
    from lead_link
    join touch_window on lead_link.opportunity_id = touch_window.opportunity_id
),

by_opportunity as (
    select
        touch_window.opportunity_number,
        touches.channel,
        touches.source,
        touches.campaign_id,
        touches.touched_at
    from touches
    join touch_window
        on
            touches.opportunity_id = touch_window.opportunity_id
            and touches.touched_at >= touch_window.opens_at
            and touches.touched_at <= touch_window.closes_at
),

by_lead as (
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
    where
        touches.opportunity_id is null
        or touches.opportunity_id not in (select opportunity_id from touch_window)
),

by_account as (
    select
        touch_window.opportunity_number,
        touches.channel,
        touches.source,
        touches.campaign_id,
        touches.touched_at
    from touches
    join touch_window
        on
            touches.account_id = touch_window.account_id
            and touches.touched_at >= touch_window.opens_at
            and touches.touched_at <= touch_window.closes_at
    where
        (
            touches.opportunity_id is null
            or touches.opportunity_id not in (select opportunity_id from touch_window)
        )
        and (
            touches.lead_id is null
            or touches.lead_id not in (select lead_id from lead_window)
        )
)

select * from by_opportunity
union all
select * from by_lead
union all
select * from by_account
