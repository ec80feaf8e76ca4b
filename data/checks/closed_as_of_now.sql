-- Hard: an opportunity whose version of today is won or lost, and only such a one, has
-- one closing that stands, with that outcome. One without any close date (a problem)
-- has none.
with standing as (
    select
        opportunity_id,
        min(outcome) as outcome,
        count(*) as closings
    from closed_opportunity
    where is_standing
    group by all
)

select
    opportunity_version.opportunity_id,
    opportunity_version.outcome as outcome_now,
    standing.outcome as outcome_closed,
    standing.closings
from opportunity_version
left join standing
    on opportunity_version.opportunity_id = standing.opportunity_id
left join data_problem
    on
        opportunity_version.opportunity_id = data_problem.key
        and data_problem.table_name = 'opportunities'
        and data_problem.problem = 'closed without any date'
where
    opportunity_version.is_current
    and data_problem.key is null
    and (
        case
            when opportunity_version.is_deleted then 'open'
            else opportunity_version.outcome
        end <> coalesce(standing.outcome, 'open')
        or standing.closings > 1
    )
