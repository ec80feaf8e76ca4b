-- Step: one row per row that names a lead nobody knows; touches once a lead.
select
    'leads' as table_name,
    leads.lead_id as row_key,
    'earlier lead' as noun,
    leads.recycled_from as target_key
from leads
left join leads as known on leads.recycled_from = known.lead_id
where leads.recycled_from is not null and known.lead_id is null
union all
select
    'opportunities' as table_name,
    opportunities.opportunity_id as row_key,
    'lead' as noun,
    opportunities.lead_id as target_key
from opportunities
left join leads on opportunities.lead_id = leads.lead_id
where opportunities.lead_id is not null and leads.lead_id is null
union all
select
    'activities' as table_name,
    activities.activity_id as row_key,
    'lead' as noun,
    activities.lead_id as target_key
from activities
left join leads on activities.lead_id = leads.lead_id
where activities.lead_id is not null and leads.lead_id is null
union all
select distinct
    'touches' as table_name,
    'lead ' || touches.lead_id as row_key,
    'lead' as noun,
    touches.lead_id as target_key
from touches
left join leads on touches.lead_id = leads.lead_id
where touches.lead_id is not null and leads.lead_id is null
