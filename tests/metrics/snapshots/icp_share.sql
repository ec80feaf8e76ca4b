select
    0 as branch,
    0 as bucket,
    count(*) filter (where icp_tier in ('A', 'B')) as figure_1,
    count(*) filter (where icp_tier = '(none)') as figure_2,
    sum(entry_amount) filter (where icp_tier in ('A', 'B')) as figure_3,
    count(*) as figure_4,
    sum(entry_amount) as figure_5
from opportunity_journey
where
    entered_at >= $edge_1
    and entered_at < $edge_2
group by all;
