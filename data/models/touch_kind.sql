-- Step: one row per channel, source and campaign that touches have, numbered by name:
-- numbers join and sort faster than names, and decide between touches of the same
-- moment.
with kind as (
    select distinct
        channel,
        source,
        campaign_id
    from touches
)

select
    channel,
    source,
    campaign_id,
    row_number() over (
        order by channel, coalesce(source, ''), coalesce(campaign_id, '')
    ) as kind_number,
    dense_rank() over (order by channel) as channel_number
from kind
