-- Hard: every lead is one journey, and every booking one booking.
with counted as (
    select
        'leads' as table_name,
        (select count(*) from leads) as given,
        (select count(*) from lead_journey) as built
    union all
    select
        'bookings' as table_name,
        (select count(*) from bookings) as given,
        (
            select count(*)
            from booking
            where not is_derived
        ) as built
    union all
    select
        'opportunities' as table_name,
        (select count(*) from opportunities) as given,
        (
            select count(*)
            from opportunity_journey
            join opportunities
                on opportunity_journey.opportunity_id = opportunities.opportunity_id
        ) as built
)

select
    table_name,
    given,
    built
from counted
where given <> built
