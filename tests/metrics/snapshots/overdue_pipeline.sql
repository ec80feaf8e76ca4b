select
    0 as moment,
    count(*) filter (where true and expected_close_on < $day_1) as figure_1,
    sum(amount) filter (where true and expected_close_on < $day_1) as figure_2,
    count(*) filter (where true) as figure_3,
    sum(amount) filter (where true) as figure_4
from (
    select
        opportunity_id, expected_close_on, probability,
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
