"""The portable subset: what would fail, or silently differ, on another engine is refused."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from data.engine import FUNCTIONS

MODELS = sorted((Path(__file__).parents[2] / "data" / "models").glob("*.sql"))
PROVIDED = {function.partition("(")[0] for function in FUNCTIONS}
MODEL_LINES = 100


def calls(tree: exp.Expression, *names: str) -> bool:
    """Whether a function of one of the names is called."""
    return any(one.name.lower() in names for one in tree.find_all(exp.Anonymous))


def is_starred(select: exp.Select) -> bool:
    """Whether the select list holds a star."""
    return any(one.is_star for one in select.expressions)


def where_names(select: exp.Select) -> Iterator[str]:
    """Columns the WHERE names without their table, those of selects inside it left out."""
    where = select.args.get("where")
    for column in where.find_all(exp.Column) if where else ():
        if column.parent_select is select and not column.table:
            yield column.name


def made_names(select: exp.Select) -> set[str]:
    """Names the select list gives to expressions."""
    return {
        one.alias
        for one in select.expressions
        if isinstance(one, exp.Alias)
        and not (isinstance(one.this, exp.Column) and one.this.name == one.alias)
    }


def is_safe_divisor(divisor: exp.Expression) -> bool:
    """A number other than 0, or something that is null rather than 0."""
    while isinstance(divisor, exp.Paren | exp.Cast):
        divisor = divisor.this
    if isinstance(divisor, exp.Literal):
        return divisor.is_number and float(divisor.this) != 0
    return isinstance(divisor, exp.Nullif)


RULES: dict[str, Callable[[exp.Expression], bool]] = {
    "ASOF JOIN": lambda tree: any(
        (join.method or "").upper() == "ASOF" for join in tree.find_all(exp.Join)
    ),
    "QUALIFY with SELECT *": lambda tree: any(
        select.args.get("qualify") and is_starred(select) for select in tree.find_all(exp.Select)
    ),
    "date_diff": lambda tree: (
        tree.find(exp.DateDiff, exp.TimestampDiff, exp.DatetimeDiff) is not None
        or calls(tree, "date_sub", "datesub", "age")
    ),
    "list(... ORDER BY)": lambda tree: (
        tree.find(exp.ArrayAgg, exp.GroupConcat, exp.List) is not None
        or any(one.find_ancestor(exp.AggFunc) for one in tree.find_all(exp.Order))
    ),
    "percentile": lambda tree: (
        tree.find(
            exp.PercentileCont, exp.PercentileDisc, exp.Quantile, exp.ApproxQuantile, exp.Median
        )
        is not None
        or calls(tree, "quantile_cont", "quantile_disc", "mode", "mad")
    ),
    "range() in FROM": lambda tree: (
        tree.find(exp.GenerateSeries, exp.Unnest, exp.Explode) is not None
        or any(isinstance(table.this, exp.Func) for table in tree.find_all(exp.Table))
    ),
    "PIVOT ... USING": lambda tree: any(one.args.get("using") for one in tree.find_all(exp.Pivot)),
    "TRY": lambda tree: tree.find(exp.Try, exp.TryCast) is not None,
    "lists": lambda tree: (
        tree.find(exp.Comprehension, exp.Slice, exp.Bracket, exp.Array, exp.Lambda) is not None
    ),
    "UNION BY NAME": lambda tree: any(
        one.args.get("by_name") for one in tree.find_all(exp.SetOperation)
    ),
    "alias in WHERE": lambda tree: any(
        set(where_names(select)) & made_names(select) for select in tree.find_all(exp.Select)
    ),
    "x / 0": lambda tree: any(
        not is_safe_divisor(one.expression) for one in tree.find_all(exp.Div, exp.IntDiv, exp.Mod)
    ),
    "unknown function": lambda tree: any(
        one.name.lower() not in PROVIDED for one in tree.find_all(exp.Anonymous)
    ),
    "more than one SELECT": lambda tree: not isinstance(tree, exp.Query),
}

REFUSED = {
    "ASOF JOIN": "select a.x from a asof join b on a.x = b.x and a.t >= b.t",
    "QUALIFY with SELECT *": "select * from a qualify row_number() over (order by x) = 1",
    "date_diff": "select date_diff('day', x, y) as days from a",
    "list(... ORDER BY)": "select list(x order by y) as xs from a",
    "percentile": "select quantile_cont(x, 0.5) as median from a",
    "range() in FROM": "select i from range(10) as t(i)",
    "PIVOT ... USING": "pivot a on x using sum(y)",
    "TRY": "select try_cast(x as int) as y from a",
    "lists": "select [y + 1 for y in xs] as ys from a",
    "UNION BY NAME": "select x from a union all by name select x from b",
    "alias in WHERE": "select x + 1 as y from a where y > 2",
    "x / 0": "select x / y as z from a",
    "unknown function": "select epoch_us(x) as y from a",
    "more than one SELECT": "drop table a",
}
MORE_REFUSED = {
    "ordered string_agg": ("list(... ORDER BY)", "select string_agg(x, ',' order by y) from a"),
    "median": ("percentile", "select median(x) as y from a"),
    "slice": ("lists", "select xs[1:2] as ys from a"),
    "generate_series": ("range() in FROM", "select i from generate_series(1, 2) as t(i)"),
    "unnest": ("range() in FROM", "select i from unnest([1]) as t(i)"),
    "division by a zero": ("x / 0", "select x / 0 as y from a"),
    "remainder": ("x / 0", "select x % y as z from a"),
    "try": ("TRY", "select try(x) as y from a"),
}
ALLOWED = (
    "select x, count(*) filter (where y) as n from a group by all",
    "select x / nullif(y, 0) as z, x / 3600.0 as h, x / cast(2 as int) as half from a",
    "select x, y as y from a where y > 2",
    "select x + 1 as y from a where exists (select y from b)",
    "select x, row_number() over (partition by y order by z) as n from a",
    "select x from a where x in (select x from b)",
    "select local_time(x) as y, path_of(n, p) as path from a",
)


def broken_rules(sql: str) -> list[str]:
    """The rules the SQL breaks."""
    tree = sqlglot.parse_one(sql, dialect="duckdb")
    return [name for name, is_broken in RULES.items() if is_broken(tree)]


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_is_portable(path: Path) -> None:
    sql = path.read_text()
    assert broken_rules(sql) == []
    spark = sqlglot.transpile(
        sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE
    )
    assert len(spark) == 1


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_says_what_a_row_is_and_stays_short(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert re.match(r"-- (Step: )?[Oo]ne row per ", lines[0]), lines[0]
    assert len(lines) <= MODEL_LINES


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_refuses_its_sample(rule: str) -> None:
    assert rule in broken_rules(REFUSED[rule])


@pytest.mark.parametrize("name", MORE_REFUSED)
def test_other_spellings_are_refused_too(name: str) -> None:
    rule, sql = MORE_REFUSED[name]
    assert rule in broken_rules(sql)


@pytest.mark.parametrize("sql", ALLOWED)
def test_what_both_engines_do_alike_is_allowed(sql: str) -> None:
    assert broken_rules(sql) == []
