"""Sums and counts over rows dated in periods: one statement a fact for any number of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from metrics.facts import FACTS
from metrics.periods import Period
from metrics.reader import Reader
from metrics.sql.buckets import Days, Run, additive_runs, inside, seen_days, whole_runs
from metrics.sql.view import Members, Parameters, View, grouping_sql, lines, scope_sql


@dataclass(frozen=True)
class FlowWant:
    """One aggregate over the rows of a fact dated in a period."""

    fact: str
    dated_by: str
    sql: str
    period: Period
    is_additive: bool


@dataclass(frozen=True)
class Branch:
    """One scan: a fact by one date over touching buckets, with its aggregates."""

    fact: str
    dated_by: str
    run: Run
    sqls: tuple[str, ...]
    is_additive: bool


@dataclass(frozen=True)
class Statement:
    """SQL with the values of its parameters."""

    sql: str
    parameters: Mapping[str, object]


Figures: TypeAlias = dict[FlowWant, Members]
# Per date column and kind of run: the rows of each bucket, with the scan they came from.
Rows: TypeAlias = Sequence[tuple[Branch, tuple[Any, ...]]]
Found: TypeAlias = Mapping[tuple[str, bool], Mapping[Days, Rows]]


def flow_figures(reader: Reader, wants: Iterable[FlowWant], view: View) -> Figures:
    """The exact figure of each want by member of the grouping; a member without rows is absent."""
    by_fact: dict[str, list[FlowWant]] = defaultdict(list)
    for want in wants:
        by_fact[want.fact].append(want)
    figures: Figures = {}
    for of_fact in by_fact.values():
        branches = branches_of(of_fact, view)
        found = _found(reader, branches, view) if branches else {}
        totals: dict[tuple[str, bool, Days], dict[str, dict[tuple[str, ...], Decimal]]] = {}
        for want in of_fact:
            days = seen_days(want.period, view)
            key = (want.dated_by, want.is_additive, days)
            if key not in totals:
                totals[key] = _totals(found.get(key[:2], {}), days, want.is_additive, view)
            figures[want] = totals[key].get(want.sql, {})
    return figures


def _found(reader: Reader, branches: Sequence[Branch], view: View) -> Found:
    """The rows of the one statement, by date column, kind and bucket."""
    statement = flow_statement(branches, view)
    found: dict[tuple[str, bool], dict[Days, list[tuple[Branch, tuple[Any, ...]]]]]
    found = defaultdict(lambda: defaultdict(list))
    for row in reader.exact_rows(statement.sql, statement.parameters):
        branch = branches[row[0]]
        of_date = found[branch.dated_by, branch.is_additive]
        of_date[branch.run.buckets[row[1]]].append((branch, row))
    return found


def _totals(
    found: Mapping[Days, Rows],
    days: Days,
    is_additive: bool,
    view: View,
) -> dict[str, dict[tuple[str, ...], Decimal]]:
    """Every aggregate over the days: its buckets added up per member."""
    width = len(view.grouping)
    totals: dict[str, dict[tuple[str, ...], Decimal]] = defaultdict(dict)
    for bucket, rows in found.items():
        if not (inside(days, bucket) if is_additive else days == bucket):
            continue
        for branch, row in rows:
            member = row[2 : 2 + width]
            for sql, value in zip(branch.sqls, row[2 + width :], strict=False):
                if value is not None:
                    total = totals[sql]
                    total[member] = total.get(member, Decimal(0)) + Decimal(value)
    return totals


def branches_of(wants: Sequence[FlowWant], view: View) -> tuple[Branch, ...]:
    """The scans that answer `wants` of one fact: one a date column and run of periods."""
    grouped: dict[tuple[str, bool], list[FlowWant]] = defaultdict(list)
    for want in wants:
        grouped[want.dated_by, want.is_additive].append(want)
    branches = []
    for (dated_by, is_additive), some in grouped.items():
        runs = additive_runs if is_additive else whole_runs
        sqls = tuple(dict.fromkeys(want.sql for want in some))
        for run in runs([seen_days(want.period, view) for want in some]):
            branches.append(Branch(some[0].fact, dated_by, run, sqls, is_additive))
    return tuple(branches)


def flow_statement(branches: Sequence[Branch], view: View) -> Statement:
    """The statement of several scans of one fact; every scan has the same columns."""
    parameters = Parameters(view)
    width = max(len(branch.sqls) for branch in branches)
    parts = [
        _branch_sql(number, branch, width, view, parameters)
        for number, branch in enumerate(branches)
    ]
    sql = "\nunion all\n".join(parts)
    return Statement(sql, parameters.used_in(sql))


def _branch_sql(number: int, branch: Branch, width: int, view: View, parameters: Parameters) -> str:
    edges = [view.bound(branch.dated_by, day) for day in branch.run.edges]
    names = [parameters.name("edge", edge) for edge in edges]
    figures = [*branch.sqls, *["null"] * (width - len(branch.sqls))]
    columns = [
        f"{number} as branch",
        f"{bucket_sql(branch.dated_by, names[1:-1])} as bucket",
        *grouping_sql(view),
        *(f"{sql} as figure_{place}" for place, sql in enumerate(figures, 1)),
    ]
    seen = FACTS[branch.fact].seen
    conditions = [
        f"{branch.dated_by} >= {names[0]}",
        f"and {branch.dated_by} < {names[-1]}",
        *([f"and {seen}"] if seen else []),
        *(f"and {condition}" for condition in scope_sql(view, parameters)),
    ]
    return (
        f"select{lines(columns, ',')}\nfrom {branch.fact}\nwhere{lines(conditions, '')}\n"
        "group by all"
    )


def bucket_sql(column: str, inner_edges: Sequence[str], first: int = 0) -> str:
    """The number of the bucket that `column` falls in, found by halving."""
    if not inner_edges:
        return str(first)
    middle = len(inner_edges) // 2
    below = bucket_sql(column, inner_edges[:middle], first)
    above = bucket_sql(column, inner_edges[middle + 1 :], first + middle + 1)
    return f"case when {column} < {inner_edges[middle]} then {below} else {above} end"
