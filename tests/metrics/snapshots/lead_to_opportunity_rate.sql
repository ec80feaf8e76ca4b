select
    0 as branch,
    0 as bucket,
    count(*) filter (where opportunity_at < $as_of_at and opportunity_at <= created_at + to_days($within_days_90)) as figure_1,
    count(*) as figure_2,
    count(*) filter (where created_at + to_days($within_days_90) <= $as_of_at) as figure_3
from lead_journey
where
    created_at >= $edge_1
    and created_at < $edge_2
group by all;
