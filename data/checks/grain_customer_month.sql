-- Hard: customer_month has one row per customer and month.
select
    account_id,
    month_start,
    count(*) as row_count
from customer_month
group by all
having count(*) > 1
