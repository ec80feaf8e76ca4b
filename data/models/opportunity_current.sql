-- Step: one row per opportunity as the export says it is now; amounts in the deal
-- currency. `outcome` wins over the stage's kind; the expected close stands in for a
-- missing close.
with probability_scale as (
    select case when max(probability) > 1 then 0.01 else 1 end as opportunity_scale
    from opportunities
),

first_lead as (
    select
        opportunity_id,
        min(lead_id) as lead_id
    from lead_link
    group by all
),

stage_scale as (
    select case when max(probability) > 1 then 0.01 else 1 end as stage_scale
    from stages
),

judged as (
    select
        opportunities.*,
        stages.kind as stage_kind,
        coalesce(
            cast(opportunities.probability as decimal(24, 6))
            * probability_scale.opportunity_scale,
            cast(stages.probability as decimal(24, 6)) * stage_scale.stage_scale
        ) as win_probability,
        coalesce(opportunities.outcome, stages.kind, 'open') as known_outcome
    from opportunities
    cross join probability_scale
    cross join stage_scale
    left join stages on opportunities.stage = stages.stage
)

select
    judged.opportunity_id,
    first_lead.lead_id,
    judged.account_id,
    judged.owner_id,
    judged.campaign_id,
    judged.product_id,
    judged.stage,
    judged.stage_kind,
    judged.known_outcome as outcome,
    judged.source,
    judged.channel,
    judged.region,
    judged.industry,
    judged.size_band,
    judged.icp_tier,
    judged.sourced_by,
    judged.strategy,
    judged.loss_reason,
    judged.competitor,
    judged.amount,
    coalesce(judged.currency, workspace_setting.currency) as currency,
    cast(judged.win_probability as decimal(19, 6)) as probability,
    judged.created_at,
    coalesce(judged.entered_pipeline_at, judged.created_at) as entered_at,
    judged.expected_close_on,
    case
        when judged.known_outcome <> 'open' then
            coalesce(
                judged.closed_at, utc_time(cast(judged.expected_close_on as timestamp))
            )
    end as closed_at
from judged
cross join workspace_setting
left join first_lead on judged.opportunity_id = first_lead.opportunity_id
