-- Step: one row per closing of an opportunity, from the versions: a run of versions
-- with the same outcome. The last one that stands is dated by the opportunity's own
-- close, and ends what its date leaves of those before: a deal is finished once at a
-- time. closed_version is the one in force then, last_version the one corrected last.
with run as (
    select
        opportunity_id,
        run,
        state,
        min(version) as first_version,
        max(version) as last_version,
        max(is_stated) as is_stated,
        min(valid_from) as began_at
    from version_run
    group by all
),

followed as (
    select
        run.*,
        lead(run.began_at) over (
            partition by run.opportunity_id order by run.run
        ) as ended_at
    from run
),

-- A close that no history and no date tells (a problem) is in no period.
dated as (
    select
        followed.opportunity_id,
        followed.run,
        followed.first_version,
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
),

in_force as (
    select
        dated.opportunity_id,
        dated.run,
        max(version_run.version) as version
    from dated
    join version_run
        on
            dated.opportunity_id = version_run.opportunity_id
            and dated.run = version_run.run
            and dated.closed_at >= version_run.valid_from
    group by all
),

followed_by as (
    select
        dated.*,
        min(dated.closed_at) over (
            partition by dated.opportunity_id
            order by dated.run
            rows between 1 following and unbounded following
        ) as next_closed_at
    from dated
)

select
    dated.opportunity_id,
    coalesce(in_force.version, dated.first_version) as closed_version,
    dated.last_version,
    dated.outcome,
    dated.closed_at,
    least(dated.reopened_at, dated.next_closed_at) as reopened_at
from followed_by as dated
left join in_force
    on
        dated.opportunity_id = in_force.opportunity_id
        and dated.run = in_force.run
where dated.next_closed_at is null or dated.next_closed_at > dated.closed_at
