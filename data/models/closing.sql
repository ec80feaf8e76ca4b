-- Step: one row per closing of an opportunity, from the versions: a run of versions
-- with the same outcome. The last one that stands is dated by the opportunity's own
-- close.
with state as (
    select
        opportunity_id,
        version,
        case when is_deleted then 'deleted' else outcome end as state,
        case when is_derived then 0 else 1 end as is_stated,
        valid_from
    from opportunity_version
),

marked as (
    select
        state.*,
        case
            when
                state.state = lag(state.state) over (
                    partition by state.opportunity_id order by state.version
                )
                then 0
            else 1
        end as is_change
    from state
),

numbered as (
    select
        marked.*,
        sum(marked.is_change) over (
            partition by marked.opportunity_id order by marked.version
        ) as run
    from marked
),

run as (
    select
        opportunity_id,
        run,
        state,
        max(version) as last_version,
        max(is_stated) as is_stated,
        min(valid_from) as began_at
    from numbered
    group by all
),

followed as (
    select
        run.*,
        lead(run.began_at) over (
            partition by run.opportunity_id order by run.run
        ) as ended_at
    from run
)

-- A close that no history and no date tells (a problem) is in no period.
select
    followed.opportunity_id,
    followed.last_version,
    followed.state as outcome,
    case
        when followed.ended_at is null and followed.state = now_is.outcome
            then coalesce(now_is.closed_at, followed.began_at)
        else followed.began_at
    end as closed_at,
    followed.ended_at as reopened_at
from followed
left join opportunity_current as now_is
    on followed.opportunity_id = now_is.opportunity_id
where
    followed.state in ('won', 'lost')
    and (followed.is_stated = 1 or now_is.closed_at is not null)
