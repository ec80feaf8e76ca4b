-- Step: one row per channel, source and campaign as touches name them, with the number
-- of their kind: numbers join and sort faster than names, and decide between touches of
-- the same moment.
with named as (
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
    cast(
        dense_rank() over (
            order by channel, coalesce(source, '(none)'), coalesce(campaign_id, '')
        ) as integer
    ) as kind_number
from named
