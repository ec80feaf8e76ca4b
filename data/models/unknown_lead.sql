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
    'opportunities',
    opportunities.opportunity_id,
    'lead',
    opportunities.lead_id
from opportunities
left join leads on opportunities.lead_id = leads.lead_id
where opportunities.lead_id is not null and leads.lead_id is null
union all
select
    'activities',
    activities.activity_id,
    'lead',
    activities.lead_id
from activities
left join leads on activities.lead_id = leads.lead_id
where activities.lead_id is not null and leads.lead_id is null
union all
select distinct
    'touches',
    'lead ' || touches.lead_id,
    'lead',
    touches.lead_id
from touches
left join leads on touches.lead_id = leads.lead_id
where touches.lead_id is not null and leads.lead_id is null
