"""Forecasts of bookings, frozen once a week: what was said stays said. No pay in it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from data.ledger.event import Draft, Event
from metrics.forecast.records import Forecast, Part
from metrics.handed import FrozenForecast, Handed
from metrics.lifecycle import events as kinds
from metrics.lifecycle.guard import Action
from metrics.lifecycle.refusals import Refused
from metrics.meeting.promises import promises_in
from metrics.money import money_text
from metrics.periods import FiscalCalendar

if TYPE_CHECKING:
    from metrics.lifecycle.desk import Desk
    from metrics.lifecycle.state import State


def freeze(desk: "Desk", actor: str, found: Forecast) -> FrozenForecast:
    """The forecast that stands for the window and the week of its as-of; the first one stays.

    Raises: Refused for who may not, for a window that is over, or without a number.
    """
    desk.run(
        Action.FREEZE,
        actor,
        lambda state: drafted(state, actor, found, desk.calendar),
        subject=found.window.name,
    )
    return frozen_in(desk.state.forecasts[key_of(found, desk.calendar)])


def key_of(found: Forecast, calendar: FiscalCalendar) -> tuple[str, str]:
    """What a forecast is frozen once for: the window and the week, by their names."""
    return found.window.name, calendar.containing(found.as_of, "week").name


def drafted(
    state: "State", actor: str, found: Forecast, calendar: FiscalCalendar
) -> tuple[Draft, ...]:
    """The event to be; none where the window's week has its forecast already.

    Raises: Refused.
    """
    key = key_of(found, calendar)
    if key in state.forecasts:
        return ()
    if found.as_of >= found.window.last_on:
        raise Refused("window_over", f"{found.window.name} has ended; there is nothing to forecast")
    if found.scope.filters:
        raise Refused(
            "no_number", "only the whole company's forecast is frozen; leave the scope out"
        )
    if found.value is None:
        raise Refused("no_number", f"there is no forecast of {found.window.name}: {found.note}")
    own = kinds.request_key(kinds.FORECAST_FROZEN, *key)
    return (Draft(kinds.FORECAST_FROZEN, actor, found.window.name, _body(found, key[1]), own),)


def _body(found: Forecast, week_name: str) -> dict[str, object]:
    """All that was said, amounts as text."""
    return {
        "window": found.window.name,
        "week": found.week,
        "week_name": week_name,
        "as_of": found.as_of.isoformat(),
        "value": _text(found.value),
        "low": _text(found.low),
        "high": _text(found.high),
        "target": _text(found.target),
        "parts": [_part(part) for part in found.parts],
        "past": list(found.past),
        "note": found.note or "",
        "fingerprint": found.fingerprint,
        "definition": found.version,
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "kind": part.kind.value,
        "stage": part.stage,
        "amount": money_text(part.amount),
        "rows": part.rows,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else money_text(value)


def frozen_in(event: Event) -> FrozenForecast:
    """What an event says was frozen."""
    body = event.body
    return FrozenForecast(
        window=str(body["window"]),
        week=int(str(body["week"])),
        week_name=str(body["week_name"]),
        as_of=date.fromisoformat(str(body["as_of"])),
        value=Decimal(str(body["value"])),
        low=_amount(body["low"]),
        high=_amount(body["high"]),
    )


def _amount(text: object) -> Decimal | None:
    return None if text is None else Decimal(str(text))


def frozen_json(made: FrozenForecast) -> dict[str, object]:
    """A frozen forecast for programs: money as text."""
    return {
        "window": made.window,
        "week": made.week,
        "week_name": made.week_name,
        "as_of": made.as_of.isoformat(),
        "value": money_text(made.value),
        "low": _text(made.low),
        "high": _text(made.high),
    }


def handed_in(state: "State") -> Handed:
    """Every frozen forecast and every promise, in the order they were written."""
    return Handed(
        tuple(frozen_in(event) for event in state.forecasts.values()), promises_in(state.meeting)
    )


def handed_from(store: Path) -> Handed:
    """The same from a store; nothing where it has no ledger, and none is made.

    Raises: LedgerError when the ledger does not hold.
    """
    from data.ledger.place import Place
    from metrics.lifecycle.desk import Desk

    if not Place.of(store).has_ledger:
        return Handed()
    desk = Desk.open(store, datetime.now(UTC))
    try:
        return handed_in(desk.state)
    finally:
        desk.ledger.close()
