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
    count(*) filter (where is_won) as figure_1,
    count(*) as figure_2
from closed_opportunity
where
    closed_on >= $edge_1
    and closed_on < $edge_2
    and (reopened_at is null or reopened_at >= $as_of_at)
group by all;

select
    0 as branch,
    0 as bucket,
    quantile_disc(cast(won_at as date) - cast(created_at as date), 0.5) as figure_1
from lead_journey
where
    won_at >= $edge_1
    and won_at < $edge_2
group by all
union all
select
    1 as branch,
    0 as bucket,
    count(*) as figure_1
from lead_journey
where
    won_at >= $edge_1
    and won_at < $edge_2
group by all;
