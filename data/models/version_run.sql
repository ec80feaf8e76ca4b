-- Step: one row per version of an opportunity, with the number of its run: versions in
-- a row with the same outcome, or deleted.
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
)

select
    marked.*,
    sum(marked.is_change) over (
        partition by marked.opportunity_id order by marked.version
    ) as run
from marked
