select
    0 as branch,
    0 as bucket,
    count(*) filter (where entry_amount is null) as figure_1,
    sum(entry_amount) as figure_2,
    count(*) as figure_3
from opportunity_journey
where
    entered_at >= $edge_1
    and entered_at < $edge_2
group by all;
