select
    0 as branch,
    0 as bucket,
    count(*) filter (where lost_at < $as_of_at) as figure_1,
    count(*) filter (where (won_at < $as_of_at and won_at <= created_at + to_days($within_days_36500)) or (undone_win_at < $as_of_at and undone_win_until >= $as_of_at and undone_win_at <= created_at + to_days($within_days_36500))) as figure_2,
    count(*) as figure_3
from created_opportunity
where
    created_at >= $edge_1
    and created_at < $edge_2
group by all;
