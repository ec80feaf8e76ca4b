-- One row per kind of touch: its channel, source and campaign by name, and the number
-- that stands for them.
select distinct
    touch_key.kind_number,
    touch_key.campaign_id,
    touch_key.channel,
    coalesce(touch_key.source, '(none)') as source,
    coalesce(campaign_dimension.campaign, touch_key.campaign_id, '(none)') as campaign
from touch_key
left join campaign_dimension on touch_key.campaign_id = campaign_dimension.campaign_id
order by touch_key.kind_number
