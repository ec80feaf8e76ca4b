"""What a period's pay is worked out from, whole: kept at the close, so that it can be run again.

Nothing here reads a warehouse or a clock. As text and back it is the same, to the last digit.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from metrics.lifecycle.exact_text import (
    Json,
    day_in,
    day_or_none,
    exact_text,
    inner,
    items,
    maybe,
    number_in,
    number_or_none,
)
from metrics.lifecycle.records import TREATMENTS, Treatment
from metrics.pool.inputs import KnownKey, Payee, Result, Span, Terms
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_json, read_plan


@dataclass(frozen=True)
class PlanPart:
    """A plan and the days of the period that it holds.

    `span` are the days its results and payees' terms are read over: the whole period's, or with
    treatment "segments" its own.
    """

    plan: Plan
    first_on: date
    last_on: date
    span: Span
    results: Mapping[str, Result]
    known: Mapping[str, KnownKey]

    @property
    def days(self) -> int:
        """How many calendar days of the period the plan holds."""
        return (self.last_on - self.first_on).days + 1


@dataclass(frozen=True)
class Paid:
    """A payee with what the payroll needs; `salt` keeps hashes of pay from being guessed."""

    payee: Payee
    payroll_id: str
    salt: str


@dataclass(frozen=True)
class Basis:
    """Everything that the pay of a period depends on. Money in the last plan's currency."""

    period: str
    first_on: date
    last_on: date
    treatment: Treatment
    parts: tuple[PlanPart, ...]  # in order of date; one unless the plan changed inside
    payees: tuple[Paid, ...]
    carry_over: Fraction

    @property
    def plan(self) -> Plan:
        """The plan that holds at the period's end: its rounding and currency are printed."""
        return self.parts[-1].plan

    @property
    def days(self) -> int:
        """How many calendar days the period has."""
        return (self.last_on - self.first_on).days + 1


def basis_json(basis: Basis) -> Json:
    """All but the payees, as canonical JSON values."""
    return {
        "period": basis.period,
        "first_on": basis.first_on.isoformat(),
        "last_on": basis.last_on.isoformat(),
        "treatment": basis.treatment,
        "carry_over": exact_text(basis.carry_over),
        "parts": [_part_json(part) for part in basis.parts],
    }


def basis_from(told: Mapping[str, object], payees: tuple[Paid, ...]) -> Basis:
    """The basis as it was stored, with its payees."""
    named = str(told["treatment"])
    (treatment,) = (one for one in TREATMENTS if one == named)
    return Basis(
        str(told["period"]),
        day_in(told, "first_on"),
        day_in(told, "last_on"),
        treatment,
        tuple(_part_from(part) for part in items(told, "parts")),
        payees,
        number_in(told, "carry_over"),
    )


def _part_json(part: PlanPart) -> Json:
    return {
        "plan": plan_json(part.plan),
        "first_on": part.first_on.isoformat(),
        "last_on": part.last_on.isoformat(),
        "span": {
            "first_on": part.span.first_on.isoformat(),
            "last_on": part.span.last_on.isoformat(),
            "workdays": [day.isoformat() for day in sorted(part.span.workdays)],
        },
        "results": {
            key: {
                "value": maybe(one.value),
                "target": maybe(one.target),
                "reason": one.reason,
                "source": one.source,
            }
            for key, one in part.results.items()
        },
        "known": {
            key: {
                "label": one.label,
                "unit": one.unit,
                "better": one.better,
                "is_payable": one.is_payable,
            }
            for key, one in part.known.items()
        },
    }


def _part_from(told: Json) -> PlanPart:
    span, results, known = inner(told, "span"), inner(told, "results"), inner(told, "known")
    days = span["workdays"]
    assert isinstance(days, list), "workdays are a list of dates"
    return PlanPart(
        read_plan(str(told["plan"]), form="json", name="the stored plan"),
        day_in(told, "first_on"),
        day_in(told, "last_on"),
        Span(
            day_in(span, "first_on"),
            day_in(span, "last_on"),
            frozenset(date.fromisoformat(str(day)) for day in days),
        ),
        {key: _result(inner(results, key)) for key in results},
        {key: _known(key, inner(known, key)) for key in known},
    )


def _result(told: Json) -> Result:
    return Result(
        number_or_none(told, "value"),
        number_or_none(told, "target"),
        str(told["reason"]),
        str(told["source"]),
    )


def _known(key: str, told: Json) -> KnownKey:
    named = str(told["better"])
    better: Literal["higher", "lower", ""] = (
        "higher" if named == "higher" else "lower" if named == "lower" else ""
    )
    return KnownKey(key, str(told["label"]), str(told["unit"]), better, bool(told["is_payable"]))


def paid_json(paid: Paid) -> Json:
    """One payee: terms, currency and rate, lines of earlier periods, payroll number."""
    payee = paid.payee
    return {
        "payroll_id": paid.payroll_id,
        "salt": paid.salt,
        "currency": payee.currency,
        "rate": exact_text(payee.rate),
        "restatement": exact_text(payee.restatement),
        "terms": [_terms_json(one) for one in payee.terms],
    }


def paid_from(person_id: str, told: Mapping[str, object]) -> Paid:
    """The payee as it was stored."""
    terms = tuple(_terms(one) for one in items(told, "terms"))
    rate, restatement = number_in(told, "rate"), number_in(told, "restatement")
    payee = Payee(person_id, terms, str(told["currency"]), rate, restatement)
    return Paid(payee, str(told["payroll_id"]), str(told["salt"]))


def _terms_json(terms: Terms) -> Json:
    return {
        "valid_from": terms.valid_from.isoformat() if terms.valid_from else None,
        "valid_to": terms.valid_to.isoformat() if terms.valid_to else None,
        "team": terms.team,
        "role": terms.role,
        "fte": exact_text(terms.fte),
        "target": exact_text(terms.target),
        "modifier": exact_text(terms.modifier),
        "individual": maybe(terms.individual),
        "is_eligible": terms.is_eligible,
    }


def _terms(told: Json) -> Terms:
    return Terms(
        day_or_none(told, "valid_from"),
        day_or_none(told, "valid_to"),
        str(told["team"]),
        str(told["role"]),
        number_in(told, "fte"),
        number_in(told, "target"),
        number_in(told, "modifier"),
        number_or_none(told, "individual"),
        bool(told["is_eligible"]),
    )
