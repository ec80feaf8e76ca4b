select
    0 as branch,
    0 as bucket,
    count(*) filter (where hand_back_due_at >= $as_of_at) as figure_1,
    null as figure_2
from lead_journey
where
    handed_back_at >= $edge_1
    and handed_back_at < $edge_2
group by all
union all
select
    1 as branch,
    0 as bucket,
    count(*) filter (where hand_back_answer_business_seconds <= $hand_back_sla_seconds and hand_back_answered_at < $as_of_at) as figure_1,
    count(*) as figure_2
from lead_journey
where
    hand_back_due_at >= $edge_1
    and hand_back_due_at < $edge_2
group by all;
