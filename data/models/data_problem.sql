-- One row per thing in the data that was read but cannot be true, or is missing: where it is
-- and what to do. Severity: error = a number is wrong or lacks it; warning = it may be.
select * from lead_problem
union all
select * from opportunity_problem
union all
select * from history_problem
union all
select * from money_problem
union all
select * from reference_problem
order by severity, table_name, problem, key
