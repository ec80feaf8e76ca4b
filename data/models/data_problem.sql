-- One row per thing in the data that was read but cannot be true, or is missing: where
-- it is and what to do. Severity: error = a number is wrong or lacks it; warning = it
-- may be.
select
    table_name,
    key,
    problem,
    severity,
    what_to_do
from lead_problem
union all
select
    table_name,
    key,
    problem,
    severity,
    what_to_do
from opportunity_problem
union all
select
    table_name,
    key,
    problem,
    severity,
    what_to_do
from history_problem
union all
select
    table_name,
    key,
    problem,
    severity,
    what_to_do
from money_problem
union all
select
    table_name,
    key,
    problem,
    severity,
    what_to_do
from reference_problem
union all
select
    table_name,
    key,
    problem,
    severity,
    what_to_do
from target_problem
order by severity, table_name, problem, key
