-- One row per day: its week and fiscal periods, the working days of its quarter so far.
-- A fiscal year is named for the calendar year in which it ends; months keep their
-- names.
with placed as (
    select
        day,
        week_start,
        is_working_day,
        fiscal_year_start,
        cast(
            extract(year from day) * 12 + extract(month from day)
            - extract(year from fiscal_year_start) * 12
            - extract(month from fiscal_year_start) as bigint
        ) as month_of_year
    from calendar_day
),

named as (
    select
        day,
        week_start,
        is_working_day,
        fiscal_year_start,
        cast(date_trunc('month', day) as date) as month_start,
        cast(extract(year from fiscal_year_start) as bigint)
        + case when extract(month from fiscal_year_start) > 1 then 1 else 0 end
            as fiscal_year,
        cast(floor(month_of_year / 3.0) as bigint) + 1 as quarter_of_year
    from placed
)

select
    day,
    week_start,
    month_start,
    min(day) over (partition by fiscal_year, quarter_of_year) as quarter_start,
    fiscal_year_start,
    fiscal_year,
    cast(fiscal_year as varchar) || '-Q' || cast(quarter_of_year as varchar)
        as fiscal_quarter,
    cast(extract(year from day) as varchar) || '-'
    || right('0' || cast(extract(month from day) as varchar), 2) as fiscal_month,
    is_working_day,
    sum(case when is_working_day then 1 else 0 end) over (
        partition by fiscal_year, quarter_of_year order by day
    ) as working_day_of_quarter,
    sum(case when is_working_day then 1 else 0 end) over (
        partition by fiscal_year, quarter_of_year
    ) as working_days_in_quarter
from named
order by day
