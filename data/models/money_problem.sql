-- Step: one row per amount that cannot be told in the reporting currency or is below
-- zero, and per won opportunity whose bookings in its own currency do not sum to it.
with booked as (
    select
        opportunity_id,
        currency,
        sum(currency_amount) as amount
    from booking
    where not is_derived and kind in ('new', 'expansion', 'renewal')
    group by all
),

won as (
    select
        closed_opportunity.opportunity_id,
        closed_opportunity.currency_amount as amount,
        booked.amount as booked_amount
    from closed_opportunity
    left join booked
        on
            closed_opportunity.opportunity_id = booked.opportunity_id
            and closed_opportunity.currency = booked.currency
    where closed_opportunity.is_won and closed_opportunity.is_standing
)

select
    'bookings' as table_name,
    booking_id as key,
    'no rate for ' || currency || ' on ' || cast(booked_on as varchar) as problem,
    'error' as severity,
    'Its amount is missing from bookings; add the rate to fx_rates.' as what_to_do
from booking
where amount is null and currency_amount is not null and not is_derived
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    'no rate for ' || currency || ' on ' || cast(closed_on as varchar) as problem,
    'error' as severity,
    'Its amount is missing from closed deals; add the rate to fx_rates.' as what_to_do
from closed_opportunity
where amount is null and currency_amount is not null
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    'no rate for ' || currency || ' on ' || cast(entered_on as varchar) as problem,
    'error' as severity,
    'Its amount is missing from pipeline created; add the rate to fx_rates.'
        as what_to_do
from opportunity_journey
where entry_amount is null and entry_currency_amount is not null
union all
select
    'spend' as table_name,
    cast(spent_on as varchar) as key,
    cast(sum(missing_rates) as varchar) || ' amounts without a rate' as problem,
    'error' as severity,
    'They are missing from spend; add the rates to fx_rates.' as what_to_do
from spend_day
where missing_rates > 0
group by spent_on
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    case
        when booked_amount is null then 'won, but nothing was booked for it'
        else 'won amount and the sum of its bookings differ'
    end as problem,
    'warning' as severity,
    'Bookings count; correct the booking or the amount of the opportunity.'
        as what_to_do
from won
where
    exists (select bookings.booking_id from bookings)
    and booked_amount is distinct from amount
union all
select
    'bookings' as table_name,
    booking_id as key,
    'amount below zero' as problem,
    'warning' as severity,
    'It counts as it stands; enter what was lost as a contraction or churn.'
        as what_to_do
from booking
where currency_amount < 0 and not is_derived
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    'amount below zero' as problem,
    'warning' as severity,
    'It counts as it stands; correct the amount.' as what_to_do
from opportunities
where amount < 0
