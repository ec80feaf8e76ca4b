-- Step: one row per row that names an account nobody knows; touches once an account.
select
    'leads' as table_name,
    leads.lead_id as row_key,
    'account' as noun,
    leads.account_id as target_key
from leads
left join accounts on leads.account_id = accounts.account_id
where leads.account_id is not null and accounts.account_id is null
union all
select
    'opportunities' as table_name,
    opportunities.opportunity_id as row_key,
    'account' as noun,
    opportunities.account_id as target_key
from opportunities
left join accounts on opportunities.account_id = accounts.account_id
where opportunities.account_id is not null and accounts.account_id is null
union all
select
    'bookings' as table_name,
    bookings.booking_id as row_key,
    'account' as noun,
    bookings.account_id as target_key
from bookings
left join accounts on bookings.account_id = accounts.account_id
where bookings.account_id is not null and accounts.account_id is null
union all
select
    'accounts' as table_name,
    accounts.account_id as row_key,
    'parent account' as noun,
    accounts.parent_id as target_key
from accounts
left join accounts as known on accounts.parent_id = known.account_id
where accounts.parent_id is not null and known.account_id is null
union all
select
    'activities' as table_name,
    activities.activity_id as row_key,
    'account' as noun,
    activities.account_id as target_key
from activities
left join accounts on activities.account_id = accounts.account_id
where activities.account_id is not null and accounts.account_id is null
union all
select distinct
    'touches' as table_name,
    'account ' || touches.account_id as row_key,
    'account' as noun,
    touches.account_id as target_key
from touches
left join accounts on touches.account_id = accounts.account_id
where touches.account_id is not null and accounts.account_id is null
