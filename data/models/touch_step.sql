-- One row per step of an opportunity's path from one kind of touch to another, the
-- first from nothing, and whether it came before the creations; touches of one moment
-- come in the order of their kinds.
with placed as (
    select
        opportunity_number,
        kind_number,
        is_before_lead,
        is_before_opportunity,
        lag(kind_number) over in_time as kind_before,
        row_number() over in_time as place
    from eligible_touch
    window in_time as (
        partition by opportunity_number order by touched_at, kind_number
    )
)

select
    opportunity_number,
    kind_before,
    kind_number,
    place,
    is_before_lead,
    is_before_opportunity
from placed
where kind_number is distinct from kind_before
