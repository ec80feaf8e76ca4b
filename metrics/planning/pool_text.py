"""A run for people: the figures as tables, then every step indented under the one it serves."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from metrics.formats import NO_DATA, table_text
from metrics.money import rounded_fraction
from metrics.planning.pool_json import MONEY
from metrics.pool.inputs import HUNDRED, ZERO
from metrics.pool.lines import Funding, GateLine, KickerLine
from metrics.pool.plan import Gate, Kicker
from metrics.pool.shares import Run, Share
from metrics.pool.tree import Node
from metrics.pool.wording import amount, fixed, number

CENTS = 2
# A node with more children than this shows the first of them only.
MANY, SHOWN = 12, 3
INDENT = "  "


def run_text(run: Run) -> str:
    """The run: measures, gates, kickers, funding, pool, teams, and the tree of all steps."""
    span = run.inputs.span
    parts = [
        f"{run.plan.name}: {run.plan.period}, {span.first_on} to {span.last_on}, "
        f"{run.plan.currency}",
        measures_table(run.funding),
        "\n".join(f"Results: {source}" for source in _sources(run)),
        "\n".join([*marks_text(run.funding), *_money_lines(run)]),
        *([_teams_table(run.shares)] if run.shares else []),
        "How it was worked out",
        "\n".join(tree_lines(run.tree)),
    ]
    return "\n\n".join(part for part in parts if part)


def _sources(run: Run) -> list[str]:
    """Where the results come from, each place once."""
    return sorted({result.source for result in run.inputs.results.values()} - {""})


def measures_table(funding: Funding) -> str:
    """One row a measure; '' for a plan without any."""
    header = ("Measure", "Weight", "Result", "Target", "Attainment", "Payout", "Weighted")
    rows = [
        (
            line.label,
            points_text(Fraction(line.measure.weight)),
            value_text(line.credited, line.unit),
            "-" if line.target is None else value_text(line.target, line.unit),
            "-" if line.attainment is None else points_text(line.attainment),
            "-" if line.payout is None else points_text(line.payout),
            points_text(line.weighted),
        )
        for line in funding.lines
    ]
    return table_text(header, rows, left=1) if rows else ""


def marks_text(funding: Funding) -> list[str]:
    """One line a kicker and gate: its mark, the result, and what it did."""
    kickers = [f"Kicker  {_kicker_text(line)}" for line in funding.kickers]
    return [*kickers, *(f"Gate    {_gate_text(line)}" for line in funding.gates)]


def _kicker_text(line: KickerLine) -> str:
    did = f"reached, +{points_text(line.points)}" if line.is_reached else "not reached"
    return f"{line.label} {_mark_text(line.kicker, line.unit)}: {_told(line)}, {did}"


def _gate_text(line: GateLine) -> str:
    ceiling = f"failed, at most {points_text(line.ceiling)}"
    did = "passed" if line.is_passed else ceiling
    return f"{line.label} {_mark_text(line.gate, line.unit)}: {_told(line)}, {did}"


def _told(line: KickerLine | GateLine) -> str:
    return value_text(line.result, line.unit)


def _mark_text(mark: Gate | Kicker, unit: str) -> str:
    if mark.at_least is not None:
        return f"at least {value_text(Fraction(mark.at_least), unit)}"
    if mark.at_most is not None:
        return f"at most {value_text(Fraction(mark.at_most), unit)}"
    return ""


def _money_lines(run: Run) -> Iterator[str]:
    yield f"Funding {points_text(run.pool.funding)}"
    for name, value in (
        ("Target pool", run.pool.target_pool),
        ("Carry-over", run.pool.carry_over or None),
        ("Pool", run.pool_total),
        ("Reserve", run.reserve or None),
        ("Undistributed", run.undistributed or None),
    ):
        if value is not None:
            yield f"{name} {fixed(value, CENTS)} {run.plan.currency}"


def _teams_table(shares: Sequence[Share]) -> str:
    """What each team is paid; a payee counts in the latest team."""
    by_team: dict[str, list[Share]] = defaultdict(list)
    for share in shares:
        by_team[share.team].append(share)
    groups = [(name or "(no team)", by_team[name]) for name in sorted(by_team)]
    if len(groups) > 1:
        groups.append(("All", list(shares)))
    rows = [
        (
            name,
            f"{len(members):,}",
            fixed(sum((one.prorated_target for one in members), ZERO), CENTS),
            fixed(sum((one.payout for one in members), ZERO), CENTS),
        )
        for name, members in groups
    ]
    return table_text(("Team", "Payees", "Prorated target", "Payout"), rows, left=1)


def tree_lines(node: Node, depth: int = 0) -> Iterator[str]:
    """The steps, one a line, indented; of many alike the first ones only."""
    value = "" if node.value is None else f" = {_step_text(node.value, node.unit)}"
    formula = f"  [{node.formula}]" if node.formula else ""
    rounding = f"  ({node.rounding})" if node.rounding else ""
    yield f"{INDENT * depth}{node.name}{value}{formula}{rounding}"
    children = node.children
    shown = children[:SHOWN] if len(children) > MANY else children
    for child in shown:
        yield from tree_lines(child, depth + 1)
    if len(shown) < len(children):
        left = len(children) - len(shown)
        yield f"{INDENT * (depth + 1)}and {left:,} more; --json has them all"


def _step_text(value: Fraction, unit: str) -> str:
    """A step's value with the digits that the next step reads, as far as they end."""
    if unit == "points":
        return f"{number(value)} %"
    return number(value) if unit in MONEY else amount(value, unit)


def value_text(value: Fraction | None, unit: str) -> str:
    """A value in its unit with two decimals at most: 1,234.50, 28.4 %, 66 days, 'no data'."""
    if value is None:
        return NO_DATA
    if unit in MONEY:
        return fixed(value, CENTS)
    shown = rounded_fraction(value * HUNDRED if unit == "percent" else value, CENTS, "half_up")
    return amount(shown / HUNDRED if unit == "percent" else shown, unit)


def points_text(value: Fraction) -> str:
    """Percent points of target with two decimals at most: 59.6 %."""
    return f"{number(rounded_fraction(value, CENTS, 'half_up'))} %"
