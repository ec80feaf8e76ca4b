select
    0 as branch,
    0 as bucket,
    count(*) filter (where amount is null) as figure_1,
    sum(amount) filter (where is_won) as figure_2,
    count(*) as figure_3,
    sum(amount) as figure_4
from closed_opportunity
where
    closed_on >= $edge_1
    and closed_on < $edge_2
    and (reopened_at is null or reopened_at >= $as_of_at)
group by all;
