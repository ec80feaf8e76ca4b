"""The pool today as a tile and its receipt: percent of target, never an amount or a person."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data.warehouse import LoadRecord
from data.workspace import Workspace
from metrics.answer import Answer
from metrics.known import known
from metrics.lifecycle.state import State
from metrics.meeting.headlines import Moment
from metrics.meeting.pool_today import DRAWS, plan_in_force, pool_today
from metrics.meeting.pool_words import PoolPart, pool_parts, pool_since, why_no_pool
from metrics.meeting.records import Snapshot
from metrics.reader import Reader
from metrics.wording import (
    NO_DATA,
    count,
    percent,
    percent_range,
    period_text,
    sentence,
    weekday,
)
from pages.views.table import Cell, Column, ShortTable
from pages.views.tile import Bullet, PoolRequest, Tile
from pages.views.tiles import change_of

_ONE = Decimal(1)


def build_pool(reader: Reader, state: State, as_of: date) -> Answer:
    """What the plan in force funds at the forecast, as of a day; None with the reason."""
    moment = Moment.of(known(reader).calendar, as_of)
    return pool_today(reader, state, moment, plan_in_force(reader, state, as_of))


def build_pool_tile(now: Answer, before: Snapshot | None, workspace: Workspace) -> Tile:
    """The pool with its range, against the meeting before and its target."""
    has_range = now.low is not None and now.high is not None
    low, high = now.low or _ONE, now.high or _ONE
    return Tile(
        key="pool_today",
        label="The pool today",
        value=NO_DATA if now.value is None else percent(now.value),
        count=f"P10–P90 {percent_range(low, high)}" if has_range else "",
        changes=tuple(change_of(one) for one in pool_since(now, before)),
        bullet=None
        if now.value is None
        else Bullet(now.value, _ONE, max(now.value, _ONE), f"target {percent(_ONE)}", True),
        trend=(),
        trend_words="",
        note=why_no_pool(now, workspace) if now.value is None else "of target, at the forecast",
        receipt=PoolRequest(now),
    )


@dataclass(frozen=True)
class PoolReceipt:
    """The words of the receipt and the table of the measures."""

    label: str
    value: str
    facts: tuple[tuple[str, str], ...]
    measures: ShortTable | None
    foot: str


def build_pool_receipt(now: Answer, load: LoadRecord) -> PoolReceipt:
    """Everything needed to follow the pool: its plan, its day, its measures."""
    workspace = load.workspace
    facts = [
        ("Definition", "What the plan in force would fund if the period ended at the forecast."),
        ("It is not", "Anybody's pay: no person and no amount is in it."),
        ("Period", period_text(now.period)),
        ("As of", weekday(now.as_of, workspace)),
    ]
    if now.value is not None:
        facts.append(("Plan", f"{now.beside.get('plan_name')}, version {now.beside.get('plan')}"))
    if now.low is not None and now.high is not None:
        exact_range = f"{percent(now.low, 1)} to {percent(now.high, 1)}"
        facts.append(("P10 to P90", f"{exact_range}, from {count(DRAWS)} draws"))
    if now.note:
        facts.append(("Note", sentence(now.note)))
    facts.append(("Load", load.fingerprint[:12]))
    parts = pool_parts(now)
    return PoolReceipt(
        label="The pool today, of target",
        value=NO_DATA if now.value is None else percent(now.value, 2),
        facts=tuple(facts),
        measures=_measures(parts, now) if parts else None,
        foot="Each measure pays by its own curve; its weight says how much of that it adds.",
    )


def _measures(parts: tuple[PoolPart, ...], now: Answer) -> ShortTable:
    whole = (Cell("The pool"), Cell(""), Cell(""), Cell(""), Cell(_share(now.value, 2)))
    return ShortTable(
        columns=(
            Column("Measure"),
            Column("Weight", is_number=True),
            Column("Forecast of target", is_number=True),
            Column("Pays", is_number=True),
            Column("Adds", is_number=True),
        ),
        rows=(
            *(
                (
                    Cell(one.label, is_strong=True),
                    Cell(_share(one.weight, 0)),
                    Cell(_share(one.attainment, 1)),
                    Cell(_share(one.payout, 1)),
                    Cell(_share(one.adds, 2)),
                )
                for one in parts
            ),
            whole,
        ),
        sum_rows=1,
    )


def _share(value: Decimal | None, places: int) -> str:
    return "" if value is None else percent(value, places)
