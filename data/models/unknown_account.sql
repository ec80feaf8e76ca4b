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
    'opportunities',
    opportunities.opportunity_id,
    'account',
    opportunities.account_id
from opportunities
left join accounts on opportunities.account_id = accounts.account_id
where opportunities.account_id is not null and accounts.account_id is null
union all
select
    'bookings',
    bookings.booking_id,
    'account',
    bookings.account_id
from bookings
left join accounts on bookings.account_id = accounts.account_id
where bookings.account_id is not null and accounts.account_id is null
union all
select
    'accounts',
    accounts.account_id,
    'parent account',
    accounts.parent_id
from accounts
left join accounts as known on accounts.parent_id = known.account_id
where accounts.parent_id is not null and known.account_id is null
union all
select
    'activities',
    activities.activity_id,
    'account',
    activities.account_id
from activities
left join accounts on activities.account_id = accounts.account_id
where activities.account_id is not null and accounts.account_id is null
union all
select distinct
    'touches',
    'account ' || touches.account_id,
    'account',
    touches.account_id
from touches
left join accounts on touches.account_id = accounts.account_id
where touches.account_id is not null and accounts.account_id is null
