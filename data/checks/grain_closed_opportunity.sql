-- Hard: closed_opportunity has one row per opportunity and closed_at.
select
    opportunity_id,
    closed_at,
    count(*) as row_count
from closed_opportunity
group by all
having count(*) > 1
