-- Hard: person_month has one row per person and month.
select
    person_id,
    month_start,
    count(*) as row_count
from person_month
group by all
having count(*) > 1
