-- One row per person and calendar month in which the person was active: distinct
-- seconds with customers, at most a day's a day. Months run from the first to the last
-- activity.
with day_total as (
    select
        person_id,
        day,
        least(sum(seconds), 86400) as seconds
    from customer_time
    group by all
),

month_total as (
    select
        person_id,
        cast(date_trunc('month', day) as date) as month_start,
        cast(sum(seconds) as bigint) as customer_seconds
    from day_total
    group by all
),

span as (
    select
        min(month_start) as first_month,
        max(month_start) as last_month
    from month_total
),

month_of_work as (
    select distinct
        calendar.month_start,
        cast(calendar.month_start + interval '1' month as date) as next_month
    from calendar
    join span
        on
            calendar.month_start >= span.first_month
            and calendar.month_start <= span.last_month
),

active as (
    select
        people.person_id,
        people.role,
        month_of_work.month_start
    from people
    join month_of_work
        on
            coalesce(people.started_on, date '0001-01-01') < month_of_work.next_month
            and coalesce(people.ended_on, date '9999-12-31')
            >= month_of_work.month_start
)

select
    active.person_id,
    person_dimension.owner,
    person_dimension.team,
    person_dimension.manager,
    person_dimension.region,
    active.role,
    coalesce(month_total.customer_seconds, 0) as customer_seconds,
    active.month_start
from active
join person_dimension on active.person_id = person_dimension.person_id
left join month_total
    on
        active.person_id = month_total.person_id
        and active.month_start = month_total.month_start
order by active.month_start, active.person_id
