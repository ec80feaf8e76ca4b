"""What customers had a year ago and what became of it: plain Python from bookings.csv."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.metrics.oracles._buyers import account_of
from tests.metrics.oracles._cases import NOTHING, Case, Expected, Part, View, ratio
from tests.metrics.oracles._company import Company, Dims

ZERO = Fraction(0)
CASES = [
    Case("this quarter and year", ("2026-Q4", "2026")),
    Case("past quarters and months", ("2025-Q3", "2026-02", "2024-02", "2024")),
    Case("by region", ("2026-Q3",), by=("region",)),
    Case("by two dimensions", ("2026-Q2",), by=("industry", "size_band")),
    Case("in one scope", ("2026-Q3", "2026"), scope=(("region", "EMEA"),)),
    Case("as of a day in the past", ("2026-Q2", "2026"), as_of=date(2026, 5, 12)),
    Case("cut, as of a leap day", ("2024",), by=("region",), as_of=date(2024, 2, 29)),
    Case("some weeks", ("2026-W03", "2026-W13", "2026-W20", "2026-W45")),
    Case("before anybody was a customer", ("2022-Q1", "2022-Q2"), may_be_empty=True),
]


@dataclass(frozen=True)
class Customer:
    """One customer of the start: what it had, and what was added to it and taken from it."""

    dims: Dims
    had: Fraction
    added: Fraction
    taken: Fraction

    @property
    def has(self) -> Fraction:
        """What it has at the end, at least nothing."""
        return max(self.had + self.added - self.taken, ZERO)

    @property
    def not_lost(self) -> Fraction:
        """What is left of what it had, as if nothing had been added."""
        return max(self.had - self.taken, ZERO)


def year_before(day: date) -> date:
    """The same date a year earlier; 28 February for the 29th."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def customers(view: View) -> Iterator[Customer]:
    """The customers of the day twelve months before the last one seen."""
    company, end = view.company, view.last_on
    start = year_before(end)
    if not any(row["booked_on"] < start for row in company.tables["bookings"]):  # type: ignore[operator]
        return
    before: dict[str, Fraction] = defaultdict(Fraction)
    moved: dict[str, dict[str, Fraction]] = defaultdict(lambda: defaultdict(Fraction))
    for row in company.tables["bookings"]:
        account, on = account_of(company, row), row["booked_on"]
        monthly = company.cents(row["recurring_monthly"], row["currency"], on)  # type: ignore[arg-type]
        if account is None or monthly is None:
            continue
        if on < start:  # type: ignore[operator]
            before[account] += monthly
        elif on < end:  # type: ignore[operator]
            moved[account][str(row["kind"])] += monthly
    for account, had in before.items():
        if had > 0:
            sums = list(moved[account].values())
            yield Customer(
                dims_of(company, account),
                had,
                sum((one for one in sums if one > 0), ZERO),
                -sum((one for one in sums if one < 0), ZERO),
            )


def dims_of(company: Company, account: str) -> Dims:
    """A customer's own dimensions: its account's."""
    return company.where(company.accounts.get(account))


def retained(parts: Sequence[Part]) -> Expected:
    """Money of now over money of then; nothing at all where nobody is known to have been there."""
    return ratio(parts) if parts else NOTHING
