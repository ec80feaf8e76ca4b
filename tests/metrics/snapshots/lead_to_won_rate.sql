select
    0 as branch,
    0 as bucket,
    count(*) filter (where (won_at < $as_of_at and won_at <= created_at + to_days($within_days_180)) or (undone_win_at < $as_of_at and undone_win_until >= $as_of_at and undone_win_at <= created_at + to_days($within_days_180))) as figure_1,
    count(*) as figure_2,
    count(*) filter (where created_at + to_days($within_days_180) <= $as_of_at) as figure_3
from lead_journey
where
    created_at >= $edge_1
    and created_at < $edge_2
group by all;
