"""Payouts: a period as the ledger and the load have it, before anybody's words are made of it."""

from dataclasses import dataclass
from datetime import date

from data.ledger.event import Event
from data.warehouse import Reader
from metrics.lifecycle.calculation import Calculation, calculate
from metrics.lifecycle.exact_text import inner, items, tree_from
from metrics.lifecycle.movements import Movement, movements
from metrics.lifecycle.periods import Moment
from metrics.lifecycle.rerun import stored_basis
from metrics.lifecycle.running import Running, next_steps, running
from metrics.lifecycle.state import State
from metrics.lifecycle.statements import Statement, Step, closed_statement, running_statement
from metrics.pool.tree import Node


@dataclass(frozen=True)
class Opened:
    """An open period by what is known and as expected, and what moves it."""

    running: Running
    movements: tuple[Movement, ...]


def build_opened(source: Reader, state: State, name: str, moment: Moment) -> Opened:
    """An open period. Raises: what `running` raises."""
    found = running(source, state, name, moment)
    return Opened(found, movements(source, found))


def build_closed(source: Reader, close: Event) -> Calculation:
    """A closed period's calculation from what was kept; the load is not read.

    Raises: Refused deleted_person where a payee's key was destroyed.
    """
    return calculate(stored_basis(close))


def stored_steps(close: Event) -> tuple[tuple[Node, ...], str]:
    """The company's own steps as a close keeps them, and the currency they are in."""
    company = inner(close.body, "company")
    steps = tuple(tree_from(step) for step in items(company, "steps"))
    return steps, str(company["currency"])


def build_steps(calculation: Calculation, person_id: str) -> tuple[Step, ...]:
    """What each next breakpoint would add to one payee."""
    return next_steps(calculation, person_id)


def payees_in(state: State, name: str, opened: Opened | None) -> tuple[str, ...]:
    """Everybody with a statement of the period, by id."""
    close = state.period(name).close
    if close is not None:
        return tuple(sorted(inner(close.body, "people")))
    if opened is None:
        return ()
    return tuple(line.person_id for line in opened.running.now.lines)


def statement_of(
    state: State, name: str, opened: Opened | None, person_id: str, steps: tuple[Step, ...]
) -> Statement:
    """A payee's statement: as closed, else as it runs. Raises: Refused."""
    if state.period(name).close is not None or opened is None:
        return closed_statement(state, name, person_id)
    found = opened.running
    expected = found.expected.line(person_id) if found.expected else None
    return running_statement(
        found.now,
        person_id,
        is_over=found.is_over,
        forecast=expected.payout if expected else None,
        next_steps=steps,
    )


def closed_before(state: State, first_on: date, grain: str) -> Event | None:
    """The close of the period of the same kind that ended last before a day."""
    closes = [one.close for one in state.periods.values() if one.close is not None]
    before = [
        close
        for close in closes
        if close.body["grain"] == grain
        and date.fromisoformat(str(inner(close.body, "basis")["first_on"])) < first_on
    ]
    return max(before, key=lambda close: str(inner(close.body, "basis")["first_on"]), default=None)
