select
    0 as branch,
    0 as bucket,
    quantile_cont(cast(cycle_days as decimal(18, 2)), 0.75) filter (where is_won) as figure_1,
    quantile_cont(cast(cycle_days as decimal(18, 2)), 0.5) filter (where is_won) as figure_2
from closed_opportunity
where
    closed_on >= $edge_1
    and closed_on < $edge_2
    and (reopened_at is null or reopened_at >= $as_of_at)
group by all
union all
select
    1 as branch,
    0 as bucket,
    count(*) filter (where is_won) as figure_1,
    null as figure_2
from closed_opportunity
where
    closed_on >= $edge_1
    and closed_on < $edge_2
    and (reopened_at is null or reopened_at >= $as_of_at)
group by all;
