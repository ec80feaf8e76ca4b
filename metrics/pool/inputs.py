"""What a calculation reads besides the plan: results, payees, the period's days. Exact."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

Scope = tuple[tuple[str, str], ...]
ZERO, ONE, HUNDRED = Fraction(0), Fraction(1), Fraction(100)


@dataclass(frozen=True)
class KnownKey:
    """A key that a plan may use: a payable KPI, an external figure, or one of a results file."""

    key: str
    label: str
    unit: str  # "" where a results file does not say
    better: Literal["higher", "lower", ""]
    is_payable: bool


@dataclass(frozen=True)
class Result:
    """A KPI's result and target in the period, in its own unit; no value: `reason` says why."""

    value: Fraction | None
    target: Fraction | None
    reason: str
    source: str


# By result_key(kpi, scope).
Results = Mapping[str, Result]


def result_key(kpi: str, scope: Scope = ()) -> str:
    """The key of a result: 'bookings', or 'bookings[region=EMEA]' in a scope."""
    inside = ",".join(f"{name}={value}" for name, value in sorted(scope))
    return f"{kpi}[{inside}]" if inside else kpi


@dataclass(frozen=True)
class Terms:
    """A payee's terms over a part of the period; no dates: from its start, to its end.

    `target` is the target incentive for the whole period at FTE 1, in the payee's currency.
    `individual` is the payout in percent points of the individual part.
    """

    valid_from: date | None
    valid_to: date | None
    team: str
    role: str
    fte: Fraction
    target: Fraction
    modifier: Fraction
    individual: Fraction | None
    is_eligible: bool


@dataclass(frozen=True)
class Payee:
    """A person and the terms held in the period, in order of date.

    `rate` turns the payee's currency into the plan's. `restatement` is what earlier periods'
    corrections add or take, in the plan's currency.
    """

    person_id: str
    terms: tuple[Terms, ...]
    currency: str = ""
    rate: Fraction = ONE
    restatement: Fraction = ZERO


@dataclass(frozen=True)
class Span:
    """The days a plan pays for, both ends inside; `workdays` where the plan counts those."""

    first_on: date
    last_on: date
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Inputs:
    """Everything besides the plan that a calculation depends on."""

    results: Results
    payees: tuple[Payee, ...]
    span: Span
    carry_over: Fraction = ZERO
    known: Mapping[str, KnownKey] = field(default_factory=lambda: MappingProxyType({}))
