-- Step: one row per lead that became an opportunity: the first one, and how they ended.
with linked as (
    select
        lead_link.lead_id,
        now_is.opportunity_id,
        now_is.outcome,
        now_is.created_at,
        now_is.closed_at,
        row_number() over (
            partition by lead_link.lead_id
            order by now_is.created_at, now_is.opportunity_id
        ) as place
    from lead_link
    join opportunity_current as now_is
        on lead_link.opportunity_id = now_is.opportunity_id
)

select
    lead_id,
    max(case when place = 1 then opportunity_id end) as opportunity_id,
    case
        when max(case when outcome = 'won' then 1 else 0 end) = 1 then 'won'
        when max(case when outcome = 'open' then 1 else 0 end) = 1 then 'open'
        else 'lost'
    end as outcome,
    min(created_at) as opportunity_at,
    min(case when outcome = 'won' then closed_at end) as won_at,
    max(case when outcome = 'lost' then closed_at end) as lost_at
from linked
group by all
