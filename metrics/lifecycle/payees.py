"""The payees a person hands in for the ledger, and the payees that a plan's period pays."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path

from data.ledger.event import Draft
from metrics.errors import PayeeError, PeriodError
from metrics.lifecycle import events as kinds
from metrics.lifecycle.payees_table import payees_of_file
from metrics.lifecycle.records import PayeeTerms, RegisteredPayee
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.register import sealed_payees
from metrics.lifecycle.state import State
from metrics.periods import FiscalCalendar, Period
from metrics.pool.inputs import ONE, Payee, Terms

MONTHS_OF_A_YEAR = 12


@dataclass(frozen=True)
class Loaded:
    """A file of payees as read: who is in it, by id."""

    file: str
    payees: tuple[RegisteredPayee, ...]

    @classmethod
    def of(cls, file: Path, *, zone: str, date_order: str | None = None) -> "Loaded":
        """The payees of a CSV, Excel or JSON lines file.

        Raises: PayeeError with the line and the mend; AmbiguousDatesError.
        """
        return cls(file.name, payees_of_file(file, zone=zone, date_order=date_order))


def loaded(state: State, actor: str, read: Loaded, force: str) -> tuple[Draft, ...]:
    """The event that makes these payees the register.

    Raises: Refused when somebody's data was deleted, or when, without a reason to force it,
    fewer than half of the payees of the register are left.
    """
    gone = [one.person_id for one in read.payees if one.person_id in state.deleted]
    if gone:
        raise Refused(
            "deleted_person",
            f"what was kept of {', '.join(gone)} was deleted for good: leave them out of the file",
        )
    if 2 * len(read.payees) < len(state.payees) and not force.strip():
        raise Refused(
            "fewer_payees",
            f"{read.file} has {len(read.payees)} payees, the register has {len(state.payees)}; "
            'if that is right, load it with --force "the reason"',
        )
    body = {"payees": sealed_payees(read.payees), "reason": force.strip()}
    return (Draft(kinds.PAYEES_LOADED, actor, read.file, body),)


def refuse_to_delete(state: State, person: str, calendar: FiscalCalendar, today: date) -> None:
    """Nothing, when what is kept of the person is of no further use to the person's pay.

    Raises: Refused while terms run on, or a period they reach into is not paid.
    """
    registered = state.payees.get(person)
    for terms in (registered.terms if registered else None) or ():
        if terms.valid_to is None or terms.valid_to >= today:
            raise Refused(
                "still_paid",
                f"{person} has terms that run on; load the register with a valid_to that is past",
            )
        for version in state.versions:
            stands = version.status == "in_force" and not state.period(version.period).paid
            if stands and _meets(terms, calendar.parse(version.period)):
                raise Refused(
                    "still_paid", f"{person} is a payee of {version.period}, which is not paid yet"
                )


def payees_for(
    state: State,
    period: Period,
    *,
    currency: str,
    rates: Mapping[str, Fraction],
) -> tuple[Payee, ...]:
    """Who is paid for the period, by id; targets of the whole period at FTE 1.

    `currency` is the plan's; `rates` turns others into it, at the plan's start date. Terms
    without a currency are in the plan's.
    Raises: PeriodError unless the period is of whole months; PayeeError for a currency without
    a rate, or two currencies of one person.
    """
    share = Fraction(months_of(period), MONTHS_OF_A_YEAR)
    found = []
    for person_id in sorted(state.payees):
        inside = [one for one in state.payees[person_id].terms or () if _meets(one, period)]
        if not inside:
            continue
        used = {one.currency or currency for one in inside}
        if len(used) > 1:
            raise PayeeError(
                f"payee {person_id} has targets in {' and '.join(sorted(used))} within "
                f"{period.name}; write them in one currency"
            )
        (own,) = used
        rate = ONE if own == currency else rates.get(own)
        if rate is None:
            raise PayeeError(
                f"payee {person_id} is paid in {own}, and there is no rate of {own} in "
                f"{currency}; load one into fx_rates for the day the plan starts"
            )
        terms = tuple(_terms(one, share) for one in inside)
        found.append(Payee(person_id, terms, own, rate))
    return tuple(found)


def months_of(period: Period) -> int:
    """How many whole months the period holds. Raises: PeriodError where a month is cut."""
    first, end = period.start_on, period.end_on_exclusive
    if first.day != 1 or end.day != 1:
        raise PeriodError(
            f"{period.name} does not hold whole months, so no target incentive belongs to it; "
            "plan for a month, a quarter or a year"
        )
    return MONTHS_OF_A_YEAR * (end.year - first.year) + end.month - first.month


def _meets(terms: PayeeTerms, period: Period) -> bool:
    ends = terms.valid_to or date.max
    return terms.valid_from < period.end_on_exclusive and ends >= period.start_on


def _terms(row: PayeeTerms, share: Fraction) -> Terms:
    return Terms(
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        team=row.team,
        role=row.role,
        fte=Fraction(row.fte),
        target=Fraction(row.annual_target_incentive) * share,
        modifier=Fraction(row.modifier),
        individual=None if row.individual is None else Fraction(row.individual),
        is_eligible=row.is_eligible,
    )
