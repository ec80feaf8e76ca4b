-- Step: one row per opportunity whose history begins after its creation, or is missing:
-- the open version from its creation. A stage that means closed is not known then.
with opening as (
    select
        now_is.opportunity_id,
        now_is.owner_id,
        now_is.stage,
        now_is.source,
        now_is.region,
        now_is.industry,
        now_is.size_band,
        cast(null as varchar) as forecast_category,
        now_is.amount,
        now_is.probability,
        coalesce(
            now_is.expected_close_on, cast(local_time(now_is.closed_at) as date)
        ) as expected_close_on,
        now_is.created_at as valid_from
    from opportunity_current as now_is
    left join history_edge on now_is.opportunity_id = history_edge.opportunity_id
    where
        history_edge.opportunity_id is null
        and (
            now_is.outcome = 'open'
            or now_is.created_at < now_is.closed_at
        )
    union all
    select
        history_version.opportunity_id,
        history_version.owner_id,
        history_version.stage,
        history_version.source,
        history_version.region,
        history_version.industry,
        history_version.size_band,
        history_version.forecast_category,
        history_version.amount,
        history_version.probability,
        history_version.expected_close_on,
        now_is.created_at as valid_from
    from opportunity_current as now_is
    join history_edge on now_is.opportunity_id = history_edge.opportunity_id
    join history_version
        on
            history_edge.opportunity_id = history_version.opportunity_id
            and history_edge.first_at = history_version.valid_from
    where now_is.created_at < history_edge.first_at
)

select
    opening.opportunity_id,
    opening.owner_id,
    case when coalesce(stages.kind, 'open') = 'open' then opening.stage end as stage,
    'open' as outcome,
    opening.source,
    opening.region,
    opening.industry,
    opening.size_band,
    opening.forecast_category,
    opening.amount,
    case
        when coalesce(stages.kind, 'open') = 'open' then opening.probability
    end as probability,
    false as is_deleted,
    true as is_derived,
    opening.expected_close_on,
    opening.valid_from
from opening
left join stages on opening.stage = stages.stage
