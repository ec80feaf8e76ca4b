-- Hard: opportunity_journey has one row per opportunity.
select
    opportunity_id,
    count(*) as row_count
from opportunity_journey
group by all
having count(*) > 1
