-- Step: one row per booking as given, in its own currency; without any bookings one per
-- won opportunity that stands, on its close, its kind by strategy (is_derived).
select
    bookings.booking_id,
    bookings.opportunity_id,
    bookings.account_id,
    bookings.owner_id,
    bookings.product_id,
    bookings.kind,
    bookings.strategy,
    bookings.term_months,
    bookings.amount,
    coalesce(bookings.currency, workspace_setting.currency) as currency,
    bookings.recurring_monthly,
    false as is_derived,
    bookings.booked_on
from bookings
cross join workspace_setting
union all
select
    closed_opportunity.opportunity_id as booking_id,
    closed_opportunity.opportunity_id,
    closed_opportunity.account_id,
    closed_opportunity.owner_id,
    closed_opportunity.product_id,
    case closed_opportunity.strategy
        when 'retention' then 'renewal'
        when 'development' then 'expansion'
        else 'new'
    end as kind,
    closed_opportunity.strategy,
    cast(null as bigint) as term_months,
    closed_opportunity.currency_amount as amount,
    closed_opportunity.currency,
    cast(null as decimal(18, 2)) as recurring_monthly,
    true as is_derived,
    closed_opportunity.closed_on as booked_on
from closed_opportunity
where
    closed_opportunity.is_won
    and closed_opportunity.is_standing
    and not exists (select bookings.booking_id from bookings)
