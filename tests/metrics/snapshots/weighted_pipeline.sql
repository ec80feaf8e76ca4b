select
    0 as moment,
    stage as by_1,
    sum(amount) filter (where (expected_close_on >= $window_1 and expected_close_on < $window_2)) as figure_1,
    count(*) filter (where (expected_close_on >= $window_1 and expected_close_on < $window_2)) as figure_2
from (
    select
        opportunity_id, stage, expected_close_on, probability,
        cast(amount * case currency when $currency_1 then cast($rate_1 as decimal(19, 6)) end as decimal(18, 2)) as amount
    from opportunity_version
    where
        is_open
        and valid_to >= $cut_1
        and valid_from < $cut_1
) as deal
group by all;

select
    seen.on_day,
    stage,
    coalesce(sum(deal_count) filter (where is_won), 0) as won,
    sum(deal_count) as closed
from (values (cast($day_1 as date))) as seen (on_day)
join stage_outcome
    on closed_on <= on_day and (reopened_on is null or reopened_on > on_day)
group by all;
