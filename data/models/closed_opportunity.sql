-- One row per closing of an opportunity: amount in the reporting currency at the day it
-- closed, with the dimensions it had then. reopened_at tells when it ceased to stand
-- (open again, other outcome, deleted).
with dated as (
    select
        opportunity_id,
        closed_version,
        last_version,
        outcome,
        closed_at,
        cast(local_time(closed_at) as date) as closed_on,
        reopened_at
    from closing
),

-- The history tells the past; the opportunity's own row tells how it ended.
priced as (
    select
        dated.opportunity_id,
        dated.closed_version,
        dated.outcome,
        dated.closed_at,
        dated.closed_on,
        dated.reopened_at,
        now_is.loss_reason,
        now_is.competitor,
        case
            when dated.reopened_at is null and now_is.outcome = dated.outcome
                then now_is.amount
            else state.amount
        end as amount
    from dated
    join opportunity_version as state
        on
            dated.opportunity_id = state.opportunity_id
            and dated.last_version = state.version
    left join opportunity_current as now_is
        on dated.opportunity_id = now_is.opportunity_id
)

select
    priced.opportunity_id,
    state.lead_id,
    state.account_id,
    state.owner_id,
    state.campaign_id,
    state.product_id,
    state.stage,
    priced.outcome,
    state.region,
    state.industry,
    state.size_band,
    state.source,
    state.channel,
    state.campaign,
    state.product,
    state.product_category,
    state.strategy,
    state.sourced_by,
    state.icp_tier,
    state.owner,
    state.team,
    state.manager,
    coalesce(priced.loss_reason, '(none)') as loss_reason,
    coalesce(priced.competitor, '(none)') as competitor,
    cast(priced.amount * currency_rate.rate as decimal(18, 2)) as amount,
    priced.amount as currency_amount,
    state.currency,
    priced.closed_on - cast(local_time(state.created_at) as date) as cycle_days,
    priced.outcome = 'won' as is_won,
    priced.reopened_at is null as is_standing,
    state.created_at,
    priced.closed_at,
    priced.closed_on,
    priced.reopened_at
from priced
join opportunity_version as state
    on
        priced.opportunity_id = state.opportunity_id
        and priced.closed_version = state.version
left join currency_rate
    on
        state.currency = currency_rate.currency
        and priced.closed_on >= currency_rate.valid_from
        and priced.closed_on < currency_rate.valid_to
order by priced.closed_at, priced.opportunity_id
