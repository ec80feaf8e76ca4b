-- Hard: touch_step has one row per step of a path: one of them the first, no more than
-- there are places to step to.
select
    opportunity_number,
    count(*) as row_count
from touch_step
group by all
having
    sum(case when kind_before is null then 1 else 0 end) <> 1
    or count(*) > max(place)
