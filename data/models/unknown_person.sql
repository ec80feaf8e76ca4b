-- Step: one row per row that names a person nobody knows.
select
    'leads' as table_name,
    leads.lead_id as row_key,
    'owner' as noun,
    leads.owner_id as target_key
from leads
left join people on leads.owner_id = people.person_id
where leads.owner_id is not null and people.person_id is null
union all
select
    'opportunities',
    opportunities.opportunity_id,
    'owner',
    opportunities.owner_id
from opportunities
left join people on opportunities.owner_id = people.person_id
where opportunities.owner_id is not null and people.person_id is null
union all
select
    'bookings',
    bookings.booking_id,
    'owner',
    bookings.owner_id
from bookings
left join people on bookings.owner_id = people.person_id
where bookings.owner_id is not null and people.person_id is null
union all
select
    'accounts',
    accounts.account_id,
    'owner',
    accounts.owner_id
from accounts
left join people on accounts.owner_id = people.person_id
where accounts.owner_id is not null and people.person_id is null
union all
select
    'people',
    people.person_id,
    'manager',
    people.manager_id
from people
left join people as known on people.manager_id = known.person_id
where people.manager_id is not null and known.person_id is null
union all
select
    'activities',
    activities.activity_id,
    'person',
    activities.person_id
from activities
left join people on activities.person_id = people.person_id
where activities.person_id is not null and people.person_id is null
union all
select
    'activities',
    activities.activity_id,
    'companion',
    activities.joint_with
from activities
left join people on activities.joint_with = people.person_id
where activities.joint_with is not null and people.person_id is null
union all
select
    'targets',
    targets.kpi || ' ' || targets.period,
    'owner',
    targets.owner_id
from targets
left join people on targets.owner_id = people.person_id
where targets.owner_id is not null and people.person_id is null
union all
select distinct
    'opportunity_history',
    opportunity_history.opportunity_id,
    'owner',
    opportunity_history.owner_id
from opportunity_history
left join people on opportunity_history.owner_id = people.person_id
where opportunity_history.owner_id is not null and people.person_id is null
