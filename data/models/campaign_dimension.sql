-- One row per campaign: the name shown (with the id where two share it) and its
-- channel.
with name_count as (
    select
        name,
        count(*) as campaign_count
    from campaigns
    group by all
)

select
    campaigns.campaign_id,
    coalesce(campaigns.channel, '(none)') as channel,
    case
        when name_count.campaign_count > 1
            then campaigns.name || ' (' || campaigns.campaign_id || ')'
        else campaigns.name
    end as campaign
from campaigns
join name_count on campaigns.name = name_count.name
