-- Step: one row per lead: every moment of its trip. Converted without an accept date:
-- it was accepted at its conversion. The opportunity that names a lead wins over the
-- lead's own word.
with campaign_cost as (
    select
        campaign_id,
        sum(amount) as amount
    from spend_day
    where campaign_id is not null
    group by all
),

campaign_lead as (
    select
        campaign_id,
        count(*) as lead_count
    from leads
    where campaign_id is not null
    group by all
),

linked as (
    select
        leads.*,
        lead_opportunity.opportunity_id as linked_id,
        lead_opportunity.outcome,
        lead_opportunity.won_at,
        lead_opportunity.undone_win_at,
        lead_opportunity.undone_win_until,
        lead_opportunity.lost_at,
        case
            when lead_opportunity.lead_id is not null
                then lead_opportunity.opportunity_at
            when leads.opportunity_id is not null and claimed.opportunity_id is null
                then leads.converted_at
        end as opportunity_at
    from leads
    left join lead_opportunity on leads.lead_id = lead_opportunity.lead_id
    left join opportunity_current as claimed
        on leads.opportunity_id = claimed.opportunity_id
)

select
    linked.lead_id,
    linked.linked_id as opportunity_id,
    linked.outcome,
    case
        when coalesce(linked.first_response_kind, 'human') = 'human'
            then linked.first_response_at
    end as human_response_at,
    case
        when linked.first_response_kind = 'automated' then linked.first_response_at
    end as automated_response_at,
    coalesce(linked.accepted_at, linked.converted_at, linked.opportunity_at)
        as accepted_at,
    linked.accepted_at is null
    and coalesce(linked.converted_at, linked.opportunity_at) is not null
        as is_acceptance_skipped,
    linked.opportunity_at,
    linked.won_at,
    linked.undone_win_at,
    linked.undone_win_until,
    linked.lost_at,
    cast(
        cast(campaign_cost.amount as decimal(30, 6))
        / nullif(campaign_lead.lead_count, 0) as decimal(18, 6)
    ) as cost_share
from linked
left join campaign_cost on linked.campaign_id = campaign_cost.campaign_id
left join campaign_lead on linked.campaign_id = campaign_lead.campaign_id
