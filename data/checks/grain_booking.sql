-- Hard: booking has one row per booking.
select
    booking_id,
    count(*) as row_count
from booking
group by all
having count(*) > 1
