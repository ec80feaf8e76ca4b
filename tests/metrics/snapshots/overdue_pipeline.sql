select
    0 as moment,
    count(*) filter (where true and expected_close_on < $day_1) as figure_1,
    sum(amount) filter (where true and expected_close_on < $day_1) as figure_2,
    count(*) filter (where true) as figure_3,
    sum(amount) filter (where true) as figure_4
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
