-- Step: one row per row that names an opportunity nobody knows; touches once each.
select
    'leads' as table_name,
    leads.lead_id as row_key,
    'opportunity' as noun,
    leads.opportunity_id as target_key
from leads
left join opportunities on leads.opportunity_id = opportunities.opportunity_id
where leads.opportunity_id is not null and opportunities.opportunity_id is null
union all
select
    'bookings' as table_name,
    bookings.booking_id as row_key,
    'opportunity' as noun,
    bookings.opportunity_id as target_key
from bookings
left join opportunities on bookings.opportunity_id = opportunities.opportunity_id
where bookings.opportunity_id is not null and opportunities.opportunity_id is null
union all
select
    'activities' as table_name,
    activities.activity_id as row_key,
    'opportunity' as noun,
    activities.opportunity_id as target_key
from activities
left join opportunities on activities.opportunity_id = opportunities.opportunity_id
where activities.opportunity_id is not null and opportunities.opportunity_id is null
union all
select distinct
    'touches' as table_name,
    'opportunity ' || touches.opportunity_id as row_key,
    'opportunity' as noun,
    touches.opportunity_id as target_key
from touches
left join opportunities on touches.opportunity_id = opportunities.opportunity_id
where touches.opportunity_id is not null and opportunities.opportunity_id is null
