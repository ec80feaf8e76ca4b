-- Hard: stage_outcome has one row per stage, day closed, day opened again and outcome.
select
    stage,
    is_won,
    closed_on,
    reopened_on,
    count(*) as row_count
from stage_outcome
group by all
having count(*) > 1
