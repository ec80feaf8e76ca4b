-- Hard: opportunity_touch has one row per opportunity and channel and source and
-- campaign.
select
    opportunity_id,
    channel,
    source,
    campaign_id,
    count(*) as row_count
from opportunity_touch
group by all
having count(*) > 1
