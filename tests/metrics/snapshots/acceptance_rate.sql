select
    0 as branch,
    0 as bucket,
    count(*) filter (where decision = 'accepted' and is_acceptance_skipped) as figure_1,
    count(*) filter (where decision = 'accepted') as figure_2,
    count(*) as figure_3
from lead_journey
where
    decided_at >= $edge_1
    and decided_at < $edge_2
group by all;
