-- Hard: lead_journey has one row per lead.
select
    lead_id,
    count(*) as row_count
from lead_journey
group by all
having count(*) > 1
