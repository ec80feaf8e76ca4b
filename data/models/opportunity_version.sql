-- One row per opportunity and stretch of time in which nothing about it changed, from
-- valid_from up to valid_to; amount in the deal currency, null kept; sorted by
-- valid_to.
with stated as (
    select * from history_version
    union all
    select * from derived_opening
    union all
    select * from derived_closing
),

placed as (
    select
        stated.*,
        row_number() over in_time as version,
        lead(stated.valid_from) over in_time as next_from,
        min(stated.valid_from) over (partition by stated.opportunity_id) as first_from
    from stated
    window in_time as (partition by stated.opportunity_id order by stated.valid_from)
),

stage_scale as (
    select case when max(probability) > 1 then 0.01 else 1 end as stage_scale
    from stages
)

select
    placed.opportunity_id,
    cast(placed.version as bigint) as version,
    now_is.lead_id,
    now_is.account_id,
    placed.owner_id,
    now_is.campaign_id,
    now_is.product_id,
    coalesce(placed.stage, '(none)') as stage,
    stages.position as stage_position,
    placed.outcome,
    coalesce(placed.forecast_category, stages.forecast_category, '(none)')
        as forecast_category,
    coalesce(placed.region, accounts.region, '(none)') as region,
    coalesce(placed.industry, accounts.industry, '(none)') as industry,
    coalesce(placed.size_band, accounts.size_band, '(none)') as size_band,
    coalesce(placed.source, '(none)') as source,
    coalesce(now_is.channel, campaign_dimension.channel, '(none)') as channel,
    coalesce(campaign_dimension.campaign, now_is.campaign_id, '(none)') as campaign,
    coalesce(product_dimension.product, now_is.product_id, '(none)') as product,
    coalesce(product_dimension.product_category, '(none)') as product_category,
    coalesce(now_is.strategy, '(none)') as strategy,
    coalesce(now_is.sourced_by, '(none)') as sourced_by,
    coalesce(now_is.icp_tier, accounts.icp_tier, '(none)') as icp_tier,
    coalesce(person_dimension.owner, placed.owner_id, '(none)') as owner,
    coalesce(person_dimension.team, '(none)') as team,
    coalesce(person_dimension.manager, '(none)') as manager,
    placed.amount,
    coalesce(now_is.currency, workspace_setting.currency) as currency,
    coalesce(
        placed.probability,
        cast(
            cast(stages.probability as decimal(24, 6))
            * stage_scale.stage_scale as decimal(19, 6)
        )
    ) as probability,
    placed.next_from is null as is_current,
    placed.is_derived,
    placed.is_deleted,
    placed.outcome = 'open' and not placed.is_deleted as is_open,
    placed.expected_close_on,
    coalesce(now_is.created_at, placed.first_from) as created_at,
    coalesce(now_is.entered_at, placed.first_from) as entered_pipeline_at,
    placed.valid_from,
    coalesce(placed.next_from, timestamp '9999-12-31 00:00:00') as valid_to
from placed
cross join workspace_setting
cross join stage_scale
left join opportunity_current as now_is
    on placed.opportunity_id = now_is.opportunity_id
left join stages on placed.stage = stages.stage
left join accounts on now_is.account_id = accounts.account_id
left join campaign_dimension on now_is.campaign_id = campaign_dimension.campaign_id
left join product_dimension on now_is.product_id = product_dimension.product_id
left join person_dimension on placed.owner_id = person_dimension.person_id
order by valid_to, placed.opportunity_id
