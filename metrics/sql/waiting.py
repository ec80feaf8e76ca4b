"""Business hours until something ended, what has not ended by the as-of censored."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics.periods import Period
from metrics.reader import Reader
from metrics.sql.buckets import Days, Run, seen_days, whole_runs
from metrics.sql.flow import Statement, bucket_sql
from metrics.sql.view import Members, Parameters, View, grouping_sql, lines, scope_sql
from metrics.survival import Duration, survival_median

# What is measured: the first human response after a handover, on the owner's business clock.
STARTS, ENDED_AT = "handed_over_at", "human_response_at"
SECONDS, STARTED = "response_business_seconds", "handed_over_business_seconds"


@dataclass(frozen=True)
class Waits:
    """Per member: median business seconds (None: not reached), things at risk, of them ended."""

    median: Members
    at_risk: Members
    ended: Members


def waiting_figures(reader: Reader, periods: Iterable[Period], view: View) -> dict[Period, Waits]:
    """The Kaplan-Meier figures of the handovers of each period."""
    wanted = {period: seen_days(period, view) for period in periods}
    runs = whole_runs(list(wanted.values()))
    rows: dict[Days, dict[tuple[str, ...], list[tuple[Any, ...]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    if runs:
        statement = waiting_statement(runs, view)
        for row in reader.exact_rows(statement.sql, statement.parameters):
            rows[runs[row[0]].buckets[row[1]]][row[2:-5]].append(row[-5:])
    return {period: _waits(rows.get(days, {})) for period, days in wanted.items()}


def waiting_statement(runs: Sequence[Run], view: View) -> Statement:
    """One row per bucket, member and length: ended, censored, and how many there are in all."""
    parameters = Parameters(view)
    scans = "\n    union all".join(
        _scan_sql(number, run, view, parameters) for number, run in enumerate(runs)
    )
    split = ", ".join(["branch", "bucket", *(f"by_{n}" for n in range(1, len(view.grouping) + 1))])
    # Lengths after the one at which half of all have ended cannot hold the median.
    sql = f"""with as_of_clock as (
    select
        calendar_key,
        seconds_before
        + coalesce(extract(epoch from least(greatest($as_of_at, first_opens_at),
            first_closes_at) - first_opens_at), 0)
        + coalesce(extract(epoch from least(greatest($as_of_at, second_opens_at),
            second_closes_at) - second_opens_at), 0) as business_seconds
    from business_day
    where utc_day = {parameters.name("utc_day", view.as_of_at.date())}
),
wait as ({scans}
),
length as (
    select {split}, seconds,
        count(*) filter (where has_ended) as ended,
        count(*) filter (where not has_ended) as censored
    from wait
    group by all
),
counted as (
    select *,
        sum(ended + censored) over (partition by {split}) as at_risk,
        sum(ended) over (partition by {split}) as ended_in_all,
        sum(ended) over (partition by {split} order by seconds) - ended as ended_before
    from length
)
select {split}, seconds, ended, censored, at_risk, ended_in_all
from counted
where 2 * ended_before < at_risk
order by {split}, seconds"""
    return Statement(sql, parameters.used_in(sql))


def _scan_sql(number: int, run: Run, view: View, parameters: Parameters) -> str:
    names = [parameters.name("edge", view.bound(STARTS, day)) for day in run.edges]
    has_ended = f"coalesce({ENDED_AT} < $as_of_at, false)"
    columns = [
        f"{number} as branch",
        f"{bucket_sql(STARTS, names[1:-1])} as bucket",
        *grouping_sql(view),
        f"{has_ended} as has_ended",
        f"cast(coalesce(case when {has_ended} then {SECONDS} "
        f"else business_seconds - {STARTED} end, 0) as bigint) as seconds",
    ]
    conditions = [
        f"{STARTS} >= {names[0]}",
        f"and {STARTS} < {names[-1]}",
        *(f"and {condition}" for condition in scope_sql(view, parameters)),
    ]
    return (
        f"\n    select{lines(columns, ',', 8)}\n    from lead_journey"
        f"\n    left join as_of_clock using (calendar_key)\n    where{lines(conditions, '', 8)}"
    )


def _waits(rows: dict[tuple[str, ...], list[tuple[Any, ...]]]) -> Waits:
    median, at_risk, ended = {}, {}, {}
    for member, lengths in rows.items():
        durations = [Duration(int(one[0]), one[1], one[2]) for one in lengths]
        found = survival_median(durations, int(lengths[0][3]))
        if found is not None:
            median[member] = Decimal(found)
        at_risk[member] = Decimal(lengths[0][3])
        ended[member] = Decimal(lengths[0][4])
    return Waits(median, at_risk, ended)
