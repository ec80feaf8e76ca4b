"""The week of a store as of a day: every number by the functions that the screens ask too."""

from datetime import date, datetime
from pathlib import Path

from metrics.compared import Moment
from metrics.errors import NothingDatedError, PeriodError
from metrics.field.clock import Clock
from metrics.field.seen import Seen, seen_on
from metrics.known import known
from metrics.lifecycle.forecasts import handed_in
from metrics.lifecycle.state import State
from metrics.meeting.agenda import agenda
from metrics.meeting.effects import effects
from metrics.people import names_of
from metrics.reader import Reader
from metrics.sentences.blocks import block_sentences
from metrics.sentences.headline import headline_of
from metrics.sentences.standing import standing
from metrics.weekly.flows import changed
from metrics.weekly.numbers import the_number
from metrics.weekly.records import Promises, Weekly
from metrics.weekly.sides import demand, handover


def weekly(
    reader: Reader,
    state: State,
    store: Path,
    *,
    today: date,
    as_of: date | None = None,
    trouble: str = "",
    now: datetime | None = None,
) -> Weekly:
    """The week up to the end of `as_of`, by default the load's last day, in its fiscal quarter.

    `today` is the company's day, `now` the moment in it that clocks run to (without one its end),
    `trouble` why what was decided cannot be read ('' where it can).
    Raises: NothingDatedError for a load without dates; PeriodError for a day it has not reached.
    """
    day = last_day(reader, as_of)
    calendar = known(reader).calendar
    moment = Moment(calendar.containing(day, "quarter"), day)
    stands, titles = standing(reader, moment), block_sentences(reader, moment)
    promises = _promises(reader, state, day, today, trouble)
    before = promises.agenda.before if promises.agenda else None
    return Weekly(
        as_of=day,
        period=moment.period,
        fingerprint=reader.load.fingerprint,
        workspace=reader.load.workspace,
        names=names_of(reader),
        headline=headline_of(reader, moment, stands),
        titles=titles,
        promises=promises,
        number=the_number(reader, state, moment, standing=stands, before=before),
        changed=changed(reader, state, store, moment, before=before, moved=titles["moved"]),
        handover=handover(reader, moment),
        demand=demand(reader, moment),
        field=_field(reader, state, promises.agenda.day if promises.agenda else today, now),
    )


def _field(reader: Reader, state: State, day: date, now: datetime | None) -> tuple[Seen, ...]:
    """What the field has said, as it stood on that day of the company."""
    return seen_on(state.field_voice, Clock.of(reader), day, now)


def last_day(reader: Reader, as_of: date | None) -> date:
    """The day asked for, by default as far as the data reach.

    Raises: NothingDatedError; PeriodError for a day that the load has not reached.
    """
    data_date = known(reader).data_date
    if data_date is None:
        raise NothingDatedError
    if as_of is not None and as_of > data_date:
        raise PeriodError(f"the load tells of days up to {data_date}; {as_of} is not among them")
    return as_of or data_date


def _promises(reader: Reader, state: State, day: date, today: date, trouble: str) -> Promises:
    if trouble:
        return Promises(None, (), trouble)
    found = agenda(state, reader, day, today)
    return Promises(found, effects(reader, found.commitments, day, handed_in(state)), "")
