-- One row per target as set: KPI, period and dimensions; a null dimension means "of
-- all".
select
    targets.kpi,
    targets.period,
    targets.owner_id,
    targets.team,
    targets.region,
    targets.industry,
    targets.size_band,
    coalesce(person_dimension.owner, targets.owner_id) as owner,
    targets.value
from targets
left join person_dimension on targets.owner_id = person_dimension.person_id
