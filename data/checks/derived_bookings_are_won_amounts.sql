-- Hard: bookings derived from won opportunities sum to the won amounts, to the cent.
with won as (
    select
        count(*) as row_count,
        sum(amount) as amount
    from closed_opportunity
    where is_won and is_standing
),

derived as (
    select
        count(*) as row_count,
        sum(amount) as amount
    from booking
    where is_derived
)

select
    won.row_count as won_count,
    won.amount as won_amount,
    derived.row_count as booking_count,
    derived.amount as booking_amount
from won
cross join derived
where
    not exists (select bookings.booking_id from bookings)
    and (
        won.row_count <> derived.row_count
        or won.amount is distinct from derived.amount
    )
