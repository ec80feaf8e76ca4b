-- Hard: created_opportunity has one row per opportunity.
select
    opportunity_id,
    count(*) as row_count
from created_opportunity
group by all
having count(*) > 1
