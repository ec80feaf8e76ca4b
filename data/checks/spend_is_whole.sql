-- Hard: spend in the reporting currency is in spend_day to the cent.
with given as (
    select sum(spend.amount) as amount
    from spend
    cross join workspace_setting
    where
        coalesce(spend.currency, workspace_setting.currency)
        = workspace_setting.currency
),

other as (
    select count(*) as row_count
    from spend
    cross join workspace_setting
    where spend.currency <> workspace_setting.currency
),

built as (
    select sum(amount) as amount
    from spend_day
)

select
    given.amount as given,
    built.amount as built
from given
cross join built
cross join other
where other.row_count = 0 and given.amount is distinct from built.amount
