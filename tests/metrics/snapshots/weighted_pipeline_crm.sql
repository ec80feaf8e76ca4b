select
    0 as moment,
    count(*) filter (where (expected_close_on >= $window_1 and expected_close_on < $window_2) and probability is null) as figure_1,
    sum(amount * probability) filter (where (expected_close_on >= $window_1 and expected_close_on < $window_2)) as figure_2,
    count(*) filter (where (expected_close_on >= $window_1 and expected_close_on < $window_2)) as figure_3
from (
    select
        opportunity_id, expected_close_on, probability,
        cast(amount * case currency when $currency_1 then cast($rate_1 as decimal(19, 6)) end as decimal(18, 2)) as amount
    from opportunity_version
    where
        is_open
        and valid_to >= $cut_1
        and valid_from < $cut_1
) as deal
group by all;
