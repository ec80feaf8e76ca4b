-- Hard: currency_rate has one row per currency and valid_from.
select
    currency,
    valid_from,
    count(*) as row_count
from currency_rate
group by all
having count(*) > 1
