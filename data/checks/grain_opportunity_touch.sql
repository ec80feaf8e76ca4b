-- Hard: opportunity_touch has one row per opportunity and kind of touch.
select
    opportunity_number,
    kind_number,
    count(*) as row_count
from opportunity_touch
group by all
having count(*) > 1
