select
    0 as branch,
    0 as bucket,
    count(*) filter (where first_action_at is null or first_action_at > leak_due_at) as figure_1,
    count(*) as figure_2
from lead_journey
where
    leak_due_at >= $edge_1
    and leak_due_at < $edge_2
group by all;
