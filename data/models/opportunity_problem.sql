-- Step: one row per problem of an opportunity: dates and outcomes that cannot be, and
-- figures that are missing.
with judged as (
    select
        opportunities.opportunity_id,
        now_is.outcome,
        now_is.stage_kind,
        opportunities.stage,
        opportunities.amount,
        opportunities.created_at,
        opportunities.closed_at as stated_closed_at,
        now_is.closed_at
    from opportunities
    join opportunity_current as now_is
        on opportunities.opportunity_id = now_is.opportunity_id
)

select
    'opportunities' as table_name,
    opportunity_id as key,
    'closed before it was created' as problem,
    'warning' as severity,
    'Correct the creation or the close; its cycle is negative.' as what_to_do
from judged
where closed_at < created_at
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    'closed without a close date; its expected close stands in' as problem,
    'warning' as severity,
    'Enter the day it closed.' as what_to_do
from judged
where outcome <> 'open' and stated_closed_at is null and closed_at is not null
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    'closed without any date' as problem,
    'error' as severity,
    'It counts in no period; enter the day it closed.' as what_to_do
from judged
where outcome <> 'open' and closed_at is null
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    'open, but has a close date' as problem,
    'warning' as severity,
    'It counts as open; set its outcome or remove the close date.' as what_to_do
from judged
where outcome = 'open' and stated_closed_at is not null
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    outcome || ' without an amount' as problem,
    'warning' as severity,
    'It counts as 0 in money; enter the amount.' as what_to_do
from judged
where outcome in ('open', 'won') and amount is null
union all
select
    'opportunities' as table_name,
    opportunity_id as key,
    'outcome ' || outcome || ' in stage ' || stage || ', which means ' || stage_kind
        as problem,
    'warning' as severity,
    'The outcome counts; correct the outcome or the stage.' as what_to_do
from judged
where stage_kind in ('won', 'lost') and stage_kind <> outcome
union all
select
    'stages' as table_name,
    stage as key,
    'stage is unknown, ' || cast(count(*) as varchar) || ' opportunities are in it'
        as problem,
    'warning' as severity,
    'Add it to stages with its position and kind.' as what_to_do
from judged
where stage_kind is null and exists (select stages.stage from stages)
group by stage
