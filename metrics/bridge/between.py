"""The bridge of open pipeline between the ends of two days, for a window of expected closes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from metrics.bridge import sql_text
from metrics.bridge.parts import BARS, MOVEMENTS, ZERO, Bars, Bridge, Cell, Deal
from metrics.bridge.statement import moved_statement, still_statement
from metrics.compute import bench_of
from metrics.days import refuse_unseen
from metrics.errors import PeriodError
from metrics.facts import FACTS
from metrics.known import known
from metrics.kpis.open_deals import IN_WINDOW, IN_WINDOW_AMOUNT
from metrics.periods import Period
from metrics.question import Question, check_dimensions
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.scope import ALL, Scope
from metrics.sql.state import StateWant, Window, state_figures
from metrics.sql.view import DAY, View

COUNT = f"count(*) filter (where {IN_WINDOW})"
MISSING = f"count(*) filter (where {IN_WINDOW} and amount is null)"


def bridge(reader: Reader, frm: date, to: date, window: Period, scope: Scope = ALL) -> Bridge:
    """Open pipeline of `window` from the end of `frm` to the end of `to`, deal by deal.

    Source: docs/decisions/0020-pipeline-bridge.md
    Raises: PeriodError for days the wrong way round or not reached yet, ScopeError for a
    dimension that deals do not have.
    """
    view = _view(reader, (frm, to), scope)
    closes = _closes(window)
    statement = moved_statement((frm, to), closes, view, sql_text.DEALS)
    moved = [_Moved(row) for row in reader.exact_rows(statement.sql, statement.parameters)]
    held = _held(reader, (frm, to), closes, view, (IN_WINDOW_AMOUNT, COUNT, MISSING))
    deals = tuple(one.deal for one in moved if one.deal.movements)
    unknown = _unknown(reader, {"opening": frm, "closing": to})
    return Bridge(
        from_on=frm,
        to_on=to,
        window=window,
        scope=scope,
        amounts=_amounts(held[frm][0], _totals(deals), held[to][0]),
        counts=_counts(held[frm][1], deals, held[to][1]),
        deals=deals,
        matrix=_matrix(moved, reader, (frm, to), closes, view),
        stages=tuple(stage for stage, _ in reader.exact_rows(sql_text.STAGES, {})),
        missing_amounts=(int(held[frm][2]), int(held[to][2])),
        not_booked=sum(one.is_not_booked for one in moved),
        fingerprint=reader.load.fingerprint,
        note=_note(reader, frm, unknown),
        unknown=unknown,
        is_recorded=_recorded_on(reader) is not None,
    )


def bridges(
    reader: Reader, days: Sequence[date], window: Period, scope: Scope = ALL
) -> tuple[Bars, ...]:
    """The bars between each day and the next, all in one pass.

    Raises: what `bridge` does.
    """
    if len(days) < 2:
        raise PeriodError("a bridge needs two days; give at least the first and the last")
    view, closes = _view(reader, days, scope), _closes(window)
    statement = moved_statement(days, closes, view, sql_text.SUMS)
    moved = _by_span(reader.exact_rows(statement.sql, statement.parameters))
    held = _held(reader, days, closes, view, (IN_WINDOW_AMOUNT,))
    return tuple(
        Bars(frm, to, window, scope, _amounts(held[frm][0], moved[number], held[to][0]))
        for number, (frm, to) in enumerate(pairwise(days))
    )


def _by_span(rows: Iterable[Sequence[Any]]) -> Mapping[int, Mapping[str, Decimal]]:
    """The sums of each span by bar, from sums by pair of reasons."""
    found: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for number, enter, leave, entered, risen, fallen, gone, rate_change in rows:
        bars = found[number]
        for bar, amount in (
            (enter, entered),
            ("increased", risen),
            ("decreased", -(fallen or ZERO)),
            (leave, gone),
            ("currency", rate_change),
        ):
            if bar:
                bars[bar] += amount or ZERO
    return found


class _Moved:
    """One row of the statement of deals."""

    def __init__(self, row: tuple[Any, ...]) -> None:
        (key, enter, leave, entered, change, gone, rate_change, was_in, is_in, *rest) = row
        stage_before, stage, close_before, close_after, at_before, at_end, *rest = rest
        self.is_not_booked, name, account, owner, region, loss_reason = rest
        self.was_in, self.is_in = was_in, is_in
        found = {
            enter: entered,
            "increased": max(change, ZERO),
            "decreased": max(-change, ZERO),
            leave: gone,
            "currency": rate_change,
        }
        self.deal = Deal(
            opportunity_id=key,
            name=name,
            account=account,
            owner=owner,
            region=region,
            loss_reason=loss_reason,
            enter_reason=enter,
            leave_reason=leave,
            stage_before=stage_before,
            stage_after=stage,
            close_before=close_before,
            close_after=close_after,
            amount_before=at_before,
            amount_after=at_end,
            movements={
                bar: found[bar]
                for bar in MOVEMENTS
                if bar in found and (found[bar] or bar in (enter, leave))
            },
        )


def _view(reader: Reader, days: Sequence[date], scope: Scope) -> View:
    """How the days are looked at.

    Raises: PeriodError or ScopeError.
    """
    check_dimensions(kpi("open_pipeline"), (), scope)
    for frm, to in pairwise(days):
        if frm > to:
            raise PeriodError(f"the bridge begins on {frm}, after its end on {to}; swap the days")
    refuse_unseen(reader, days[-1], "end the bridge on")
    return bench_of(reader, Question((), (), scope, as_of=days[-1])).view


def _closes(window: Period) -> Window:
    """The expected closes that the window holds; 'all' holds deals without one too."""
    return None if window.grain == "all" else (window.start_on, window.end_on_exclusive)


def _held(
    reader: Reader, days: Iterable[date], closes: Window, view: View, sqls: Sequence[str]
) -> Mapping[date, Sequence[Decimal]]:
    """Figures of open pipeline at the end of each day, by the definition of the KPI itself."""
    wants = {day: [StateWant(sql, day + DAY, closes, False) for sql in sqls] for day in days}
    found = state_figures(reader, [want for asked in wants.values() for want in asked], view)
    return {day: [found[want].get((), ZERO) for want in asked] for day, asked in wants.items()}


def _totals(deals: Iterable[Deal]) -> Mapping[str, Decimal]:
    """The movements of the deals, added up by bar."""
    totals: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for deal in deals:
        for bar, amount in deal.movements.items():
            totals[bar] += amount
    return totals


def _amounts(
    opening: Decimal, moved: Mapping[str, Decimal], closing: Decimal
) -> Mapping[str, Decimal]:
    """All bars in order; a bar that no deal is in is 0."""
    found = {bar: moved.get(bar, ZERO) for bar in MOVEMENTS}
    return {bar: found.get(bar, ZERO) for bar in BARS} | {"opening": opening, "closing": closing}


def _counts(opening: Decimal, deals: Iterable[Deal], closing: Decimal) -> Mapping[str, int]:
    counted = Counter(bar for deal in deals for bar in deal.movements)
    counted["opening"], counted["closing"] = int(opening), int(closing)
    return {bar: counted[bar] for bar in BARS}


def _matrix(
    moved: Iterable[_Moved], reader: Reader, days: tuple[date, date], closes: Window, view: View
) -> tuple[Cell, ...]:
    """Every deal of the opening or of any movement, by where it came from and went to."""
    found: dict[tuple[str | None, str | None, str | None, str | None], list[Any]]
    found = defaultdict(lambda: [0, ZERO, ZERO])
    for one in moved:
        deal = one.deal
        key = (
            deal.stage_before if one.was_in else None,
            deal.enter_reason,
            deal.stage_after if one.is_in else None,
            deal.leave_reason,
        )
        opening = deal.amount_before if one.was_in else ZERO
        closing = deal.amount_after if one.is_in else ZERO
        for place, amount in enumerate((1, opening, closing)):
            found[key][place] += amount
    statement = still_statement(days, closes, view)
    for stage, count, amount in reader.exact_rows(statement.sql, statement.parameters):
        for place, figure in enumerate((count, amount, amount)):
            found[stage, None, stage, None][place] += figure
    return tuple(Cell(*key, *figures) for key, figures in sorted(found.items(), key=_order))


def _order(item: tuple[tuple[str | None, ...], object]) -> tuple[str, ...]:
    return tuple(part or "" for part in item[0])


def _unknown(reader: Reader, ends: Mapping[str, date]) -> Mapping[str, str]:
    """Why nobody knows what was open at an end, by its bar; none where somebody does."""
    of_load, fact = known(reader), FACTS["opportunity_version"]
    found = {
        bar: of_load.off_record(fact.name, fact.dates[0], of_load.calendar.day(day))
        for bar, day in ends.items()
    }
    return {bar: why.removeprefix("no data: ") for bar, why in found.items() if why}


def _recorded_on(reader: Reader) -> date | None:
    """The day of the first change of a deal that was recorded; None where none was."""
    ((recorded_at,),) = reader.exact_rows(sql_text.RECORDED, {})
    return None if recorded_at is None else known(reader).calendar.day_of(recorded_at)


def _note(reader: Reader, frm: date, unknown: Mapping[str, str]) -> str | None:
    """What the data cannot tell: of a day before the record nothing, of one before changes of
    deals were recorded not those.
    """
    if unknown:
        days = "either day" if "closing" in unknown else f"{frm}"
        return f"{unknown['opening']}: what was open on {days} is not known"
    recorded_on = _recorded_on(reader)
    unseen = "moved closes, changed amounts and transfers cannot be seen"
    if recorded_on is None:
        return f"no history of deals is recorded: states follow from their own dates, so {unseen}"
    if recorded_on <= frm:
        return None
    return f"the history of deals begins on {recorded_on}: before that, {unseen}"
