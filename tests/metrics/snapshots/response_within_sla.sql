select
    0 as branch,
    0 as bucket,
    count(*) filter (where response_due_at >= $as_of_at) as figure_1,
    null as figure_2
from lead_journey
where
    handed_over_at >= $edge_1
    and handed_over_at < $edge_2
group by all
union all
select
    1 as branch,
    0 as bucket,
    count(*) filter (where response_business_seconds <= $response_sla_seconds and human_response_at < $as_of_at) as figure_1,
    count(*) as figure_2
from lead_journey
where
    response_due_at >= $edge_1
    and response_due_at < $edge_2
group by all;
