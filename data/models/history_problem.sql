-- Step: one row per opportunity whose history and its own row do not agree.
with last_row as (
    select
        history_edge.opportunity_id,
        history_edge.last_at,
        history_version.outcome,
        history_version.stage,
        history_version.amount,
        history_version.expected_close_on,
        history_version.is_deleted
    from history_edge
    join history_version
        on
            history_edge.opportunity_id = history_version.opportunity_id
            and history_edge.last_at = history_version.valid_from
),

compared as (
    select
        last_row.*,
        now_is.opportunity_id is null as is_unknown,
        now_is.outcome as now_outcome,
        case
            when last_row.outcome <> now_is.outcome then 'outcome'
            when
                coalesce(cast(last_row.amount as varchar), '')
                <> coalesce(cast(now_is.amount as varchar), '')
                then 'amount'
            when coalesce(last_row.stage, '') <> coalesce(now_is.stage, '') then 'stage'
            when
                now_is.outcome = 'open'
                and coalesce(last_row.expected_close_on, date '9999-12-31')
                <> coalesce(now_is.expected_close_on, date '9999-12-31')
                then 'expected close'
        end as difference
    from last_row
    left join opportunity_current as now_is
        on last_row.opportunity_id = now_is.opportunity_id
)

select
    'opportunity_history' as table_name,
    opportunity_id as key,
    'the last version has another ' || difference || ' than the opportunity' as problem,
    'warning' as severity,
    case
        when difference = 'outcome'
            then 'The opportunity''s outcome counts; export the history anew.'
        else 'The history counts; export history and opportunities at the same moment.'
    end as what_to_do
from compared
where difference is not null and not is_unknown and not is_deleted
union all
select
    'opportunity_history' as table_name,
    opportunity_id as key,
    'history of an opportunity that is unknown' as problem,
    'warning' as severity,
    'It counts as its history says; add it to opportunities or remove its history.'
        as what_to_do
from compared
where is_unknown and not is_deleted
