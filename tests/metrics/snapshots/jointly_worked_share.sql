select
    0 as branch,
    0 as bucket,
    count(*) filter (where kind in ('new', 'expansion', 'renewal') and is_joint) as figure_1,
    count(*) filter (where kind in ('new', 'expansion', 'renewal') and opportunity_id is null) as figure_2,
    sum(amount) filter (where kind in ('new', 'expansion', 'renewal') and is_joint) as figure_3,
    count(*) filter (where kind in ('new', 'expansion', 'renewal')) as figure_4,
    sum(amount) filter (where kind in ('new', 'expansion', 'renewal')) as figure_5
from booking
where
    booked_on >= $edge_1
    and booked_on < $edge_2
group by all;
