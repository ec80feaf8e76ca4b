-- One row per opportunity, deleted ones too: its way from creation to its end, the
-- state at its entry into the pipeline; entry_amount in the reporting currency at the
-- entry's day.
with entry as (
    select
        opportunity_id,
        max(
            case when valid_from <= entered_pipeline_at then version else 1 end
        ) as version,
        max(case when is_current then outcome end) as outcome,
        max(case when is_current and is_deleted then valid_from end) as deleted_at
    from opportunity_version
    group by all
),

ended as (
    select
        opportunity_id,
        max(case when is_won then closed_at end) as won_at,
        max(case when not is_won then closed_at end) as lost_at
    from closed_opportunity
    where is_standing
    group by all
),

dated as (
    select
        state.*,
        entry.outcome as last_outcome,
        entry.deleted_at,
        cast(local_time(state.entered_pipeline_at) as date) as entered_on,
        cast(local_time(state.created_at) as date) as created_on
    from entry
    join opportunity_version as state
        on
            entry.opportunity_id = state.opportunity_id
            and entry.version = state.version
)

select
    dated.opportunity_id,
    dated.lead_id,
    dated.account_id,
    dated.owner_id,
    dated.campaign_id,
    dated.product_id,
    dated.stage as entry_stage,
    dated.last_outcome as outcome,
    dated.region,
    dated.industry,
    dated.size_band,
    dated.source,
    dated.channel,
    dated.campaign,
    dated.product,
    dated.product_category,
    dated.strategy,
    dated.sourced_by,
    dated.icp_tier,
    dated.owner,
    dated.team,
    dated.manager,
    cast(dated.amount * currency_rate.rate as decimal(18, 2)) as entry_amount,
    dated.amount as entry_currency_amount,
    dated.currency,
    dated.deleted_at is not null as is_deleted,
    dated.created_at,
    dated.created_on,
    dated.entered_pipeline_at as entered_at,
    dated.entered_on,
    ended.won_at,
    ended.lost_at,
    dated.deleted_at
from dated
left join ended on dated.opportunity_id = ended.opportunity_id
left join currency_rate
    on
        dated.currency = currency_rate.currency
        and dated.entered_on >= currency_rate.valid_from
        and dated.entered_on < currency_rate.valid_to
order by dated.entered_pipeline_at, dated.opportunity_id
