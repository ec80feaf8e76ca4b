"""What each method wants from the facts, and what it makes of the figures for one member."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

from metrics.assemble import ONE, Parts
from metrics.facts import FACTS
from metrics.kpi import Cohort, Kpi, PerPerson, Share, Slip, Spread, State, Survival
from metrics.periods import DAY, Period
from metrics.question import Cell
from metrics.sql.flow import Figures, FlowWant
from metrics.sql.odds import UNSEEN, StageOdds
from metrics.sql.retained import Retained
from metrics.sql.slip import Slipped, SlipWant
from metrics.sql.state import States, StateWant, Window
from metrics.sql.view import Members, View, within_named
from metrics.sql.waiting import Waits

Member: TypeAlias = tuple[str, ...]
HOUR = Decimal(3600)
ZERO = Decimal(0)


@dataclass
class Store:
    """The figures of one question, filled by as few statements as there are facts."""

    flow: Figures = field(default_factory=dict)
    state: States = field(default_factory=dict)
    slip: dict[SlipWant, Slipped] = field(default_factory=dict)
    retained: Retained = field(default_factory=dict)
    waits: dict[Period, Waits] = field(default_factory=dict)
    odds: dict[date, Mapping[str, StageOdds]] = field(default_factory=dict)


def within_days(cell: Cell) -> int | None:
    """The cohort's limit in days; None is ever."""
    if cell.within is None:
        return cell.kpi.method.within_days if isinstance(cell.kpi.method, Cohort) else None
    return None if cell.within == "ever" else cell.within


def flow_wants(cell: Cell) -> dict[str, FlowWant]:
    """The aggregates over dated rows that the cell needs, by their role in the answer."""
    kpi, limit = cell.kpi, within_days(cell)
    columns = {f.key: (f.dated_by, f.sql) for f in cell.beside}
    if not isinstance(kpi.method, Survival):
        columns["numerator"] = (kpi.dated_by, kpi.numerator)
        columns["rows"] = (kpi.dated_by, counted_sql(kpi))
        if kpi.denominator:
            columns["denominator"] = (kpi.dated_by, kpi.denominator)
    if isinstance(kpi.method, PerPerson):
        columns["expected"] = (kpi.dated_by, kpi.method.expected)
        columns["expecting"] = (kpi.dated_by, kpi.method.expecting)
    if isinstance(kpi.method, Cohort) and limit is not None:
        old = f"{kpi.dated_by} + to_days($within_days) <= $as_of_at"
        columns["mature"] = (kpi.dated_by, f"count(*) filter (where {old})")
    return {
        role: FlowWant(
            kpi.fact, dated_by, within_named(sql, limit), cell.period, not _is_quantile(sql)
        )
        for role, (dated_by, sql) in columns.items()
    }


def counted_sql(kpi: Kpi) -> str:
    """The aggregate that counts the rows behind the number."""
    return "count(*)" if kpi.counted == "true" else f"count(*) filter (where {kpi.counted})"


def _is_quantile(sql: str) -> bool:
    return sql.startswith("quantile_")


def state_wants(cell: Cell, view: View) -> dict[str, StateWant]:
    """The aggregates over open deals that the cell needs, by their role in the answer."""
    kpi, method = cell.kpi, cell.kpi.method
    columns = {f.key: f.sql for f in cell.beside}
    columns |= {"numerator": kpi.numerator, "rows": counted_sql(kpi)}
    if kpi.denominator:
        columns["denominator"] = kpi.denominator
    by_stage = isinstance(method, State) and method.is_weighted_by_stage
    cut_on, window = view.cut_on(cell.period), window_of(cell, view)
    return {role: StateWant(sql, cut_on, window, by_stage) for role, sql in columns.items()}


def window_of(cell: Cell, view: View) -> Window:
    """The expected closes that count: as asked, else the KPI's own default."""
    asked = cell.window
    if isinstance(asked, Period):
        return None if asked.grain == "all" else (asked.start_on, asked.end_on_exclusive)
    if asked == "all":
        return None
    if isinstance(cell.kpi.method, State) and cell.kpi.method.window == "all":
        return None
    window = default_window(cell, view)
    return window.start_on, window.end_on_exclusive


def default_window(cell: Cell, view: View) -> Period:
    """The fiscal quarter that holds the last day seen; for slippage the period itself."""
    if isinstance(cell.kpi.method, Slip):
        return cell.period
    day = view.calendar.to_date(cell.period, view.as_of).last_on
    return view.calendar.containing(min(day, view.as_of), "quarter")


def slip_want(cell: Cell, view: View) -> SlipWant:
    """The span that the cell needs; 'all' expected closes have no beyond."""
    window = window_of(cell, view) or (cell.period.start_on, cell.period.end_on_exclusive)
    return SlipWant(cell.period.start_on, view.cut_on(cell.period), window)


def flow_parts(
    cell: Cell, member: Member, wants: Mapping[str, FlowWant], store: Store, view: View
) -> Parts:
    """The parts of a flow, cohort or spread; nothing counted is 0, no quantile is None."""
    kpi = cell.kpi
    found = {role: store.flow[want].get(member) for role, want in wants.items()}
    if isinstance(kpi.method, Share) and kpi.method.dimension in view.grouping:
        # The member's own part of the sum, over the sum of all members.
        found["numerator"] = found["denominator"]
        everyone = store.flow[wants["denominator"]]
        found["denominator"] = _over_all(everyone, member, (kpi.method.dimension,), view)
    elif kpi.denominator and set(view.grouping) & set(FACTS[kpi.fact].numerator_only):
        for role in ("denominator", "rows"):
            dropped = FACTS[kpi.fact].numerator_only
            found[role] = _over_all(store.flow[wants[role]], member, dropped, view)
    rows = int(found["rows"] or 0)
    # A sum or count over no rows is 0; a quantile of nothing has no value.
    numerator = found["numerator"] if isinstance(kpi.method, Spread) else found["numerator"] or ZERO
    denominator = (found["denominator"] or ZERO) if kpi.denominator else None
    maturity: Decimal | None = ONE
    if isinstance(kpi.method, Cohort):
        is_limited = "mature" in wants and rows
        maturity = (found["mature"] or ZERO) / rows if is_limited else None
    has_sample = kpi.denominator or isinstance(kpi.method, Spread)
    beside = _beside(cell, found)
    return Parts(
        numerator,
        denominator,
        rows,
        sample=rows if has_sample else None,
        maturity=maturity,
        beside=beside,
        reason=None if kpi.denominator else _no_amount(rows, beside),
        expected=_expected(found, rows),
    )


def _expected(found: Mapping[str, Decimal | None], rows: int) -> Decimal | None:
    """What is expected on average, where something is expected of every row."""
    expected = found.get("expected")
    if expected is None or not rows or found.get("expecting") != rows:
        return None
    return expected / rows


def _no_amount(rows: int, beside: Mapping[str, object]) -> str | None:
    """The reason for no sum where rows were counted and not one of them has an amount."""
    if rows and beside.get("null_amounts") == rows:
        return f"none of the {rows:,} records counted has an amount"
    return None


def _over_all(figures: Members, member: Member, dropped: Sequence[str], view: View) -> Decimal:
    """The figure over every member of the dimensions dropped, the others as in `member`."""
    kept = [place for place, name in enumerate(view.grouping) if name not in dropped]
    return sum(
        (
            value
            for other, value in figures.items()
            if all(other[place] == member[place] for place in kept)
        ),
        ZERO,
    )


def _beside(cell: Cell, found: Mapping[str, Decimal | None]) -> dict[str, object]:
    """The figures beside the value: counts as whole numbers, sums of nothing as 0."""
    beside: dict[str, object] = {}
    for figure in cell.beside:
        value = found[figure.key]
        if figure.sql.startswith("count("):
            beside[figure.key] = int(value or 0)
        else:
            beside[figure.key] = value if _is_quantile(figure.sql) else value or ZERO
    return beside


def state_parts(
    cell: Cell, member: Member, wants: Mapping[str, StateWant], store: Store, view: View
) -> Parts:
    """The parts of open deals; a deal without an amount counts 0, as the definition says."""
    kpi, method = cell.kpi, cell.kpi.method
    if isinstance(method, State) and method.is_weighted_by_stage:
        return _weighted_parts(member, wants, store)
    found = {role: store.state[want].get(member) for role, want in wants.items()}
    return Parts(
        found["numerator"] or ZERO,
        (found["denominator"] or ZERO) if kpi.denominator else None,
        int(found["rows"] or 0),
        beside=_beside(cell, found),
    )


def _weighted_parts(member: Member, wants: Mapping[str, StateWant], store: Store) -> Parts:
    """Each stage's open amount times its chance to win, added up exactly."""
    amounts, counts = store.state[wants["numerator"]], store.state[wants["rows"]]
    odds = store.odds[wants["numerator"].cut_on - DAY]
    weighted, chances = Fraction(0), {}
    for key, amount in sorted(amounts.items()):
        if key[:-1] == member:
            probability = odds.get(key[-1], UNSEEN).probability
            weighted += Fraction(amount) * probability
            chances[key[-1]] = Decimal(probability.numerator) / probability.denominator
    rows = sum(int(count) for key, count in counts.items() if key[:-1] == member)
    total = Decimal(weighted.numerator) / Decimal(weighted.denominator)
    return Parts(total, None, rows, beside={"probability_by_stage": chances})


def slip_parts(member: Member, slipped: Slipped) -> Parts:
    """The parts of slippage by amount, with the counts beside."""
    count = int(slipped.of_count.get(member, ZERO))
    return Parts(
        slipped.amount.get(member, ZERO),
        slipped.of_amount.get(member, ZERO),
        count,
        sample=count,
        beside={"slipped_count": int(slipped.count.get(member, ZERO)), "count": count},
    )


def shared_parts(cell: Cell, found: Mapping[str, Decimal | None]) -> Parts:
    """The parts of a share of money over the things it was counted on."""
    rows = int(found["rows"] or 0)
    return Parts(
        found["numerator"] or ZERO,
        found["denominator"] or ZERO,
        rows,
        sample=rows,
        beside=_beside(cell, found),
    )


def wait_parts(cell: Cell, member: Member, wants: Mapping[str, FlowWant], store: Store) -> Parts:
    """The parts of a Kaplan-Meier median, in hours."""
    waits = store.waits[cell.period]
    at_risk = waits.at_risk.get(member, ZERO)
    answered = int(waits.ended.get(member, ZERO))
    seconds = waits.median.get(member)
    beside = _beside(cell, {role: store.flow[want].get(member) for role, want in wants.items()})
    return Parts(
        None if seconds is None else seconds / HOUR,
        None,
        int(at_risk),
        sample=int(at_risk),
        beside={"answered": answered, **beside},
        note="not reached: fewer than half are answered" if at_risk and seconds is None else None,
    )
