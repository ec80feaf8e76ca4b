-- Step: one row per lead that became an opportunity: the first one, and how they ended;
-- won_at is the first win that stands, undone_win_at and undone_win_until the last one
-- undone again.
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
),

win as (
    select
        lead_link.lead_id,
        min(case when closed.is_standing then closed.closed_at end) as won_at,
        max(case when not closed.is_standing then closed.closed_at end)
            as undone_win_at,
        max(case when not closed.is_standing then closed.reopened_at end)
            as undone_win_until
    from lead_link
    join closed_opportunity as closed
        on lead_link.opportunity_id = closed.opportunity_id
    where closed.is_won
    group by all
),

ended as (
    select
        lead_id,
        max(case when place = 1 then opportunity_id end) as opportunity_id,
        case
            when max(case when outcome = 'won' then 1 else 0 end) = 1 then 'won'
            when max(case when outcome = 'open' then 1 else 0 end) = 1 then 'open'
            else 'lost'
        end as outcome,
        min(created_at) as opportunity_at,
        max(case when outcome = 'lost' then closed_at end) as lost_at
    from linked
    group by all
)

select
    ended.lead_id,
    ended.opportunity_id,
    ended.outcome,
    ended.opportunity_at,
    win.won_at,
    win.undone_win_at,
    win.undone_win_until,
    ended.lost_at
from ended
left join win on ended.lead_id = win.lead_id
