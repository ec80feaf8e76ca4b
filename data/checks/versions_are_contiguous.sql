-- Hard: the versions of an opportunity follow each other without gap or overlap.
with followed as (
    select
        opportunity_id,
        version,
        is_current,
        valid_from,
        valid_to,
        lead(valid_from) over (
            partition by opportunity_id order by version
        ) as next_from
    from opportunity_version
)

select
    opportunity_id,
    version,
    valid_from,
    valid_to,
    next_from
from followed
where
    valid_from >= valid_to
    or is_current <> (next_from is null)
    or valid_to <> coalesce(next_from, timestamp '9999-12-31 00:00:00')
