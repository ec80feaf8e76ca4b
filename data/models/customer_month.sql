-- One row per customer and month in which its recurring revenue moved, monthly amounts
-- in the reporting currency; what it ends with stands until next_month_start.
with moved as (
    select
        account_id,
        cast(date_trunc('month', booked_on) as date) as month_start,
        cast(
            sum(case when kind = 'new' then recurring_monthly else 0 end)
            as decimal(18, 2)
        ) as new_recurring,
        cast(
            sum(case when kind = 'expansion' then recurring_monthly else 0 end)
            as decimal(18, 2)
        ) as expansion,
        cast(
            sum(case when kind = 'contraction' then recurring_monthly else 0 end)
            as decimal(18, 2)
        ) as contraction,
        cast(
            sum(case when kind = 'churn' then recurring_monthly else 0 end)
            as decimal(18, 2)
        ) as churn,
        cast(sum(recurring_monthly) as decimal(18, 2)) as movement
    from booking
    where account_id is not null and recurring_monthly is not null
    group by all
),

cumulated as (
    select
        moved.*,
        cast(
            sum(moved.movement) over in_time as decimal(18, 2)
        ) as closing,
        lead(moved.month_start) over in_time as next_month
    from moved
    window in_time as (partition by moved.account_id order by moved.month_start)
)

select
    cumulated.account_id,
    coalesce(accounts.name, cumulated.account_id) as customer,
    coalesce(accounts.region, '(none)') as region,
    coalesce(accounts.industry, '(none)') as industry,
    coalesce(accounts.size_band, '(none)') as size_band,
    cast(cumulated.closing - cumulated.movement as decimal(18, 2))
        as opening_recurring,
    cumulated.new_recurring,
    cumulated.expansion,
    cumulated.contraction,
    cumulated.churn,
    cumulated.closing as closing_recurring,
    cumulated.month_start,
    coalesce(cumulated.next_month, date '9999-12-31') as next_month_start
from cumulated
left join accounts on cumulated.account_id = accounts.account_id
order by cumulated.month_start, cumulated.account_id
