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
),

placed as (
    select
        due.*,
        cast(floor(due.response_due / nullif(due.opening_seconds, 0)) as bigint)
            as response_bucket,
        cast(floor(due.leak_due / nullif(due.opening_seconds, 0)) as bigint)
            as leak_bucket,
        cast(floor(due.hand_back_due / nullif(due.opening_seconds, 0)) as bigint)
            as hand_back_bucket
    from due
)

select
    placed.lead_id,
    response.opens_at
    + (placed.response_due - response.seconds_before) * interval '1' second
        as response_due_at,
    hand_back.opens_at
    + (placed.hand_back_due - hand_back.seconds_before) * interval '1' second
        as hand_back_due_at,
    leak.opens_at + (placed.leak_due - leak.seconds_before) * interval '1' second
        as leak_due_at
from placed
left join business_bucket as response
    on
        placed.calendar_key = response.calendar_key
        and placed.response_bucket = response.bucket
        and placed.response_due > response.seconds_before
        and placed.response_due <= response.seconds_after
left join business_bucket as hand_back
    on
        placed.company_calendar_key = hand_back.calendar_key
        and placed.hand_back_bucket = hand_back.bucket
        and placed.hand_back_due > hand_back.seconds_before
        and placed.hand_back_due <= hand_back.seconds_after
left join business_bucket as leak
    on
        placed.calendar_key = leak.calendar_key
        and placed.leak_bucket = leak.bucket
        and placed.leak_due > leak.seconds_before
        and placed.leak_due <= leak.seconds_after
