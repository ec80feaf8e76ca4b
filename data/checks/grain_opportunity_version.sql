-- Hard: opportunity_version has one row per opportunity and version.
select
    opportunity_id,
    version,
    count(*) as row_count
from opportunity_version
group by all
having count(*) > 1
