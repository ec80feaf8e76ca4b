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
    'bookings',
    bookings.booking_id,
    'opportunity',
    bookings.opportunity_id
from bookings
left join opportunities on bookings.opportunity_id = opportunities.opportunity_id
where bookings.opportunity_id is not null and opportunities.opportunity_id is null
union all
select
    'activities',
    activities.activity_id,
    'opportunity',
    activities.opportunity_id
from activities
left join opportunities on activities.opportunity_id = opportunities.opportunity_id
where activities.opportunity_id is not null and opportunities.opportunity_id is null
union all
select distinct
    'touches',
    'opportunity ' || touches.opportunity_id,
    'opportunity',
    touches.opportunity_id
from touches
left join opportunities on touches.opportunity_id = opportunities.opportunity_id
where touches.opportunity_id is not null and opportunities.opportunity_id is null
