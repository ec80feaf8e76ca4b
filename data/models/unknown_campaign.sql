-- Step: one row per row that names a campaign nobody knows; touches once a campaign.
select
    'leads' as table_name,
    leads.lead_id as row_key,
    'campaign' as noun,
    leads.campaign_id as target_key
from leads
left join campaigns on leads.campaign_id = campaigns.campaign_id
where leads.campaign_id is not null and campaigns.campaign_id is null
union all
select
    'opportunities',
    opportunities.opportunity_id,
    'campaign',
    opportunities.campaign_id
from opportunities
left join campaigns on opportunities.campaign_id = campaigns.campaign_id
where opportunities.campaign_id is not null and campaigns.campaign_id is null
union all
select distinct
    'spend',
    cast(spend.spent_on as varchar),
    'campaign',
    spend.campaign_id
from spend
left join campaigns on spend.campaign_id = campaigns.campaign_id
where spend.campaign_id is not null and campaigns.campaign_id is null
union all
select distinct
    'touches',
    'campaign ' || touches.campaign_id,
    'campaign',
    touches.campaign_id
from touches
left join campaigns on touches.campaign_id = campaigns.campaign_id
where touches.campaign_id is not null and campaigns.campaign_id is null
