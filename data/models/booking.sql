-- One row per booking, in the reporting currency of the day booked. Its dimensions are
-- its own, else its opportunity's (as it stands), else its account's. An account is a
-- new customer once, with its first booking of kind new.
with filled as (
    select
        given.booking_id,
        given.opportunity_id,
        coalesce(given.account_id, deal.account_id) as account_id,
        coalesce(given.owner_id, deal.owner_id) as owner_id,
        coalesce(given.product_id, deal.product_id) as product_id,
        given.kind,
        coalesce(given.strategy, deal.strategy, '(none)') as strategy,
        coalesce(deal.sourced_by, '(none)') as sourced_by,
        coalesce(deal.icp_tier, '(none)') as deal_icp_tier,
        coalesce(deal.region, '(none)') as deal_region,
        coalesce(deal.industry, '(none)') as deal_industry,
        coalesce(deal.size_band, '(none)') as deal_size_band,
        coalesce(deal.source, '(none)') as source,
        coalesce(deal.channel, '(none)') as channel,
        coalesce(deal.campaign, '(none)') as campaign,
        deal.campaign_id,
        given.term_months,
        given.amount,
        given.recurring_monthly,
        given.currency,
        given.is_derived,
        given.booked_on
    from booking_given as given
    left join opportunity_version as deal
        on given.opportunity_id = deal.opportunity_id and deal.is_current
)

select
    filled.booking_id,
    filled.opportunity_id,
    filled.account_id,
    filled.owner_id,
    filled.campaign_id,
    filled.product_id,
    filled.kind,
    case
        when filled.deal_region <> '(none)' then filled.deal_region
        else coalesce(accounts.region, '(none)')
    end as region,
    case
        when filled.deal_industry <> '(none)' then filled.deal_industry
        else coalesce(accounts.industry, '(none)')
    end as industry,
    case
        when filled.deal_size_band <> '(none)' then filled.deal_size_band
        else coalesce(accounts.size_band, '(none)')
    end as size_band,
    filled.source,
    filled.channel,
    filled.campaign,
    coalesce(product_dimension.product, filled.product_id, '(none)') as product,
    coalesce(product_dimension.product_category, '(none)') as product_category,
    filled.strategy,
    filled.sourced_by,
    case
        when filled.deal_icp_tier <> '(none)' then filled.deal_icp_tier
        else coalesce(accounts.icp_tier, '(none)')
    end as icp_tier,
    coalesce(person_dimension.owner, filled.owner_id, '(none)') as owner,
    coalesce(person_dimension.team, '(none)') as team,
    coalesce(person_dimension.manager, '(none)') as manager,
    filled.term_months,
    cast(filled.amount * currency_rate.rate as decimal(18, 2)) as amount,
    cast(filled.recurring_monthly * currency_rate.rate as decimal(18, 2))
        as recurring_monthly,
    filled.amount as currency_amount,
    filled.currency,
    joint_opportunity.opportunity_id is not null as is_joint,
    filled.kind = 'new'
    and filled.account_id is not null
    and row_number() over (
        partition by filled.account_id, filled.kind
        order by filled.booked_on, filled.booking_id
    ) = 1 as is_new_customer,
    filled.is_derived,
    filled.booked_on
from filled
left join accounts on filled.account_id = accounts.account_id
left join product_dimension on filled.product_id = product_dimension.product_id
left join person_dimension on filled.owner_id = person_dimension.person_id
left join joint_opportunity
    on filled.opportunity_id = joint_opportunity.opportunity_id
left join currency_rate
    on
        filled.currency = currency_rate.currency
        and filled.booked_on >= currency_rate.valid_from
        and filled.booked_on < currency_rate.valid_to
order by filled.booked_on, filled.booking_id
