-- Step: one row per lead that was handed over or handed back: when each answer fell
-- due, the first moment by which that much business time had passed.
with due as (
    select
        lead_clock.lead_id,
        lead_clock.calendar_key,
        lead_clock.company_calendar_key,
        workspace_setting.opening_seconds,
        lead_clock.handed_over_seconds + workspace_setting.response_sla_seconds
            as response_due,
        lead_clock.handed_over_seconds + workspace_setting.leak_limit_seconds
            as leak_due,
        lead_clock.handed_back_seconds + workspace_setting.hand_back_sla_seconds
            as hand_back_due
    from lead_clock
    cross join workspace_setting
)

select
    due.lead_id,
    response.opens_at
    + (due.response_due - response.seconds_before) * interval '1' second
        as response_due_at,
    hand_back.opens_at
    + (due.hand_back_due - hand_back.seconds_before) * interval '1' second
        as hand_back_due_at,
    leak.opens_at + (due.leak_due - leak.seconds_before) * interval '1' second
        as leak_due_at
from due
left join business_bucket as response
    on
        due.calendar_key = response.calendar_key
        and cast(floor(due.response_due / due.opening_seconds) as bigint)
        = response.bucket
        and due.response_due > response.seconds_before
        and due.response_due <= response.seconds_after
left join business_bucket as hand_back
    on
        due.company_calendar_key = hand_back.calendar_key
        and cast(floor(due.hand_back_due / due.opening_seconds) as bigint)
        = hand_back.bucket
        and due.hand_back_due > hand_back.seconds_before
        and due.hand_back_due <= hand_back.seconds_after
left join business_bucket as leak
    on
        due.calendar_key = leak.calendar_key
        and cast(floor(due.leak_due / due.opening_seconds) as bigint) = leak.bucket
        and due.leak_due > leak.seconds_before
        and due.leak_due <= leak.seconds_after
