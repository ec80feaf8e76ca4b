select
    0 as moment,
    stage as by_1,
    sum(amount) filter (where (expected_close_on >= $window_1 and expected_close_on < $window_2)) as figure_1,
    count(*) filter (where (expected_close_on >= $window_1 and expected_close_on < $window_2)) as figure_2
from (
    select
        opportunity_id, stage, expected_close_on, probability,
        cast(opportunity_version.amount * currency_rate.rate as decimal(18, 2)) as amount
    from opportunity_version
    left join currency_rate
        on opportunity_version.currency = currency_rate.currency
        and currency_rate.valid_from <= $day_1 and currency_rate.valid_to > $day_1
    where
        is_open
        and opportunity_version.valid_to >= $cut_1
        and opportunity_version.valid_from < $cut_1
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
