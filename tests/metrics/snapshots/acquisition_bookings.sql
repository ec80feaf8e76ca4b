select
    0 as branch,
    0 as bucket,
    count(*) filter (where kind in ('new', 'expansion', 'renewal') and strategy = 'acquisition' and amount is null) as figure_1,
    sum(amount) filter (where kind in ('new', 'expansion', 'renewal') and strategy = 'acquisition') as figure_2,
    count(*) filter (where kind in ('new', 'expansion', 'renewal') and strategy = 'acquisition') as figure_3
from booking
where
    booked_on >= $edge_1
    and booked_on < $edge_2
group by all;
