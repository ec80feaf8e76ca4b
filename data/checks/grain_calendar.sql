-- Hard: calendar has one row per day.
select
    day,
    count(*) as row_count
from calendar
group by all
having count(*) > 1
