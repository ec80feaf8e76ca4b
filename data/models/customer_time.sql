-- Step: one row per person and activity with customers: the seconds in it that no
-- earlier one of that person covers, on the day it began; a companion was with the
-- customer too.
with attended as (
    select
        activities.person_id,
        activities.at as started_at,
        activities.at
        + cast(activities.minutes * 60 as bigint) * interval '1' second as ended_at
    from activities
    where activities.with_customer and activities.minutes > 0
    union all
    select
        people.person_id,
        activities.at as started_at,
        activities.at
        + cast(activities.minutes * 60 as bigint) * interval '1' second as ended_at
    from activities
    join people on activities.joint_with = people.person_id
    where
        activities.with_customer
        and activities.minutes > 0
        and activities.joint_with <> activities.person_id
),

covered as (
    select
        person_id,
        started_at,
        ended_at,
        coalesce(
            max(ended_at) over (
                partition by person_id
                order by started_at, ended_at
                rows between unbounded preceding and 1 preceding
            ), started_at
        ) as covered_until
    from attended
)

select
    person_id,
    greatest(seconds_between(greatest(started_at, covered_until), ended_at), 0)
        as seconds,
    cast(local_time(started_at) as date) as day
from covered
