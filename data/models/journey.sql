-- One row per path of channels and way it ended: how many opportunities went it, and
-- the won amount in the reporting currency. A stale one is open and older than the
-- look-back.
select
    path,
    outcome,
    count(*) as opportunity_count,
    sum(amount) as amount,
    is_stale
from opportunity_path
group by all
order by path, outcome, is_stale
