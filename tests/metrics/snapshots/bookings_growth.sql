select
    0 as branch,
    0 as bucket,
    count(*) filter (where kind in ('new', 'expansion', 'renewal') and amount is null) as figure_1,
    sum(amount) filter (where kind in ('new', 'expansion', 'renewal')) as figure_2,
    count(*) filter (where kind in ('new', 'expansion', 'renewal')) as figure_3
from booking
where
    booked_on >= $edge_1
    and booked_on < $edge_2
group by all
union all
select
    1 as branch,
    0 as bucket,
    count(*) filter (where kind in ('new', 'expansion', 'renewal') and amount is null) as figure_1,
    sum(amount) filter (where kind in ('new', 'expansion', 'renewal')) as figure_2,
    count(*) filter (where kind in ('new', 'expansion', 'renewal')) as figure_3
from booking
where
    booked_on >= $edge_3
    and booked_on < $edge_4
group by all;
