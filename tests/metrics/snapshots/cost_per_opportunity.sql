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
    count(*) filter (where (won_at < $as_of_at and won_at <= created_at + to_days($within_days_36500)) or (undone_win_at < $as_of_at and undone_win_until >= $as_of_at and undone_win_at <= created_at + to_days($within_days_36500))) as figure_1,
    count(*) as figure_2
from created_opportunity
where
    created_at >= $edge_1
    and created_at < $edge_2
group by all;

select
    0 as branch,
    0 as bucket,
    quantile_disc(cast(opportunity_at as date) - cast(created_at as date), 0.5) as figure_1
from lead_journey
where
    opportunity_at >= $edge_1
    and opportunity_at < $edge_2
group by all
union all
select
    1 as branch,
    0 as bucket,
    count(*) as figure_1
from lead_journey
where
    opportunity_at >= $edge_1
    and opportunity_at < $edge_2
group by all;
