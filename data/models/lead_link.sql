-- Step: one row per lead and opportunity it became; the opportunity's word comes first.
select
    opportunities.lead_id,
    opportunities.opportunity_id
from opportunities
where opportunities.lead_id is not null
union all
select
    leads.lead_id,
    leads.opportunity_id
from leads
join opportunities on leads.opportunity_id = opportunities.opportunity_id
where opportunities.lead_id is null
