"""The demo company's decisions: two years of plans, closed quarters, payments and questions.

Written by the desk's own commands, each with the person who acts and the moment it happened, so
that the life cycle is what made them. The same load gives the same decisions and amounts; only
salts and keys differ, as they must.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from data.demo.pay import PAYEES_FILE, plan_text, write_pay
from data.errors import StoreError
from data.ledger import Ledger
from data.warehouse import Reader, Warehouse
from data.workspace import FILE_NAME, Workspace
from metrics.field.demo import field_chapters
from metrics.lifecycle.demo_forecasts import WeeklyForecasts
from metrics.lifecycle.demo_people import (
    ADMIN,
    BOARD_MEMBER,
    CONTROLLER,
    DATA_OPERATIONS,
    Cast,
    DemoTerms,
    cast_of,
    part_timer,
    payees_text,
    terms_of,
)
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.forecasts import freeze
from metrics.lifecycle.period_desk import PeriodDesk
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.roles import (
    FINANCE,
    HEAD_OF_MARKETING,
    HEAD_OF_SALES,
    MEMBER,
    OPERATIONS,
    VIEWER,
)
from metrics.meeting.demo import Chapter, Room, meeting_chapters, mondays_of
from metrics.periods import FiscalCalendar, Period
from metrics.pool.plan import Plan
from metrics.pool.reading import read_plan

CLOSED_QUARTERS = 8
REGISTER_FILE = "register.csv"
# Recorded with too few hours until somebody asks; then that quarter is restated.
HOURS_FIRST_RECORDED = Decimal("0.5")
# One payee in four has not read the plan yet.
_LATE_ONE_IN = 4
DRAFT_WEIGHTS = {"bookings": 45, "pipeline_created": 35}
_OFFICE = time(15, tzinfo=UTC)
_ROLES = f'\n[roles]\nadmin = ["{ADMIN}"]\n'


class _Clock:
    """The moment that the ledger writes: the one of the chapter that is told."""

    def __init__(self, last: datetime) -> None:
        self.now = self.last = last

    def set(self, day: date) -> datetime:
        """That day in office hours; never after the load."""
        self.now = min(datetime.combine(day, _OFFICE), self.last)
        return self.now


@dataclass(frozen=True)
class _Stage:
    """Everything the chapters need."""

    store: Path
    reader: Reader
    clock: _Clock
    desk: Desk
    cast: Cast
    terms: tuple[DemoTerms, ...]
    weekly: WeeklyForecasts

    def on(self, day: date) -> Desk:
        """The desk on a day, every weekly forecast until then frozen."""
        self.weekly.until(day, lambda on, found: freeze(self._desk_on(on), DATA_OPERATIONS, found))
        return self._desk_on(day)

    def _desk_on(self, day: date) -> Desk:
        return self.desk.at(self.clock.set(day))

    def periods_on(self, day: date) -> PeriodDesk:
        """Its commands around a period."""
        return PeriodDesk(self.on(day))

    def load_payees(self, day: date, *, is_corrected: bool) -> None:
        """Finance loads the payees as they are known on a day."""
        late = part_timer(self.terms)
        hours = {} if late is None or is_corrected else {late.person_id: HOURS_FIRST_RECORDED}
        file = self.store / "demo_plan" / REGISTER_FILE
        file.write_text(payees_text(self.terms, day, hours), encoding="utf-8")
        self.on(day).load_payees(self.cast.finance, file)


def has_decisions(store: Path, now: datetime) -> bool:
    """Whether the store's ledger holds any event. Raises: LedgerError when it does not open."""
    ledger = Ledger.open(store, clock=lambda: now)
    try:
        return ledger.head.count > 0
    finally:
        ledger.close()


def is_demo(reader: Reader) -> bool:
    """Whether the published load is the demo company's."""
    return reader.load.mapping == "demo"


def write_decisions(store: Path) -> int:
    """How many events were written: the demo company's ledger, from its published load.

    Raises: StoreError where the load is not the demo's, or decisions are there already.
    """
    reader = Warehouse(store).reader()
    load = reader.load
    last = load.published_at.replace(tzinfo=UTC)
    if has_decisions(store, last):
        raise StoreError(
            f"{store}: the ledger already holds decisions, and the demo's belong into an empty one"
        )
    cast = cast_of(reader)
    folder, day = store / "demo_plan", load.data_date or last.date()
    if not (folder / PAYEES_FILE).exists():
        # A demo company of before there was pay.
        write_pay(folder, until=day)
    terms = terms_of(reader, folder / PAYEES_FILE)
    _appoint_admin(store)
    clock = _Clock(last)
    ledger = Ledger.open(store, clock=lambda: clock.now)
    try:
        desk = Desk(ledger, Warehouse(store), Workspace.read(store), last)
        quarters = _quarters(desk.calendar.containing(day, "quarter"), desk.calendar)
        weekly = WeeklyForecasts(reader, quarters, day)
        _tell(_Stage(store, reader, clock, desk, cast, terms, weekly), quarters, day)
        return ledger.head.count
    finally:
        ledger.close()


def _appoint_admin(store: Path) -> None:
    """The demo's settings name its first administrator, as every company's do."""
    if Workspace.read(store).roles:
        return
    with (store / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write(_ROLES)


def _quarters(now: Period, calendar: FiscalCalendar) -> list[Period]:
    """The quarters that were closed, oldest first, and the running one."""
    found = [now]
    while len(found) <= CLOSED_QUARTERS:
        found.insert(0, calendar.previous(found[0]))
    return found


def _tell(stage: _Stage, past: Sequence[Period], day: date) -> None:
    """The chapters, in the order of time."""
    now = past[-1]
    first_on = past[0].start_on
    _appoint(stage, first_on - timedelta(days=40))
    stage.load_payees(first_on - timedelta(days=35), is_corrected=False)
    _sign(stage, past[0])
    for place, (quarter, following) in enumerate(pairwise(past)):
        is_latest = following is now
        if is_latest:
            _correct(stage, past[place - 1])
        _sign(stage, following)
        _close(stage, quarter, is_corrected=is_latest)
        _settle(stage, quarter, is_paid=not is_latest)
    _discuss(stage, now, past[-2], day)


def _appoint(stage: _Stage, day: date) -> None:
    """The administrator gives everyone the own role."""
    desk, cast = stage.on(day), stage.cast
    desk.grant(ADMIN, cast.head_of_marketing, [HEAD_OF_MARKETING])
    desk.grant(ADMIN, cast.head_of_sales, [HEAD_OF_SALES])
    desk.grant(ADMIN, cast.finance, [FINANCE])
    desk.grant(ADMIN, CONTROLLER, [FINANCE])
    desk.grant(ADMIN, DATA_OPERATIONS, [OPERATIONS])
    desk.grant(ADMIN, BOARD_MEMBER, [VIEWER])


def plan_of(quarter: Period, weights: dict[str, int] | None = None) -> Plan:
    """The demo's plan for a quarter, with other weights where they are given."""
    plan = read_plan(plan_text(quarter.start_on), form="toml", name="the demo's plan")
    measures = tuple(
        one.model_copy(update={"weight": Decimal((weights or {}).get(one.kpi, one.weight))})
        for one in plan.measures
    )
    return plan.model_copy(update={"measures": measures})


def _sign(stage: _Stage, quarter: Period) -> None:
    """Marketing proposes, sales signs, and on its first day the plan comes in force."""
    cast, day = stage.cast, quarter.start_on
    made = stage.on(day - timedelta(days=12)).propose(
        cast.head_of_marketing, plan_of(quarter), effective_on=day
    )
    stage.on(day - timedelta(days=9)).sign(cast.head_of_sales, made.number, made.plan_hash)
    stage.on(day).activate(cast.finance, made.number)


def _close(stage: _Stage, quarter: Period, *, is_corrected: bool) -> None:
    """Finance loads the quarter's last changes of terms and closes it."""
    day = quarter.last_on
    stage.load_payees(day + timedelta(days=5), is_corrected=is_corrected)
    desk = stage.periods_on(day + timedelta(days=8))
    as_of = min(day + timedelta(days=7), desk.desk.today)
    desk.close(stage.cast.finance, quarter.name, as_of)


def _settle(stage: _Stage, quarter: Period, *, is_paid: bool) -> None:
    """One of finance approves, the other pays; the latest quarter still waits for that."""
    day = quarter.last_on
    stage.periods_on(day + timedelta(days=11)).approve(CONTROLLER, quarter.name)
    if is_paid:
        stage.periods_on(day + timedelta(days=20)).pay(stage.cast.finance, quarter.name)


def _correct(stage: _Stage, quarter: Period) -> None:
    """A payee asks about the paid quarter, finance answers, and restates it."""
    day, asked = quarter.last_on + timedelta(days=30), part_timer(stage.terms)
    said = "part-time hours were recorded late; results as known on the day"
    if asked is not None and asked.first_on <= quarter.last_on:
        text = f"I work {asked.fte:.0%} of full time; this counts {HOURS_FIRST_RECORDED:.0%}. Why?"
        number = stage.periods_on(day).dispute(
            asked.person_id, quarter.name, "Prorated target", text
        )
        answer = "You are right: the hours were recorded late. The next statement makes it good."
        stage.periods_on(day + timedelta(days=2)).answer_dispute(CONTROLLER, number, answer)
    day += timedelta(days=3)
    stage.load_payees(day, is_corrected=True)
    try:
        desk = stage.periods_on(day + timedelta(days=1))
        desk.restate(stage.cast.finance, quarter.name, said, desk.desk.today)
    except Refused as refused:
        # Another seed's company may have nobody part time and no deal reopened.
        if refused.code != "nothing_to_restate":
            raise


def _discuss(stage: _Stage, now: Period, latest: Period, day: date) -> None:
    """Most have read the plan; one asks about the last statement; a draft is on the table, two
    weekly meetings were held, and the field has spoken.
    """
    version = stage.desk.state.in_force(now.name)
    assert version is not None, "the quarter's plan was signed"
    for person_id in stage.desk.state.people_with(MEMBER):
        if int(person_id.removeprefix("P")) % _LATE_ONE_IN != 1:
            stage.on(latest.last_on + timedelta(days=12)).acknowledge(person_id, version.number)
    asker = next(one.person_id for one in stage.terms if one.role == "Inside sales")
    text = "A deal of mine was reopened in the last week of the quarter. Is it still in here?"
    stage.periods_on(latest.last_on + timedelta(days=13)).dispute(
        asker, latest.name, "Funding", text
    )
    draft, loaded_on = plan_of(now, DRAFT_WEIGHTS), day - timedelta(days=4)
    room = _room(stage, day)
    chapters: list[Chapter] = [
        (loaded_on, lambda _: stage.load_payees(loaded_on, is_corrected=True)),
        (
            day - timedelta(days=3),
            lambda desk: desk.save_draft(stage.cast.head_of_marketing, draft),
        ),
        *meeting_chapters(room, stage.reader, day),
        *field_chapters(room, mondays_of(day)[1]),
    ]
    for on, tell in sorted(chapters, key=lambda one: one[0]):
        tell(stage.on(on))


def _room(stage: _Stage, day: date) -> Room:
    """Who meets every Monday: both heads, and one of each team who is there."""
    there = {
        one.role: one.person_id
        for one in reversed(stage.terms)
        if one.first_on <= day and (one.last_on is None or one.last_on > day)
    }
    cast = stage.cast
    return Room(
        cast.head_of_marketing,
        cast.head_of_sales,
        there.get("Field marketing", cast.head_of_marketing),
        there.get("Inside sales", cast.head_of_sales),
    )
