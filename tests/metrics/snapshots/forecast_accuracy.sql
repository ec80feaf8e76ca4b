select
    0 as branch,
    0 as bucket,
    sum(amount) filter (where kind in ('new', 'expansion', 'renewal')) as figure_1,
    count(*) filter (where kind in ('new', 'expansion', 'renewal')) as figure_2
from booking
where
    booked_on >= $edge_1
    and booked_on < $edge_2
group by all;
