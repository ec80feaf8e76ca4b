"""One plan, two forms, one hash: what a signature stands for."""

import json
import tomllib
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.errors import PlanError
from metrics.pool.plan import Plan
from metrics.pool.plan_checks import checked
from metrics.pool.reading import plan_hash, plan_json, read_plan
from tests.metrics.pool.plan_texts import GOOD, KNOWN, edited


def plan_of(text: str | bytes, form: str = "toml") -> Plan:
    """The plan of a document."""
    return read_plan(text, form=form, name="plan.toml")


def test_a_plan_reads_exactly_as_it_is_written() -> None:
    plan = checked(plan_of(GOOD), KNOWN)
    assert plan.measures[2].points == (
        (Decimal("0.8"), 50),
        (Decimal(1), 100),
        (Decimal("1.2"), 200),
    )
    assert Fraction(plan.measures[2].points[0][0]) == Fraction(4, 5)
    assert plan.measures[0].scope == ()
    assert plan.gates[0].at_least == 2_800_000
    assert plan.gates[0].at_most is None
    assert plan.rounding.funding == 1
    assert plan.rounding.measure == "none"
    assert plan.allocation.undistributed == "carry"


def test_the_smallest_plan_takes_every_default() -> None:
    small = 'name = "A"\nperiod = "2026"\n[[measures]]\nkpi = "bookings"\nweight = 100\n'
    plan = plan_of(small)
    assert plan.currency == "USD"
    assert plan.funding.cap == 200
    assert plan.allocation.cap_multiple == 3
    assert plan.clawback.window_days == 120


def test_open_tiers_scopes_and_teams_come_through() -> None:
    text = """
        name = "A"
        period = "2026"
        [funding]
        method = "share"
        kpi = "ebitda"
        tiers = [[0, 1000, 0.01], [1000, "inf", 0.02]]
        [[measures]]
        kpi = "bookings"
        weight = 100
        scope = {region = "EMEA", industry = "Energy"}
        [split]
        by = "teams"
        teams = {sales = 60, marketing = 40}
    """
    plan = plan_of(text)
    assert [(tier.start, tier.end, tier.rate) for tier in plan.funding.tiers] == [
        (0, 1000, Decimal("0.01")),
        (1000, None, Decimal("0.02")),
    ]
    assert plan.measures[0].scope == (("industry", "Energy"), ("region", "EMEA"))
    assert plan.split.teams == (("marketing", 40), ("sales", 60))
    assert plan_of(text.replace('"inf"', "inf")) == plan
    assert plan_of(plan_json(plan), "json") == plan


SAME = (
    ("weight = 50", "weight = 50.0"),
    ("weight = 50", 'weight = "50"'),
    ("weight = 50", "weight = 5e1"),
    ("weight = 50", 'weight = "50.000"'),
    ("cap_multiple = 3.0", "cap_multiple = 3"),
    ("floor   = 0\n", "floor   = -0.0\n"),
    ("reserve = 0\n", ""),
    ('shape  = "linear"\n', ""),
    ('period   = "2026-Q4"\ncurrency = "USD"', 'currency = "USD"\nperiod = "2026-Q4"'),
    ("[clawback]\nwindow_days = 120", ""),
    ("\n", "\r\n"),
    ("name ", "\ufeffname "),
)


@pytest.mark.parametrize(("old", "new"), SAME)
def test_documents_that_say_the_same_have_one_hash(old: str, new: str) -> None:
    assert plan_hash(plan_of(edited(old, new))) == plan_hash(plan_of(GOOD))
    assert plan_of(edited(old, new)) == plan_of(GOOD)


def test_the_json_form_of_the_toml_has_the_same_hash() -> None:
    plan = plan_of(GOOD)
    as_json = json.dumps(tomllib.loads(GOOD), indent=2)
    assert plan_hash(plan_of(as_json, "json")) == plan_hash(plan)
    assert plan_of(as_json, "json") == plan
    again = plan_of(plan_json(plan), "json")
    assert again == plan
    assert plan_json(again) == plan_json(plan)
    assert plan_of(GOOD.encode()) == plan


def test_a_plan_that_says_something_else_has_another_hash() -> None:
    assert plan_hash(plan_of(edited("weight = 50", "weight = 50.01"))) != plan_hash(plan_of(GOOD))
    assert plan_hash(plan_of(edited("Shared", "shared"))) != plan_hash(plan_of(GOOD))


def test_the_hash_does_not_drift_between_versions() -> None:
    small = 'name = "Ä"\nperiod = "2026-Q4"\n[[measures]]\nkpi = "bookings"\nweight = 100\n'
    assert plan_json(plan_of(small)).startswith('{"allocation":{"budget_neutral":true,')
    assert '"name":"Ä"' in plan_json(plan_of(small))
    assert plan_hash(plan_of(small)) == (
        "0247ba66d7356409977b04c363f7e8bcd69f7544164a4a7a9e3afc3ff966c543"
    )


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(("bookings", "share", "none", "inf", "1e5")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("kpi", "weight", "points", "x")), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(document: object) -> list[tuple[str | int, ...]]:
    """Every place in a document, as the keys that lead there."""
    if isinstance(document, dict):
        inside = document.items()
    elif isinstance(document, list):
        inside = enumerate(document)
    else:
        return []
    return [
        path
        for key, value in inside
        for path in ((key,), *((key, *more) for more in places(value)))
    ]


FULL = json.loads(plan_json(plan_of(GOOD)))


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(st.sampled_from(places(FULL)), VALUES)
def test_any_value_anywhere_is_read_or_refused_in_one_line(
    path: tuple[str | int, ...], value: object
) -> None:
    document = json.loads(json.dumps(FULL))
    inside = document
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    said = ""
    try:
        plan = checked(plan_of(json.dumps(document), "json"), KNOWN)
    except PlanError as error:
        said = error.message
    if said:
        assert said.startswith("plan '")
        assert ";" in said
        assert "\n" not in said
    else:
        assert plan_of(plan_json(plan), "json") == plan
