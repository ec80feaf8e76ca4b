"""A calculation as it is kept, and worked out again from what was kept: the same bytes."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from data.ledger.event import Event, Sealed, Secret, canonical
from metrics.lifecycle.basis import (
    Basis,
    Paid,
    basis_from,
    basis_json,
    paid_from,
    paid_json,
)
from metrics.lifecycle.calculation import Calculation, PayLine, calculate
from metrics.lifecycle.exact_text import Json, amount_text, exact_text, inner, tree_json
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.state import State
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash


@dataclass(frozen=True)
class Rerun:
    """A kept calculation beside the one worked out again from the same figures.

    `deleted` names those whose key was destroyed: without their terms nothing can be worked
    out again, and both texts are empty.
    """

    stored: bytes
    again: bytes
    deleted: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether the bytes are the same; also where nothing can be compared any more."""
        return self.stored == self.again


def calculation_body(calculation: Calculation) -> dict[str, object]:
    """The part of an event's body that keeps a calculation; people's parts sealed one by one."""
    basis = calculation.basis
    company, people = document(calculation)
    whole = canonical({"company": company, "people": people})
    return {
        "basis": basis_json(basis),
        "payees": {
            one.payee.person_id: Secret(one.payee.person_id, paid_json(one)) for one in basis.payees
        },
        "company": company,
        "people": {person: Secret(person, told) for person, told in people.items()},
        "calculation_hash": digest(whole),
    }


def document(calculation: Calculation) -> tuple[Json, dict[str, Json]]:
    """The calculation as JSON values: what is everybody's, and each payee's own."""
    basis = calculation.basis
    company: Json = {
        "period": basis.period,
        "currency": basis.plan.currency,
        "treatment": basis.treatment,
        "plan_hashes": [plan_hash(part.plan) for part in basis.parts],
        "fundings": [exact_text(run.pool.funding) for run in calculation.runs],
        "target_pool": amount_text(calculation.target_pool),
        "carry_over": amount_text(basis.carry_over),
        "pool": amount_text(calculation.pool),
        "paid_from_pool": amount_text(calculation.paid_from_pool),
        "undistributed": amount_text(calculation.undistributed),
        "reserve": amount_text(calculation.reserve),
        "steps": [tree_json(step) for step in calculation.company],
    }
    shared = digest(canonical(company))
    return company, {one.person_id: _person(one, shared) for one in calculation.lines}


def _person(line: PayLine, shared: str) -> Json:
    told: Json = {
        "payroll_id": line.payroll_id,
        "team": line.team,
        "target": amount_text(line.target),
        "proration": exact_text(line.proration),
        "prorated_target": amount_text(line.prorated_target),
        "pool_part": amount_text(line.pool_part),
        "individual_part": amount_text(line.individual_part),
        "restatement": amount_text(line.restatement),
        "restatement_carried": amount_text(line.restatement_carried),
        "payout": amount_text(line.payout),
        "steps": tree_json(line.node),
    }
    # Salted: the hash goes on the payroll file, and amounts are few enough to try them all.
    return {**told, "statement_hash": digest(canonical([line.salt, shared, told]))}


def digest(text: str) -> str:
    """The sha256 of a canonical text, in hex."""
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def stored_basis(event: Event) -> Basis:
    """What the calculation of a close or restatement was worked out from.

    Raises: Refused deleted_person where somebody's terms can no longer be read.
    """
    found: list[Paid] = []
    for person_id, told in inner(event.body, "payees").items():
        if not isinstance(told, Mapping):
            raise Refused(
                "deleted_person",
                f"{event.subject} cannot be worked out again: the key of '{person_id}' was "
                "destroyed",
            )
        found.append(paid_from(person_id, told))
    return basis_from(inner(event.body, "basis"), tuple(found))


def stored_plan(event: Event) -> Plan:
    """The plan that held at the end of the period; no payee is read for it."""
    return basis_from(inner(event.body, "basis"), ()).plan


def stored_bytes(event: Event) -> bytes:
    """The kept calculation as one canonical text."""
    body = event.body
    return canonical({"company": body["company"], "people": body["people"]}).encode("ascii")


def rerun_event(event: Event) -> Rerun:
    """The calculation that a close or restatement holds, and the same worked out again."""
    deleted = deleted_in(event)
    if deleted:
        return Rerun(b"", b"", deleted)
    company, people = document(calculate(stored_basis(event)))
    again = canonical({"company": company, "people": people}).encode("ascii")
    return Rerun(stored_bytes(event), again)


def deleted_in(event: Event) -> tuple[str, ...]:
    """Whose part of the calculation can no longer be read."""
    people = inner(event.body, "people")
    return tuple(sorted(name for name, told in people.items() if isinstance(told, Sealed)))


def rerun(state: State, period: str) -> bytes:
    """The calculation of a closed period, worked out again from what was kept.

    Raises: Refused where the period is not closed, or a payee's key was destroyed.
    """
    company, people = document(calculate(stored_basis(closed(state, period))))
    return canonical({"company": company, "people": people}).encode("ascii")


def closed(state: State, period: str) -> Event:
    """The close of a period that stands. Raises: Refused period_not_closed."""
    record = state.period(period)
    if record.close is None:
        raise Refused("period_not_closed", f"{period} is not closed; finance closes it first")
    return record.close
