-- Step: one row per row that names a product nobody knows.
select
    'opportunities' as table_name,
    opportunities.opportunity_id as row_key,
    'product' as noun,
    opportunities.product_id as target_key
from opportunities
left join products on opportunities.product_id = products.product_id
where opportunities.product_id is not null and products.product_id is null
union all
select
    'bookings' as table_name,
    bookings.booking_id as row_key,
    'product' as noun,
    bookings.product_id as target_key
from bookings
left join products on bookings.product_id = products.product_id
where bookings.product_id is not null and products.product_id is null
