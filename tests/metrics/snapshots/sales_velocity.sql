select
    0 as branch,
    0 as bucket,
    count(*) filter (where is_won) as figure_1,
    count(*) as figure_2,
    sum(amount) filter (where is_won and amount <> 0) as figure_3,
    count(*) filter (where is_won and amount <> 0) as figure_4
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
    quantile_cont(cast(cycle_days as decimal(18, 2)), 0.5) filter (where is_won) as figure_1,
    null as figure_2,
    null as figure_3,
    null as figure_4
from closed_opportunity
where
    closed_on >= $edge_1
    and closed_on < $edge_2
    and (reopened_at is null or reopened_at >= $as_of_at)
group by all;

select
    0 as moment,
    sum(amount) filter (where true) as figure_1,
    count(*) filter (where true) as figure_2
from (
    select
        opportunity_id, expected_close_on, probability,
        cast(amount * case currency when $currency_1 then cast($rate_1 as decimal(19, 6)) end as decimal(18, 2)) as amount
    from opportunity_version
    where
        is_open
        and valid_to >= $cut_1
        and valid_from < $cut_1
) as deal
group by all;
