select
    0 as branch,
    0 as bucket,
    count(*) as figure_1
from lead_journey
where
    handed_over_at >= $edge_1
    and handed_over_at < $edge_2
group by all;
