-- Step: one row per closed opportunity that both sides worked: a marketing touch that
-- counts for it, and a sales activity for it, else its lead, else its account, before
-- it closed.
with closed as (
    select
        closed_opportunity.opportunity_id,
        closed_opportunity.account_id,
        closed_opportunity.closed_at,
        workspace_setting.look_back_days
    from closed_opportunity
    cross join workspace_setting
    where closed_opportunity.is_standing
),

sales_activity as (
    select
        activities.opportunity_id,
        activities.account_id,
        activities.at as active_at,
        lead_link.opportunity_id as lead_opportunity_id
    from activities
    join people on activities.person_id = people.person_id
    left join lead_link on activities.lead_id = lead_link.lead_id
    where people.team = 'sales'
),

linked as (
    select
        coalesce(opportunity_id, lead_opportunity_id) as worked_id,
        min(active_at) as first_at
    from sales_activity
    where coalesce(opportunity_id, lead_opportunity_id) is not null
    group by all
),

worked as (
    select closed.opportunity_id
    from closed
    join linked
        on
            closed.opportunity_id = linked.worked_id
            and closed.closed_at >= linked.first_at
    union all
    select closed.opportunity_id
    from closed
    join sales_activity
        on
            closed.account_id = sales_activity.account_id
            and closed.closed_at >= sales_activity.active_at
            and closed.closed_at
            <= sales_activity.active_at + closed.look_back_days * interval '1' day
    where
        sales_activity.opportunity_id is null
        and sales_activity.lead_opportunity_id is null
)

select distinct worked.opportunity_id
from worked
join opportunity_anchor
    on worked.opportunity_id = opportunity_anchor.opportunity_id
