select
    0 as branch,
    0 as bucket,
    sum(amount) as figure_1,
    count(*) filter (where amount is not null) as figure_2
from spend_day
where
    spent_on >= $edge_1
    and spent_on < $edge_2
group by all;

select
    0 as branch,
    0 as bucket,
    count(*) filter (where is_new_customer) as figure_1
from booking
where
    booked_on >= $edge_1
    and booked_on < $edge_2
group by all;
