"""A payee's statement: what is earned, what is expected, what could still be got, and why.

Every figure is read from the calculation; nothing is worked out a second time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from data.ledger.event import Event
from metrics.lifecycle.calculation import Calculation, PayLine
from metrics.lifecycle.carried import restatements_of
from metrics.lifecycle.exact_text import (
    Json,
    amount_text,
    exact_text,
    inner,
    items,
    number_in,
    tree_from,
    tree_json,
)
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.rerun import closed
from metrics.lifecycle.state import State
from metrics.pool.inputs import ZERO
from metrics.pool.tree import Node

Standing = Literal["running", "ended", "closed", "approved", "paid"]


@dataclass(frozen=True)
class Step:
    """A result that would pay this payee more: where, how far away, and the money it adds."""

    key: str
    label: str
    unit: str
    result: Fraction  # as expected, in the KPI's unit
    at: Fraction  # where the next breakpoint is
    adds: Fraction  # to this payee's payout, in printed units


@dataclass(frozen=True)
class Correction:
    """A restatement of this period: its line stands on the next statement, if it may be taken."""

    number: int
    reason: str
    difference: Fraction
    is_barred: bool  # it would take money back after the plan's window


@dataclass(frozen=True)
class Statement:
    """One payee's pay for a period; money in printed units of `currency`.

    `earned` is what the period itself pays: by what is known so far while it runs. `forecast` is
    the payout expected at its end, None once it has ended or where there is too little history.
    """

    period: str
    person_id: str
    team: str
    currency: str
    standing: Standing
    earned: Fraction
    forecast: Fraction | None
    pool_part: Fraction
    individual_part: Fraction
    restatement: Fraction
    restatement_carried: Fraction
    payout: Fraction
    next_steps: tuple[Step, ...]
    corrections: tuple[Correction, ...]
    company: tuple[Node, ...]
    own: Node
    statement_hash: str  # '' until the period is closed

    @property
    def total(self) -> Fraction:
        """What the statement comes to: the payout."""
        return self.payout


def closed_statement(state: State, period: str, person_id: str) -> Statement:
    """The statement as it was closed, read from what was kept.

    Raises: Refused where the period is not closed, the person has none, or it was deleted.
    """
    close = closed(state, period)
    told = told_of(close, person_id)
    company = inner(close.body, "company")
    parts = number_in(told, "pool_part"), number_in(told, "individual_part")
    return Statement(
        period,
        person_id,
        str(told["team"]),
        str(company["currency"]),
        _standing(state, period),
        sum(parts, ZERO),
        None,
        *parts,
        number_in(told, "restatement"),
        number_in(told, "restatement_carried"),
        number_in(told, "payout"),
        (),
        corrections_of(state, period, person_id),
        tuple(tree_from(step) for step in items(company, "steps")),
        tree_from(inner(told, "steps")),
        str(told["statement_hash"]),
    )


def told_of(close: Event, person_id: str) -> Json:
    """What the close keeps of one payee. Raises: Refused no_statement, deleted_person."""
    people = inner(close.body, "people")
    if person_id not in people:
        raise Refused("no_statement", f"{person_id} has no statement for {close.subject}")
    if not isinstance(people[person_id], Mapping):
        raise Refused("deleted_person", f"what was kept of {person_id} was deleted")
    return inner(people, person_id)


def corrections_of(state: State, period: str, person_id: str) -> tuple[Correction, ...]:
    """The payee's lines of the period's restatements, in order."""
    found = []
    for event in restatements_of(state.period(period)):
        told = inner(event.body, "differences").get(person_id)
        if isinstance(told, Mapping):
            found.append(
                Correction(
                    int(str(event.body["number"])),
                    str(event.body["reason"]),
                    number_in(told, "difference"),
                    bool(told["is_barred"]),
                )
            )
    return tuple(found)


def running_statement(
    calculation: Calculation,
    person_id: str,
    *,
    is_over: bool,
    forecast: Fraction | None,
    next_steps: tuple[Step, ...],
) -> Statement:
    """The statement by what is known so far, before the close.

    Raises: Refused no_statement for who is not paid in the period.
    """
    basis = calculation.basis
    line = line_of(calculation, person_id)
    return Statement(
        basis.period,
        person_id,
        line.team,
        basis.plan.currency,
        "ended" if is_over else "running",
        line.earned,
        forecast,
        line.pool_part,
        line.individual_part,
        line.restatement,
        line.restatement_carried,
        line.payout,
        next_steps,
        (),
        calculation.company,
        line.node,
        "",
    )


def line_of(calculation: Calculation, person_id: str) -> PayLine:
    """One payee's line. Raises: Refused no_statement."""
    line = calculation.line(person_id)
    if line is None:
        raise Refused("no_statement", f"{person_id} is not paid for {calculation.basis.period}")
    return line


def statement_json(statement: Statement) -> Json:
    """The statement as one JSON document; money as text."""
    forecast = statement.forecast
    return {
        "period": statement.period,
        "person_id": statement.person_id,
        "team": statement.team,
        "currency": statement.currency,
        "standing": statement.standing,
        "earned": amount_text(statement.earned),
        "forecast": None if forecast is None else amount_text(forecast),
        "pool_part": amount_text(statement.pool_part),
        "individual_part": amount_text(statement.individual_part),
        "restatement": amount_text(statement.restatement),
        "restatement_carried": amount_text(statement.restatement_carried),
        "payout": amount_text(statement.payout),
        "next_steps": [
            {
                "kpi": one.key,
                "label": one.label,
                "unit": one.unit,
                "result": exact_text(one.result),
                "at": exact_text(one.at),
                "adds": amount_text(one.adds),
            }
            for one in statement.next_steps
        ],
        "corrections": [
            {
                "number": one.number,
                "reason": one.reason,
                "difference": amount_text(one.difference),
                "is_barred": one.is_barred,
            }
            for one in statement.corrections
        ],
        "company": [tree_json(step) for step in statement.company],
        "own": tree_json(statement.own),
        "statement_hash": statement.statement_hash or None,
    }


def _standing(state: State, period: str) -> Standing:
    record = state.period(period)
    if record.paid is not None:
        return "paid"
    return "closed" if record.approved is None else "approved"
