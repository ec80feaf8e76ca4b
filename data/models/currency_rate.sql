-- One row per currency and stretch of days: units of the reporting currency for one
-- unit. Nothing stands before a currency's first rate: an amount there has no value (a
-- problem). 19 digits, so that a product with an amount has room for any amount.
with given as (
    select
        fx_rates.currency,
        fx_rates.rate,
        fx_rates."on" as valid_from,
        lead(fx_rates."on") over (
            partition by fx_rates.currency order by fx_rates."on"
        ) as next_from
    from fx_rates
    cross join workspace_setting
    where fx_rates.currency <> workspace_setting.currency
)

select
    currency,
    cast(rate as decimal(19, 6)) as rate,
    valid_from,
    coalesce(next_from, date '9999-12-31') as valid_to
from given
union all
select
    currency,
    cast(1 as decimal(19, 6)) as rate,
    date '0001-01-01' as valid_from,
    date '9999-12-31' as valid_to
from workspace_setting
