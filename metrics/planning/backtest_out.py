"""A backtest as one JSON document and as a table."""

from fractions import Fraction

from metrics.formats import table_text
from metrics.planning.backtest import Backtest, BacktestLine, BacktestRow
from metrics.planning.pool_json import Json, money_json, number_json, value_json
from metrics.planning.pool_text import points_text, value_text
from metrics.pool.lines import GateLine, KickerLine
from metrics.pool.plan import Gate, Kicker
from metrics.pool.reading import plan_hash
from metrics.pool.wording import fixed, number

ROSTER = "Target pool and pool: today's payees and targets, not those of the period."
CENTS = 2
FEW = 4


def basis_text(backtest: Backtest) -> str:
    """How the periods were re-run, in one sentence."""
    return (
        f"The plan's weights on each period's own targets, as known on {backtest.history.as_of}; "
        "points and marks in a KPI's own unit are moved by that period's target over the target "
        f"of {backtest.history.plan_period.name}"
    )


def backtest_json(backtest: Backtest) -> Json:
    """The stable document of `metrics backtest --json`: periods oldest first."""
    found = backtest.fundings
    return {
        "plan": backtest.plan.name,
        "plan_hash": plan_hash(backtest.plan),
        "as_of": backtest.history.as_of.isoformat(),
        "basis": basis_text(backtest),
        "periods": [_row_json(backtest, row) for row in backtest.rows],
        "lowest": number_json(min(found)) if found else None,
        "highest": number_json(max(found)) if found else None,
        "refused": len(backtest.rows) - len(found),
    }


def _row_json(backtest: Backtest, row: BacktestRow) -> Json:
    return {
        "period": row.period.name,
        "measures": [_line_json(backtest, line) for line in row.lines],
        "kickers": [
            {**_mark_json(row, one, one.kicker), "reached": one.is_reached}
            | {"points": number_json(one.points)}
            for one in row.kickers
        ],
        "gates": [
            {**_mark_json(row, one, one.gate), "otherwise": one.gate.otherwise}
            | {"passed": one.is_passed}
            for one in row.gates
        ],
        "weighted_sum": number_json(row.weighted_sum),
        "funding": number_json(row.funding),
        "target_pool": money_json(row.target_pool),
        "pool": money_json(row.pool),
        "reason": row.reason or None,
        "notes": list(row.notes),
    }


def _line_json(backtest: Backtest, line: BacktestLine) -> Json:
    known = backtest.known.get(line.measure.kpi)
    unit = known.unit if known else ""
    return {
        "kpi": line.measure.kpi,
        "scope": dict(line.measure.scope),
        "weight": number_json(Fraction(line.measure.weight)),
        "result": value_json(line.result.value, unit),
        "target": value_json(line.result.target, unit),
        "attainment": number_json(line.attainment),
        "payout": number_json(line.payout),
        "weighted": number_json(line.weighted),
        "moved_by": number_json(line.moved_by),
    }


def _mark_json(row: BacktestRow, line: KickerLine | GateLine, mark: Gate | Kicker) -> Json:
    """A mark and result in the period's own size, as they are told."""
    by = row.moved_by.get(mark.kpi, Fraction(1))
    at_least = None if mark.at_least is None else Fraction(mark.at_least) * by
    at_most = None if mark.at_most is None else Fraction(mark.at_most) * by
    return {
        "kpi": mark.kpi,
        "result": value_json(line.result * by, line.unit),
        "at_least": value_json(at_least, line.unit),
        "at_most": value_json(at_most, line.unit),
    }


def backtest_text(backtest: Backtest) -> str:
    """One row a period: each measure's result and payout, the funding, the pool."""
    has_pool = any(row.pool is not None for row in backtest.rows)
    measures = [line.key for line in backtest.rows[0].lines] if backtest.rows else []
    header = ["Period", *(part for key in measures for part in (key, "pays"))]
    header += ["Kickers", "Gates", "Funding", *(["Pool"] if has_pool else [])]
    rows = [_row_cells(backtest, row, has_pool) for row in backtest.rows]
    reasons = [f"{row.period.name}: {row.reason}" for row in backtest.rows if row.reason]
    notes = [f"{note} ({_some(periods)})" for note, periods in _periods_by_note(backtest).items()]
    has_roster = any(row.target_pool is not None for row in backtest.rows)
    parts = [
        f"{backtest.plan.name}, re-run on the last {len(backtest.rows)} closed periods",
        table_text(header, rows, left=1),
        "\n".join(
            [*reasons, *notes, basis_text(backtest) + ".", *([ROSTER] if has_roster else [])]
        ),
    ]
    return "\n\n".join(parts)


def _periods_by_note(backtest: Backtest) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in backtest.rows:
        for note in row.notes:
            found.setdefault(note, []).append(row.period.name)
    return found


def _some(names: list[str]) -> str:
    """The names, the middle ones left out where they are many."""
    if len(names) <= FEW:
        return ", ".join(names)
    return f"{names[0]} to {names[-1]}, {len(names)} periods"


def _row_cells(backtest: Backtest, row: BacktestRow, has_pool: bool) -> list[str]:
    cells = [row.period.name]
    for line in row.lines:
        known = backtest.known.get(line.measure.kpi)
        cells.append(value_text(line.result.value, known.unit if known else ""))
        cells.append("-" if line.payout is None else points_text(line.payout))
    reached = sum((kicker.points for kicker in row.kickers), Fraction(0))
    failed = sum(not gate.is_passed for gate in row.gates)
    cells.append(f"+{number(reached)}" if row.funding is not None else "-")
    cells.append(("passed" if not failed else f"{failed} failed") if row.gates else "-")
    cells.append("no data" if row.funding is None else points_text(row.funding))
    if has_pool:
        cells.append("-" if row.pool is None else fixed(row.pool, CENTS))
    return cells
