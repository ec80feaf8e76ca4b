"""Who is paid for a period: the register's payees, and who still has a line of an earlier one."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.lifecycle.basis import Paid
from metrics.lifecycle.payees import payees_for
from metrics.lifecycle.state import State
from metrics.periods import Period
from metrics.pool.inputs import ONE, ZERO, Payee, Terms

_SALT_BYTES = 16


@dataclass(frozen=True)
class Carried:
    """What a period starts with: undistributed money, and everyone's open line, by person."""

    carry_over: Fraction = ZERO
    lines: Mapping[str, Fraction] | None = None
    teams: Mapping[str, str] | None = None  # the last team of who has such a line


def takers(
    state: State,
    period: Period,
    currency: str,
    rates: Mapping[str, Fraction],
    carried: Carried,
) -> tuple[Paid, ...]:
    """The payees with terms in the period, by person; who only has an open line comes too.

    Each gets a new salt. Raises: PayeeError as the register does.
    """
    lines = carried.lines or {}
    found = {
        one.person_id: replace(one, restatement=lines.get(one.person_id, ZERO))
        for one in payees_for(state, period, currency=currency, rates=rates)
    }
    for person_id, line in lines.items():
        if line and person_id not in found and person_id not in state.deleted:
            team = (carried.teams or {}).get(person_id, "")
            found[person_id] = Payee(person_id, (_nothing(team),), restatement=line)
    return tuple(
        Paid(found[person_id], _payroll_id(state, person_id), secrets.token_hex(_SALT_BYTES))
        for person_id in sorted(found)
    )


def _payroll_id(state: State, person_id: str) -> str:
    registered = state.payees.get(person_id)
    return registered.payroll_id if registered else ""


def _nothing(team: str) -> Terms:
    """The terms of somebody who is owed, or owes, a line and has no others."""
    return Terms(None, None, team, "", ONE, ZERO, ONE, None, is_eligible=False)
