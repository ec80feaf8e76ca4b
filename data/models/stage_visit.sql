-- One row per stay of an open opportunity in a stage; left_at is null while it lasts
-- and left_to says where it went (the next stage, won, lost, deleted).
with place as (
    select
        opportunity_id,
        version,
        stage,
        stage_position,
        case
            when is_deleted then 'deleted'
            when outcome <> 'open' then outcome
            else stage
        end as place,
        is_open,
        is_derived,
        valid_from
    from opportunity_version
),

marked as (
    select
        place.*,
        case
            when
                place.place = lag(place.place) over in_time
                and place.is_open = lag(place.is_open) over in_time
                then 0
            else 1
        end as is_change
    from place
    window in_time as (partition by place.opportunity_id order by place.version)
),

entered as (
    select
        marked.*,
        lead(marked.valid_from) over in_time as left_at,
        lead(marked.place) over in_time as left_to
    from marked
    where marked.is_change = 1
    window in_time as (partition by marked.opportunity_id order by marked.version)
)

select
    opportunity_id,
    stage,
    stage_position,
    left_to,
    is_derived,
    valid_from as entered_at,
    left_at
from entered
where is_open
order by entered_at, opportunity_id
