"""What closes a period and what follows: close, reopen, approve, pay. Each gives the events."""

from dataclasses import dataclass
from datetime import UTC, date

from data.ledger.event import Draft, Event
from metrics.errors import PeriodError
from metrics.lifecycle import events as kinds
from metrics.lifecycle.calculation import calculate
from metrics.lifecycle.carried import carried_into, first_on, in_chain
from metrics.lifecycle.gathering import Source, basis_of, held_in, refuse_unlike
from metrics.lifecycle.refusals import Refused, needed_reason
from metrics.lifecycle.rerun import calculation_body, closed
from metrics.lifecycle.roles import HEAD_OF_MARKETING, HEAD_OF_SALES, SIDES
from metrics.lifecycle.state import State
from metrics.periods import FiscalCalendar, Period
from metrics.reader import Reader

_REOPENING = (SIDES[HEAD_OF_MARKETING], SIDES[HEAD_OF_SALES])


@dataclass(frozen=True)
class Moment:
    """The day on which something is done, in the company's zone, and the company's calendar."""

    today: date
    calendar: FiscalCalendar

    def period(self, name: str) -> Period:
        """The period of that name. Raises: PeriodError for 'all', which never ends."""
        found = self.calendar.parse(name)
        if found.grain == "all":
            raise PeriodError("'all' never ends; name a period such as 2026-Q4")
        return found


@dataclass(frozen=True)
class Seen:
    """The load that a close reads; without a day, as of the load's own."""

    reader: Reader
    as_of: date | None = None


def closing(state: State, actor: str, name: str, moment: Moment, seen: Seen) -> tuple[Draft, ...]:
    """The close of a period: results, plan, payees and the whole calculation, for good.

    Raises: Refused where it has not ended, is closed, has no plan or nobody to pay, or where a
    figure is missing; PeriodError for an as-of inside it.
    """
    period = moment.period(name)
    _refuse_state(state, period, moment)
    source = _source(seen, period, moment)
    held = held_in(state, period)
    refuse_unlike(held, period)
    basis = basis_of(source, state, period, held, carried_into(state, period))
    body = {
        **calculation_body(calculate(basis)),
        **read_from(source),
        "grain": period.grain,
        "closed_on": moment.today.isoformat(),
    }
    return (Draft(kinds.CLOSED, actor, period.name, body),)


def read_from(source: Source) -> dict[str, object]:
    """Which load the results were read from, and as of which day."""
    load = source.reader.load
    published = load.published_at.replace(tzinfo=UTC).isoformat()
    return {
        "load": {"fingerprint": load.fingerprint, "published_at": published},
        "as_of": source.as_of.isoformat(),
    }


def _refuse_state(state: State, period: Period, moment: Moment) -> None:
    if state.period(period.name).is_closed:
        raise Refused(
            "period_closed", f"{period.name} is closed; what changes since then is restated"
        )
    if moment.today <= period.last_on:
        raise Refused(
            "not_ended", f"{period.name} ends with {period.last_on}; close it after that day"
        )
    later = [one for one in in_chain(state, period) if first_on(one) > period.start_on]
    if later:
        raise Refused(
            "later_closed",
            f"{later[0].subject} is closed already and began with what came before it; reopen "
            f"that first, then close {period.name}",
        )
    for name in {version.period for version in state.versions}:
        other = moment.calendar.parse(name)
        is_before = other.grain == period.grain and other.start_on < period.start_on
        if is_before and state.plans_of(name) and not state.period(name).is_closed:
            raise Refused(
                "earlier_open",
                f"{name} comes before {period.name} and is not closed; its undistributed money "
                "and its corrections belong here, so close it first",
            )


def _source(seen: Seen, period: Period, moment: Moment) -> Source:
    """The load, as of the day asked for: the load's own, at least the period's last."""
    if seen.reader.load.published_at < moment.calendar.moment(period.end_on_exclusive):
        raise Refused(
            "old_data",
            f"the data was loaded before {period.name} ended; load it again, then close",
        )
    return source_as_of(seen, period, moment, "closed")


def source_as_of(seen: Seen, period: Period, moment: Moment, done: str) -> Source:
    """The load as of the day asked for; `done` is what happens to the period, for the refusal.

    Raises: PeriodError for a day inside the period, or after today.
    """
    as_of = seen.as_of
    if as_of is None:
        return source_of(seen.reader, period)
    if not period.last_on <= as_of <= moment.today:
        raise PeriodError(
            f"as of {as_of}: {period.name} is {done} as of a day from {period.last_on} to today"
        )
    return Source(seen.reader, as_of)


def source_of(reader: Reader, period: Period) -> Source:
    """The load as of its own day, at least the period's last."""
    return Source(reader, max(reader.load.data_date or period.last_on, period.last_on))


def reopening(state: State, actor: str, name: str, reason: str) -> tuple[Draft, ...]:
    """A head's word for reopening; with the other head's, the period is open again.

    Raises: Refused where it is not closed, is paid, a later one is closed, or there is no reason.
    """
    close = closed(state, name)
    why = needed_reason(reason, f"reopening {name}")
    _refuse_reopening(state, close)
    record = state.period(name)
    asked = {str(one.body["side"]): one for one in record.reopen_asks}
    if any(one.actor == actor for one in record.reopen_asks):
        raise Refused("already_asked", f"{actor} has asked already; the other head has not yet")
    own = [side for side in state.sides_of(actor) if side in _REOPENING]
    free = [side for side in own if side not in asked]
    if not free:
        raise Refused(
            "wrong_side", f"reopening {name} needs the heads of {' and of '.join(_REOPENING)}"
        )
    side = free[0]
    body = {"close": close.hash, "side": side, "reason": why}
    drafts = [Draft(kinds.REOPEN_ASKED, actor, name, body)]
    if {*asked, side} == set(_REOPENING):
        both = {**{one: ask.actor for one, ask in asked.items()}, side: actor}
        told = {"close": close.hash, "heads": both, "reason": why}
        drafts.append(Draft(kinds.REOPENED, actor, name, told))
    return tuple(drafts)


def _refuse_reopening(state: State, close: Event) -> None:
    name = close.subject
    if state.period(name).paid is not None:
        raise Refused(
            "already_paid", f"{name} is paid; what was wrong is restated on the next statement"
        )
    for other in in_chain_of(state, close):
        if first_on(other) > first_on(close):
            raise Refused(
                "later_closed",
                f"{other.subject} was closed on top of {name}; reopen it first, or restate {name}",
            )


def in_chain_of(state: State, close: Event) -> tuple[Event, ...]:
    """The closes that stand of periods of the same kind as this one."""
    grain = close.body["grain"]
    closes = (one.close for one in state.periods.values())
    return tuple(one for one in closes if one is not None and one.body["grain"] == grain)


def approval(state: State, actor: str, name: str) -> tuple[Draft, ...]:
    """The approval of a closed period. Raises: Refused period_not_closed, already_approved."""
    close = closed(state, name)
    approved = state.period(name).approved
    if approved is not None:
        raise Refused("already_approved", f"{name} was approved by {approved.actor}")
    body = {"close": close.hash, "calculation_hash": close.body["calculation_hash"]}
    return (Draft(kinds.APPROVED, actor, name, body),)


def payment(state: State, actor: str, name: str, today: date) -> tuple[Draft, ...]:
    """The payment of an approved period, by another person than who has approved it.

    Raises: Refused not_approved, already_paid, same_hands.
    """
    close = closed(state, name)
    record = state.period(name)
    if record.paid is not None:
        raise Refused("already_paid", f"{name} was paid by {record.paid.actor}")
    if record.approved is None:
        raise Refused("not_approved", f"{name} is not approved; somebody of finance approves it")
    if record.approved.actor == actor:
        raise Refused("same_hands", f"{actor} has approved {name}; another person marks it as paid")
    body = {
        "close": close.hash,
        "calculation_hash": close.body["calculation_hash"],
        "on": today.isoformat(),
    }
    return (Draft(kinds.PAID, actor, name, body),)
