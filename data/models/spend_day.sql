-- One row per day, kind, team and dimensions of spend, in the reporting currency. An
-- amount without a rate is null there and is counted in missing_rates.
with dated as (
    select
        spend.spent_on,
        coalesce(spend.kind, '(none)') as kind,
        coalesce(spend.team, '(none)') as spend_team,
        coalesce(spend.region, '(none)') as region,
        coalesce(spend.industry, '(none)') as industry,
        coalesce(spend.size_band, '(none)') as size_band,
        coalesce(spend.source, '(none)') as source,
        spend.campaign_id,
        spend.amount,
        coalesce(spend.currency, workspace_setting.currency) as currency
    from spend
    cross join workspace_setting
),

converted as (
    select
        dated.spent_on,
        dated.campaign_id,
        dated.kind,
        dated.spend_team,
        dated.region,
        dated.industry,
        dated.size_band,
        dated.source,
        coalesce(campaign_dimension.channel, '(none)') as channel,
        coalesce(campaign_dimension.campaign, dated.campaign_id, '(none)') as campaign,
        cast(dated.amount * currency_rate.rate as decimal(18, 2)) as amount
    from dated
    left join campaign_dimension on dated.campaign_id = campaign_dimension.campaign_id
    left join currency_rate
        on
            dated.currency = currency_rate.currency
            and dated.spent_on >= currency_rate.valid_from
            and dated.spent_on < currency_rate.valid_to
)

select
    campaign_id,
    kind,
    spend_team,
    region,
    industry,
    size_band,
    source,
    channel,
    campaign,
    cast(sum(amount) as decimal(18, 2)) as amount,
    count(*) as rows_count,
    count(*) - count(amount) as missing_rates,
    spent_on
from converted
group by all
order by spent_on
