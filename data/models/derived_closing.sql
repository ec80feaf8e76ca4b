-- Step: one row per opportunity whose outcome its history does not end with: the
-- version that says what the opportunity says, at its close, or right after a history
-- that goes on.
select
    now_is.opportunity_id,
    now_is.owner_id,
    now_is.stage,
    now_is.outcome,
    now_is.source,
    now_is.region,
    now_is.industry,
    now_is.size_band,
    cast(null as varchar) as forecast_category,
    now_is.amount,
    now_is.probability,
    false as is_deleted,
    true as is_derived,
    now_is.expected_close_on,
    case
        when history_edge.last_at is null
            then coalesce(now_is.closed_at, now_is.created_at)
        when now_is.closed_at > history_edge.last_at then now_is.closed_at
        else history_edge.last_at + interval '1' microsecond
    end as valid_from
from opportunity_current as now_is
left join history_edge on now_is.opportunity_id = history_edge.opportunity_id
where
    (history_edge.opportunity_id is null and now_is.outcome <> 'open')
    or (
        history_edge.last_outcome <> now_is.outcome
        and not history_edge.is_last_deleted
    )
