-- One row per opportunity, deleted ones too, as it was when it was created; won_at is
-- the win that stands, undone_win_at and undone_win_until the last one undone again.
-- deleted_on is the day a deal that is deleted now was.
with ended as (
    select
        opportunity_id,
        max(case when is_won and is_standing then closed_at end) as won_at,
        max(case when not is_won and is_standing then closed_at end) as lost_at,
        max(case when is_won and not is_standing then closed_at end) as undone_win_at,
        max(case when is_won and not is_standing then reopened_at end)
            as undone_win_until
    from closed_opportunity
    group by all
),

deleted as (
    select
        opportunity_id,
        cast(local_time(valid_from) as date) as deleted_on
    from opportunity_version
    where is_current and is_deleted
)

select
    first_version.opportunity_id,
    first_version.lead_id,
    first_version.account_id,
    first_version.owner_id,
    first_version.campaign_id,
    first_version.product_id,
    first_version.region,
    first_version.industry,
    first_version.size_band,
    first_version.source,
    first_version.channel,
    first_version.campaign,
    first_version.product,
    first_version.product_category,
    first_version.strategy,
    first_version.sourced_by,
    first_version.icp_tier,
    first_version.owner,
    first_version.team,
    first_version.manager,
    first_version.created_at,
    cast(local_time(first_version.created_at) as date) as created_on,
    ended.won_at,
    ended.lost_at,
    ended.undone_win_at,
    ended.undone_win_until,
    deleted.deleted_on
from opportunity_version as first_version
left join ended on first_version.opportunity_id = ended.opportunity_id
left join deleted on first_version.opportunity_id = deleted.opportunity_id
where first_version.version = 1
order by first_version.created_at, first_version.opportunity_id
