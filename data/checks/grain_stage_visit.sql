-- Hard: stage_visit has one row per opportunity and entered_at.
select
    opportunity_id,
    entered_at,
    count(*) as row_count
from stage_visit
group by all
having count(*) > 1
