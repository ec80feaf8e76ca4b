select
    0 as branch,
    0 as bucket,
    sum(cast(customer_seconds / 3600.0 as decimal(18, 4))) as figure_1,
    count(*) as figure_2,
    sum(case team when 'marketing' then $marketing_hours when 'sales' then $sales_hours when 'success' then $sales_hours when 'other' then $executive_hours end) as figure_3,
    count(case team when 'marketing' then $marketing_hours when 'sales' then $sales_hours when 'success' then $sales_hours when 'other' then $executive_hours end) as figure_4
from person_month
where
    last_day(month_start) >= $edge_1
    and last_day(month_start) < $edge_2
group by all;
