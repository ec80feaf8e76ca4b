-- Step: one row per lead that was handed over or handed back: its moments on the
-- business clocks, in cumulated seconds: the owner's calendar for sales, the company's
-- for marketing.
with clocked as (
    select
        leads.lead_id,
        coalesce(person_dimension.calendar_key, workspace_setting.company_calendar_key)
            as calendar_key,
        workspace_setting.company_calendar_key,
        leads.handed_over_at,
        case
            when coalesce(leads.first_response_kind, 'human') = 'human'
                then leads.first_response_at
        end as human_response_at,
        case
            when leads.first_response_kind = 'automated' then leads.first_response_at
        end as automated_response_at,
        leads.assigned_at,
        leads.handed_back_at,
        leads.hand_back_answered_at
    from leads
    cross join workspace_setting
    left join person_dimension on leads.owner_id = person_dimension.person_id
    where leads.handed_over_at is not null or leads.handed_back_at is not null
)

select
    clocked.lead_id,
    clocked.calendar_key,
    clocked.company_calendar_key,
    handover.seconds_before
    + opened_seconds(
        clocked.handed_over_at, handover.first_opens_at, handover.first_closes_at
    )
    + opened_seconds(
        clocked.handed_over_at, handover.second_opens_at, handover.second_closes_at
    ) as handed_over_seconds,
    assignment.seconds_before
    + opened_seconds(
        clocked.assigned_at, assignment.first_opens_at, assignment.first_closes_at
    )
    + opened_seconds(
        clocked.assigned_at, assignment.second_opens_at, assignment.second_closes_at
    ) as assigned_seconds,
    machine.seconds_before
    + opened_seconds(
        clocked.automated_response_at, machine.first_opens_at, machine.first_closes_at
    )
    + opened_seconds(
        clocked.automated_response_at, machine.second_opens_at, machine.second_closes_at
    ) as automated_seconds,
    response.seconds_before
    + opened_seconds(
        clocked.human_response_at, response.first_opens_at, response.first_closes_at
    )
    + opened_seconds(
        clocked.human_response_at, response.second_opens_at, response.second_closes_at
    ) as response_seconds,
    hand_back.seconds_before
    + opened_seconds(
        clocked.handed_back_at, hand_back.first_opens_at, hand_back.first_closes_at
    )
    + opened_seconds(
        clocked.handed_back_at, hand_back.second_opens_at, hand_back.second_closes_at
    ) as handed_back_seconds,
    answer.seconds_before
    + opened_seconds(
        clocked.hand_back_answered_at, answer.first_opens_at, answer.first_closes_at
    )
    + opened_seconds(
        clocked.hand_back_answered_at, answer.second_opens_at, answer.second_closes_at
    ) as answer_seconds
from clocked
left join business_day as handover
    on
        clocked.calendar_key = handover.calendar_key
        and cast(clocked.handed_over_at as date) = handover.utc_day
left join business_day as assignment
    on
        clocked.calendar_key = assignment.calendar_key
        and cast(clocked.assigned_at as date) = assignment.utc_day
left join business_day as machine
    on
        clocked.calendar_key = machine.calendar_key
        and cast(clocked.automated_response_at as date) = machine.utc_day
left join business_day as response
    on
        clocked.calendar_key = response.calendar_key
        and cast(clocked.human_response_at as date) = response.utc_day
left join business_day as hand_back
    on
        clocked.company_calendar_key = hand_back.calendar_key
        and cast(clocked.handed_back_at as date) = hand_back.utc_day
left join business_day as answer
    on
        clocked.company_calendar_key = answer.calendar_key
        and cast(clocked.hand_back_answered_at as date) = answer.utc_day
