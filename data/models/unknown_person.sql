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
    'opportunities' as table_name,
    opportunities.opportunity_id as row_key,
    'owner' as noun,
    opportunities.owner_id as target_key
from opportunities
left join people on opportunities.owner_id = people.person_id
where opportunities.owner_id is not null and people.person_id is null
union all
select
    'bookings' as table_name,
    bookings.booking_id as row_key,
    'owner' as noun,
    bookings.owner_id as target_key
from bookings
left join people on bookings.owner_id = people.person_id
where bookings.owner_id is not null and people.person_id is null
union all
select
    'accounts' as table_name,
    accounts.account_id as row_key,
    'owner' as noun,
    accounts.owner_id as target_key
from accounts
left join people on accounts.owner_id = people.person_id
where accounts.owner_id is not null and people.person_id is null
union all
select
    'people' as table_name,
    people.person_id as row_key,
    'manager' as noun,
    people.manager_id as target_key
from people
left join people as known on people.manager_id = known.person_id
where people.manager_id is not null and known.person_id is null
union all
select
    'activities' as table_name,
    activities.activity_id as row_key,
    'person' as noun,
    activities.person_id as target_key
from activities
left join people on activities.person_id = people.person_id
where activities.person_id is not null and people.person_id is null
union all
select
    'activities' as table_name,
    activities.activity_id as row_key,
    'companion' as noun,
    activities.joint_with as target_key
from activities
left join people on activities.joint_with = people.person_id
where activities.joint_with is not null and people.person_id is null
union all
select
    'targets' as table_name,
    targets.kpi || ' ' || targets.period as row_key,
    'owner' as noun,
    targets.owner_id as target_key
from targets
left join people on targets.owner_id = people.person_id
where targets.owner_id is not null and people.person_id is null
union all
select distinct
    'opportunity_history' as table_name,
    opportunity_history.opportunity_id as row_key,
    'owner' as noun,
    opportunity_history.owner_id as target_key
from opportunity_history
left join people on opportunity_history.owner_id = people.person_id
where opportunity_history.owner_id is not null and people.person_id is null
