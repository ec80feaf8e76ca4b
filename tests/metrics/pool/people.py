"""Plans, payees and inputs of a few words, for tables that a sales manager can read."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from metrics.pool.inputs import Inputs, Payee, Result, Span, Terms
from metrics.pool.plan import Measure, Plan

ONE = Fraction(1)
QUARTER = Span(date(2026, 1, 1), date(2026, 3, 31))
YEAR_2019 = Span(date(2019, 1, 1), date(2019, 12, 31))
SCORE = Measure(
    kpi="score",
    weight=Decimal(100),
    points=((Decimal(0), Decimal(0)), (Decimal(200), Decimal(200))),
)


def exact(value: Any) -> Fraction:
    """A number as written."""
    return Fraction(str(value))


def terms(target: Any = 1000, **changes: Any) -> Terms:
    """Terms over the whole period; numbers as written."""
    given: dict[str, Any] = {
        "valid_from": None,
        "valid_to": None,
        "team": "sales",
        "role": "",
        "fte": ONE,
        "target": exact(target),
        "modifier": ONE,
        "individual": None,
        "is_eligible": True,
    }
    for name, value in changes.items():
        is_number = name in ("fte", "modifier", "individual") and value is not None
        given[name] = exact(value) if is_number else value
    return Terms(**given)


def payee(person_id: str, target: Any = 1000, **changes: Any) -> Payee:
    """One person with one set of terms."""
    return Payee(person_id, (terms(target, **changes),))


def plan_of(**tables: Any) -> Plan:
    """A plan that pays a score as it is, with these tables changed."""
    return Plan.model_validate(
        {"name": "Shared", "period": "2026-Q1", "measures": [SCORE], **tables}
    )


def fixed(amount: Any, **tables: Any) -> Plan:
    """A plan that pays an amount whatever happens."""
    funding = {"method": "fixed", "amount": amount, "cap": 0, **tables.pop("funding", {})}
    return plan_of(measures=(), funding=funding, **tables)


def by_teams(**percent: int) -> dict[str, Any]:
    """A split among teams, in percent."""
    return {"by": "teams", "teams": tuple(percent.items())}


def inputs_of(
    payees: Iterable[Payee], span: Span = QUARTER, score: Any = 100, **changes: Any
) -> Inputs:
    """Inputs with a score of so many percent points."""
    results: Mapping[str, Result] = {"score": Result(exact(score), None, "", "test")}
    return Inputs(**{"results": results, "payees": tuple(payees), "span": span, **changes})
