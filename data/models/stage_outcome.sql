-- One row per stage, day closed, day opened again and outcome: how many deals that had
-- been in the stage, by a recorded history, closed so; for a stage's chance to win.
with visited as (
    select
        opportunity_id,
        stage,
        min(entered_at) as entered_at
    from stage_visit
    where not is_derived
    group by all
)

select
    visited.stage,
    closed_opportunity.is_won,
    count(*) as deal_count,
    closed_opportunity.closed_on,
    cast(local_time(closed_opportunity.reopened_at) as date) as reopened_on
from visited
join closed_opportunity
    on
        visited.opportunity_id = closed_opportunity.opportunity_id
        and visited.entered_at <= closed_opportunity.closed_at
group by all
order by closed_opportunity.closed_on, visited.stage
