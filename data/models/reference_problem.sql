-- Step: one row per reference that leads nowhere; a table that was not loaded at all
-- counts once, with the number of references to it.
with unknown as (
    select
        'people' as target,
        unknown_person.*
    from unknown_person
    union all
    select
        'accounts' as target,
        unknown_account.*
    from unknown_account
    union all
    select
        'campaigns' as target,
        unknown_campaign.*
    from unknown_campaign
    union all
    select
        'leads' as target,
        unknown_lead.*
    from unknown_lead
    union all
    select
        'opportunities' as target,
        unknown_opportunity.*
    from unknown_opportunity
    union all
    select
        'products' as target,
        unknown_product.*
    from unknown_product
),

loaded as (
    select
        'people' as target,
        count(*) as row_count
    from people
    union all
    select
        'accounts' as target,
        count(*) as row_count
    from accounts
    union all
    select
        'campaigns' as target,
        count(*) as row_count
    from campaigns
    union all
    select
        'leads' as target,
        count(*) as row_count
    from leads
    union all
    select
        'opportunities' as target,
        count(*) as row_count
    from opportunities
    union all
    select
        'products' as target,
        count(*) as row_count
    from products
)

select
    unknown.table_name,
    unknown.row_key as key,
    unknown.noun || ' ' || unknown.target_key || ' is unknown' as problem,
    'warning' as severity,
    'Add ' || unknown.target_key || ' to ' || unknown.target
    || ', or correct the ' || unknown.noun || ' of this row.' as what_to_do
from unknown
join loaded on unknown.target = loaded.target
where loaded.row_count > 0
union all
select
    unknown.target as table_name,
    unknown.table_name as key,
    'not loaded, but ' || cast(count(*) as varchar) || ' references in '
    || unknown.table_name || ' point to it' as problem,
    'warning' as severity,
    'Load ' || unknown.target || ' too; until then what it would tell is missing.'
        as what_to_do
from unknown
join loaded on unknown.target = loaded.target
where loaded.row_count = 0
group by unknown.target, unknown.table_name
