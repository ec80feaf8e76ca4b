"""What a period has cost so far, as a journal: one entry a team, and what is held back.

While the period runs, its expected pay by the days that have passed; at its close all of it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from data.csv_out import csv_text
from data.ledger.event import Event
from metrics.lifecycle.exact_text import amount_text, inner, number_in
from metrics.lifecycle.running import Running
from metrics.money import rounded_fraction
from metrics.pool.cents import largest_remainder, unit_of
from metrics.pool.inputs import ZERO

COLUMNS = ("debit", "credit", "amount", "period", "basis")
_PLACES = 2
_NO_TEAM = "no team"


@dataclass(frozen=True)
class JournalEntry:
    """One booking: `amount` in whole cents, above 0, in the plan's currency."""

    debit: str
    credit: str
    amount: Fraction
    period: str
    basis: str


@dataclass(frozen=True)
class _Cost:
    """What there is to book, exact: the pay of teams, then money that nobody has yet."""

    pay: Mapping[str, Fraction]
    corrections: Mapping[str, Fraction]
    carried: Fraction
    reserve: Fraction


def accrued_at_close(close: Event) -> tuple[JournalEntry, ...]:
    """The journal of a closed period. Whom a deletion took out is no longer in it."""
    pay: dict[str, Fraction] = defaultdict(Fraction)
    corrections: dict[str, Fraction] = defaultdict(Fraction)
    for told in inner(close.body, "people").values():
        if isinstance(told, Mapping):
            team = str(told["team"])
            pay[team] += number_in(told, "pool_part") + number_in(told, "individual_part")
            corrections[team] += number_in(told, "restatement")
    company = inner(close.body, "company")
    cost = _Cost(
        pay, corrections, number_in(company, "undistributed"), number_in(company, "reserve")
    )
    return tuple(_entries(cost, close.subject, "closed"))


def accrued_to_date(found: Running) -> tuple[JournalEntry, ...]:
    """The journal of a running period: expected pay x days passed / days of the period."""
    period, best = found.period, found.best
    passed = min(max((found.as_of - period.start_on).days + 1, 0), period.days)
    share = Fraction(passed, period.days)
    pay: dict[str, Fraction] = defaultdict(Fraction)
    for line in best.lines:
        pay[line.team] += line.earned * share
    cost = _Cost(pay, {}, best.undistributed * share, best.reserve * share)
    said = "expected pay" if found.expected else "pay by what is known"
    basis = f"{said} x {passed} of {period.days} days, as of {found.as_of}"
    return tuple(_entries(cost, period.name, basis))


def journal_csv(entries: tuple[JournalEntry, ...]) -> str:
    """The journal as CSV, every cell safe."""
    rows = (
        (one.debit, one.credit, amount_text(one.amount), one.period, one.basis) for one in entries
    )
    return csv_text(COLUMNS, rows)


def _entries(cost: _Cost, period: str, basis: str) -> Iterator[JournalEntry]:
    """The bookings in whole cents, which add up to the cost's rounded total."""
    named = [
        *((f": {team or _NO_TEAM}", "", amount) for team, amount in sorted(cost.pay.items())),
        *(
            (f": {team or _NO_TEAM}", ", corrections of earlier periods", amount)
            for team, amount in sorted(cost.corrections.items())
        ),
        (", not yet distributed", "", cost.carried),
        (", reserve", "", cost.reserve),
    ]
    amounts = [amount / unit_of(_PLACES) for _, _, amount in named]
    total = int(rounded_fraction(sum(amounts, ZERO), 0, "half_up"))
    for (name, more, _), cents in zip(named, _cents(amounts, total), strict=True):
        if not cents:
            continue
        sides = (f"Incentive expense{name}", f"Accrued incentives{name}")
        debit, credit = sides if cents > 0 else (sides[1], sides[0])
        yield JournalEntry(debit, credit, abs(cents) * unit_of(_PLACES), period, basis + more)


def _cents(amounts: list[Fraction], total: int) -> list[int]:
    """Whole cents by largest remainder; amounts that are whole already stay."""
    if all(one.denominator == 1 for one in amounts):
        return [int(one) for one in amounts]
    return largest_remainder(amounts, total)
