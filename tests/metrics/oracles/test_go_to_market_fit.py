"""The overlap of two mixes: leads against quota, counted from the export files alone."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.metrics.oracles._cases import Case, Verifier, View
from tests.metrics.oracles._company import as_decimal
from tests.metrics.oracles._deals import entries, spent_parts
from tests.metrics.oracles._targets import target

Mix = Mapping[str, Fraction]
NONE = "(none)"
FIELDS = {"region": "region", "industry": "industry", "size_band": "size_band"}


def inside(view: View, dims: Mapping[str, str]) -> bool:
    return all(dims[name] == member for name, member in view.case.scope)


def leads(view: View, by: str) -> Mix:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for trip in view.company.trips:
        if view.holds(trip.row["created_at"]) and inside(view, trip.dims):
            found[trip.dims[by]] += 1
    return found


def spend(view: View, by: str) -> Mix:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for part in spent_parts(view):
        if inside(view, part.dims):
            found[part.dims[by]] += part.numerator
    return found


def pipeline(view: View, by: str) -> Mix:
    found: dict[str, Fraction] = defaultdict(Fraction)
    for dims, amount in entries(view):
        if inside(view, dims):
            found[dims[by]] += amount
    return found


def quota(view: View, by: str, names: tuple[str, ...]) -> Mix:
    """The first of the names of periods that has targets by the dimension in the scope."""
    members = {row[by] for row in view.company.tables["targets"] if row["kpi"] == "bookings"}
    for name in names:
        found = {}
        for member in sorted(str(one) for one in members if one):
            value = target(view.company, "bookings", name, {**view.scope, by: member})
            if value is not None:
                found[member] = value
        if found:
            whole = target(view.company, "bookings", name, view.scope)
            rest = (whole or Fraction(0)) - sum(found.values())
            return found | ({NONE: rest} if rest > 0 else {})
    return {}


def shares(mix: Mix) -> Mix | None:
    named = any(value for member, value in mix.items() if member != NONE)
    whole = sum(mix.values(), Fraction(0))
    return {name: value / whole for name, value in mix.items()} if named else None


def overlap(some: Mix | None, others: Mix | None) -> Fraction | None:
    """1 less half of all the differences; None where one of them has no shares."""
    if some is None or others is None:
        return None
    names = {*some, *others}
    zero = Fraction(0)
    apart = sum((abs(some.get(one, zero) - others.get(one, zero)) for one in names), zero)
    return 1 - apart / 2


def view_of(verifier: Verifier, case: Case) -> View:
    """The one view of a case, its scope as targets take it."""
    (view,) = verifier.views(case).values()
    return View(view.company, case, view.period, view.as_of, dict(case.scope))


CASES = [
    (Case("this quarter", ("2026-Q4",)), "region", ("2026-Q4",)),
    (Case("a past quarter", ("2025-Q3",)), "region", ("2025-Q3",)),
    (Case("a year of quarters", ("2025",)), "region", ("2025",)),
    (Case("by industry", ("2026-Q3",), by=("industry",)), "industry", ("2026-Q3",)),
    (Case("by size, no quota", ("2026-Q3",), by=("size_band",)), "size_band", ()),
    (Case("in a region, by industry", ("2026",), scope=(("region", "EMEA"),)), "industry", ()),
    (Case("a month", ("2026-08",)), "region", ("2026-Q3",)),
    (Case("a week", ("2026-W20",)), "region", ("2026-Q2",)),
    (Case("seen from the past", ("2026-Q2",), as_of=date(2026, 5, 12)), "region", ("2026-Q2",)),
]


@pytest.mark.parametrize(
    ("case", "by", "quota_names"), CASES, ids=lambda one: getattr(one, "name", "")
)
def test_go_to_market_fit(
    verifier: Verifier, case: Case, by: str, quota_names: tuple[str, ...]
) -> None:
    view = view_of(verifier, case)
    made = quota(view, by, quota_names)
    demand, supply = shares(leads(view, by)), shares(made or pipeline(view, by))
    assert demand
    assert supply
    said = verifier.answered("go_to_market_fit", case)
    if not case.by:
        (one,) = said.values()
        assert one.value == as_decimal(overlap(demand, supply) or Fraction(0))
        assert one.denominator == one.rows == sum(leads(view, by).values())
        assert one.beside["gaps"] == {
            name: as_decimal(demand.get(name, Fraction(0)) - supply.get(name, Fraction(0)))
            for name in {*demand, *supply}
        }
    else:
        assert {name: one.value for (_, (name,)), one in said.items()} == {
            name: as_decimal(min(demand.get(name, Fraction(0)), supply.get(name, Fraction(0))))
            for name in {*demand, *supply}
        }
        total = sum((one.numerator or Decimal(0) for one in said.values()), Decimal(0))
        whole = overlap(demand, supply)
        assert whole is not None
        assert abs(Fraction(total) / sum(leads(view, by).values()) - whole) < Fraction(1, 10**20)
    notes = {one.note for one in said.values()}
    fell_back = f"no quota is set here by {by.replace('_', ' ')}"
    assert all(fell_back in str(note) for note in notes) is (not made)


PAIRS: dict[str, tuple[Callable[[View, str], Mix], str]] = {
    "leads_against_pipeline": (leads, "pipeline"),
    "spend_against_quota": (spend, "quota"),
    "spend_against_pipeline": (spend, "pipeline"),
}


def test_the_other_pairs_stand_beside(verifier: Verifier) -> None:
    case = Case("this quarter", ("2026-Q4",))
    view = view_of(verifier, case)
    (one,) = verifier.answered("go_to_market_fit", case).values()
    supply = {"quota": quota(view, "region", ("2026-Q4",)), "pipeline": pipeline(view, "region")}
    for key, (demand, against) in PAIRS.items():
        both = overlap(shares(demand(view, "region")), shares(supply[against]))
        assert both is not None
        assert one.beside[key] == as_decimal(both)
