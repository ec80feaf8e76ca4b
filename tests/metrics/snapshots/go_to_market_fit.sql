select
    0 as branch,
    0 as bucket,
    region as by_1,
    count(*) as figure_1
from lead_journey
where
    created_at >= $edge_1
    and created_at < $edge_2
group by all;

select
    0 as branch,
    0 as bucket,
    region as by_1,
    sum(amount) as figure_1,
    count(*) filter (where amount is not null) as figure_2
from spend_day
where
    spent_on >= $edge_1
    and spent_on < $edge_2
group by all;

select
    0 as branch,
    0 as bucket,
    region as by_1,
    sum(entry_amount) as figure_1,
    count(*) as figure_2
from opportunity_journey
where
    entered_at >= $edge_1
    and entered_at < $edge_2
group by all;
