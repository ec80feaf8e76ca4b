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
    'opportunities' as table_name,
    opportunities.opportunity_id as row_key,
    'campaign' as noun,
    opportunities.campaign_id as target_key
from opportunities
left join campaigns on opportunities.campaign_id = campaigns.campaign_id
where opportunities.campaign_id is not null and campaigns.campaign_id is null
union all
select distinct
    'spend' as table_name,
    cast(spend.spent_on as varchar) as row_key,
    'campaign' as noun,
    spend.campaign_id as target_key
from spend
left join campaigns on spend.campaign_id = campaigns.campaign_id
where spend.campaign_id is not null and campaigns.campaign_id is null
union all
select distinct
    'touches' as table_name,
    'campaign ' || touches.campaign_id as row_key,
    'campaign' as noun,
    touches.campaign_id as target_key
from touches
left join campaigns on touches.campaign_id = campaigns.campaign_id
where touches.campaign_id is not null and campaigns.campaign_id is null
