-- Step: one row per target whose period cannot be read, so that nothing is held against
-- it. The forms are those of metrics/periods.py; all time has no target.
with period_shape as (
    select distinct
        period,
        case
            when regexp_matches(period, '^[0-9]{4}(-Q[1-4]|-0[1-9]|-1[0-2])?$')
                then 'months'
            when regexp_matches(period, '^[0-9]{4}-W(0[1-9]|[1-4][0-9]|5[0-2])$')
                then 'week'
            when regexp_matches(period, '^[0-9]{4}-W53$') then 'week 53'
            when
                regexp_matches(
                    period,
                    '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[.][.]'
                    || '[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
                ) then 'days'
        end as shape
    from targets
),

edge as (
    select
        period,
        substr(period, 1, 10) as day_text
    from period_shape
    where shape = 'days'
    union all
    select
        period,
        substr(period, 13, 10) as day_text
    from period_shape
    where shape = 'days'
),

month_end as (
    select
        period,
        substr(day_text, 1, 4) as year_text,
        cast(substr(day_text, 9, 2) as integer) as day_number,
        case
            when substr(day_text, 6, 2) in ('04', '06', '09', '11') then 30
            when substr(day_text, 6, 2) <> '02' then 31
            else
                extract(
                    day from cast(substr(day_text, 1, 4) || '-03-01' as date) - 1
                )
        end as last_number
    from edge
),

impossible as (
    select distinct period
    from month_end
    where day_number > last_number or year_text not between '1901' and '2199'
),

judged as (
    select
        period_shape.period,
        impossible.period is null
        and substr(period_shape.period, 1, 4) between '1901' and '2199'
        and case period_shape.shape
            when 'week 53'
                then
                    extract(
                        week
                        from cast(substr(period_shape.period, 1, 4) || '-12-28' as date)
                    ) = 53
            when 'days'
                then
                    substr(period_shape.period, 1, 10)
                    <= substr(period_shape.period, 13, 10)
            else period_shape.shape is not null
        end as is_readable
    from period_shape
    left join impossible on period_shape.period = impossible.period
)

select
    'targets' as table_name,
    targets.kpi || ' ' || targets.period as key,
    'period ' || targets.period || ' cannot be read' as problem,
    'error' as severity,
    'No number is held against this target; write its period as 2026-Q4, 2026-11, '
    || '2026-W47, 2026 or 2026-10-01..2026-12-31.' as what_to_do
from targets
join judged on targets.period = judged.period
where not judged.is_readable
