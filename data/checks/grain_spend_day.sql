-- Hard: spend_day has one row per day, kind, team and dimensions.
select
    spent_on,
    kind,
    spend_team,
    campaign_id,
    region,
    industry,
    size_band,
    source,
    count(*) as row_count
from spend_day
group by all
having count(*) > 1
