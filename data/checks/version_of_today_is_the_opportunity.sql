-- Hard: what history ends with is what the opportunity is: its outcome, else its
-- stage's. Other differences (amount, stage, expected close) load and stand in
-- data_problem.
select
    opportunities.opportunity_id,
    opportunities.outcome,
    opportunity_version.outcome as outcome_of_history
from opportunities
left join stages on opportunities.stage = stages.stage
left join opportunity_version
    on
        opportunities.opportunity_id = opportunity_version.opportunity_id
        and opportunity_version.is_current
where
    opportunity_version.opportunity_id is null
    or (
        not opportunity_version.is_deleted
        and coalesce(opportunities.outcome, stages.kind, 'open')
        <> opportunity_version.outcome
    )
