-- One row per person: the name shown (with the id where two share it), team, calendar.
with name_count as (
    select
        name,
        count(*) as people_count
    from people
    group by all
),

labelled as (
    select
        people.person_id,
        people.manager_id,
        people.team,
        people.region,
        people.time_zone,
        case
            when name_count.people_count > 1
                then people.name || ' (' || people.person_id || ')'
            else people.name
        end as label
    from people
    join name_count on people.name = name_count.name
)

select
    labelled.person_id,
    labelled.label as owner,
    coalesce(labelled.team, '(none)') as team,
    coalesce(manager.label, labelled.manager_id, '(none)') as manager,
    coalesce(labelled.region, '(none)') as region,
    business_calendar.calendar_key,
    business_calendar.is_known_zone
from labelled
left join labelled as manager on labelled.manager_id = manager.person_id
left join business_calendar
    on
        coalesce(labelled.time_zone, '') = business_calendar.time_zone
        and coalesce(labelled.region, '') = business_calendar.region
