-- Hard: opportunity_anchor has one row per opportunity.
select
    opportunity_id,
    count(*) as row_count
from opportunity_anchor
group by all
having count(*) > 1
