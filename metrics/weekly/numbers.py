"""Block 2: booked against target and pace, where it lands, what covers it, what the pool is."""

from collections.abc import Iterable
from dataclasses import replace

from metrics.answer import Answer
from metrics.compared import Against, Change, Moment, Wanted, compared
from metrics.compute import answer
from metrics.forecast.trail import trail
from metrics.known import known
from metrics.kpi import Better, Unit
from metrics.lifecycle.state import State
from metrics.meeting.headlines import BY_KEY, LANDING, POOL, landing_answer
from metrics.meeting.headlines import Moment as Held
from metrics.meeting.pool_today import plan_in_force, pool_today
from metrics.meeting.records import Snapshot
from metrics.pace import business_days
from metrics.periods import Period
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.sentences.standing import Standing
from metrics.weekly.records import Number, TheNumber

BOOKED, ATTAINED, COVERAGE = "bookings", "bookings_attainment", "pipeline_coverage"


def numbers_of(
    reader: Reader, moment: Moment, wanted: Iterable[tuple[str, Wanted]]
) -> tuple[Number, ...]:
    """Each number wanted with its past, in that order; the word before each is its key."""
    named = list(wanted)
    found = compared(reader, [one for _, one in named], moment, known(reader).calendar)
    return tuple(
        Number(
            key=key,
            label=one.declared.label,
            unit=one.declared.unit,
            better=one.declared.better,
            answer=one.now,
            changes=one.changes,
            declared=one.declared,
            window=asked.window if isinstance(asked.window, Period) else None,
        )
        for (key, asked), one in zip(named, found, strict=True)
    )


def the_number(
    reader: Reader,
    state: State,
    moment: Moment,
    *,
    standing: Standing,
    before: Snapshot | None,
) -> TheNumber:
    """All of block 2; the pool is held against the meeting before."""
    following = known(reader).calendar.containing(moment.period.end_on_exclusive, "quarter")
    booked, this, after = numbers_of(
        reader,
        moment,
        (
            (BOOKED, Wanted(BOOKED)),
            (COVERAGE, Wanted(COVERAGE)),
            (f"{COVERAGE}_next", Wanted(COVERAGE, following)),
        ),
    )
    ahead = trail(reader, moment.period, moment.as_of, moment.scope)
    landing = landing_answer(reader, Held(moment.as_of, moment.period))
    return TheNumber(
        numbers=(
            booked,
            _attained(reader, moment),
            _own(LANDING, landing, ahead.changes),
            _named(this, COVERAGE),
            _named(after, f"{COVERAGE}_next"),
            _pool(reader, state, moment, before),
        ),
        standing=standing,
        forecast=ahead.now,
        days=business_days(reader, moment) if moment.is_running else None,
    )


def _attained(reader: Reader, moment: Moment) -> Number:
    declared = kpi(ATTAINED)
    found = answer(reader, ATTAINED, moment.period, scope=moment.scope, as_of=moment.as_of)
    return Number(ATTAINED, declared.label, declared.unit, declared.better, found, (), declared)


def _named(one: Number, key: str) -> Number:
    """The number as the meeting calls it."""
    return replace(one, key=key, label=BY_KEY[key].label)


def _own(key: str, found: Answer, changes: tuple[Change, ...]) -> Number:
    unit = {LANDING: Unit.MONEY, POOL: Unit.PERCENT}[key]
    return Number(key, BY_KEY[key].label, unit, Better.HIGHER, found, changes)


def _pool(reader: Reader, state: State, moment: Moment, before: Snapshot | None) -> Number:
    """The pool in percent of target; nobody's pay is read on the way."""
    version = plan_in_force(reader, state, moment.as_of)
    found = pool_today(reader, state, Held(moment.as_of, moment.period), version)
    held = None
    if before is not None and any(one.key == POOL for one in before.headlines):
        held = before.headline(POOL)
    if held is None or held.value is None or found.value is None:
        return _own(POOL, found, ())
    change = Change(Against.PREVIOUS, found.value, held.value, held.period)
    return _own(POOL, found, (change,))
