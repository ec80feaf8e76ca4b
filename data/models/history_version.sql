-- Step: one row per row of history, every column filled; amounts in the deal currency.
-- The outcome is the row's own, else its stage's kind, else the opportunity's once
-- closed.
select
    history.opportunity_id,
    case
        when history_column.has_owner then history.owner_id else now_is.owner_id
    end as owner_id,
    case
        when history_column.has_stage then history.stage else now_is.stage
    end as stage,
    coalesce(
        history.outcome,
        stages.kind,
        case when history.changed_at >= now_is.closed_at then now_is.outcome end,
        'open'
    ) as outcome,
    case
        when history_column.has_source then history.source else now_is.source
    end as source,
    case
        when history_column.has_region then history.region else now_is.region
    end as region,
    case
        when history_column.has_industry then history.industry else now_is.industry
    end as industry,
    case
        when history_column.has_size_band then history.size_band else now_is.size_band
    end as size_band,
    history.forecast_category,
    case
        when history_column.has_amount then history.amount else now_is.amount
    end as amount,
    case
        when history_column.has_probability
            then cast(
                cast(history.probability as decimal(24, 6))
                * history_column.probability_scale as decimal(19, 6)
            )
        else now_is.probability
    end as probability,
    coalesce(history.is_deleted, false) as is_deleted,
    false as is_derived,
    case
        when history_column.has_expected_close then history.expected_close_on
        else now_is.expected_close_on
    end as expected_close_on,
    history.changed_at as valid_from
from opportunity_history as history
join history_column on coalesce(history.origin, 'export') = history_column.origin
left join stages on history.stage = stages.stage
left join opportunity_current as now_is
    on history.opportunity_id = now_is.opportunity_id
