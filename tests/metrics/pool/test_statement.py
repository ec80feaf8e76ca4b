"""Statements and the tree: every step, in the order of calculation, the run's own numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pydantic import BaseModel

from metrics.pool.inputs import Payee, Result
from metrics.pool.run import run
from metrics.pool.shares import Run
from metrics.pool.tree import Node
from tests.metrics.pool.people import by_teams, exact, inputs_of, payee, plan_of, terms

OWN: dict[str, Any] = {"kpi": "calls", "weight": 100, "points": [[0, 0], [100, 100]]}
EXACT_TYPES = (int, Fraction, Decimal, str, date, bool, type(None))


def rich() -> Run:
    """A run in which every step of the contract happens."""
    plan = plan_of(
        measures=[
            {"kpi": "won", "weight": 60, "points": [[50, 50], [100, 100]], "limit": "paid"},
            {"kpi": "days", "weight": 40, "basis": "target", "points": [["1.2", 50], [1, 100]]},
        ],
        funding={
            "reserve": 5,
            "floor": 20,
            "afford": {"kpi": "cash", "floor": 100, "on": "before"},
        },
        gates=[{"kpi": "won", "at_least": 40, "otherwise": "half"}],
        kickers=[{"kpi": "paid", "at_least": 60, "points": 10}],
        rounding={"measure": 1, "weighted": 1, "funding": 1, "attainment": 0, "proration": 3},
        split=by_teams(marketing=50, sales=50),
        allocation={
            "pool_share": 70,
            "individual": [OWN],
            "budget_neutral": False,
            "cap_multiple": "1.5",
        },
    )
    results = {
        "won": Result(exact("91.37"), Fraction(90), "", "crm"),
        "paid": Result(exact("88.8"), None, "", "ledger"),
        "days": Result(exact("10.4"), Fraction(10), "", "crm"),
        "cash": Result(exact(5150), None, "", "finance"),
        "calls[person_id=cy]": Result(exact("77.7"), None, "", "crm"),
    }
    mover = (
        terms(1000, valid_to=date(2026, 1, 31), team="marketing", individual=90),
        terms(1300, valid_from=date(2026, 2, 1), team="sales", individual=110, modifier="0.9"),
    )
    people = [
        Payee("ann", mover, restatement=exact("-12.34")),
        payee("bo", 800, team="marketing", modifier="1.2", individual=100, fte="0.8"),
        payee("cy", 1500, team="sales", role="manager"),
        Payee("dee", (terms(700, individual=120),), currency="EUR", rate=exact("1.08")),
        payee("eve", 900, individual=200, is_eligible=False),
        payee("fay", 10, team="marketing", individual=200, modifier="1.2"),
    ]
    return run(plan, inputs_of(people, results=results, carry_over=exact("33.33")))


def numbers(value: Any) -> Iterator[Fraction]:
    """Every number inside a dataclass, model or container."""
    if isinstance(value, Node):
        return
    if is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, each.name) for each in fields(value)]
    if isinstance(value, BaseModel):
        value = list(dict(value).values())
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple | frozenset):
        for each in value:
            yield from numbers(each)
    elif isinstance(value, int | Fraction | Decimal):
        yield Fraction(value)


def kinds(value: Any) -> Iterator[type]:
    """The type of everything inside, callables left out."""
    if isinstance(value, Node):
        value = [
            (node.name, node.value, node.unit, node.formula, node.rounding) for node in value.walk()
        ]
    if is_dataclass(value) and not isinstance(value, type):
        value = [getattr(value, each.name) for each in fields(value)]
    if isinstance(value, BaseModel):
        value = list(dict(value).values())
    if isinstance(value, Mapping):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple | frozenset):
        for each in value:
            yield from kinds(each)
    elif not callable(value):
        yield type(value)


def test_every_number_of_the_tree_is_one_of_the_run() -> None:
    done = rich()
    own = set(numbers(done))
    statements = [done.statement(share.person_id) for share in done.shares]
    trees = [done.tree, *statements]
    strange = [
        (node.name, node.value)
        for tree in trees
        for node in tree.walk()
        if node.value is not None and node.value not in own
    ]
    assert strange == []


def step(tree: Node, name: str) -> Node:
    """The first node of this name."""
    return next(node for node in tree.walk() if node.name == name)


def test_levels_times_weights_are_the_pool_parts() -> None:
    done = rich()
    level = {
        team: step(done.tree, f"Money per weight of {team}").value
        for team in ("marketing", "sales")
    }
    for share in done.shares:
        if not share.is_pinned:
            by_level = sum(line.weight * level[line.terms.team] for line in share.lines)
            assert by_level == share.exact_pool_part
    assert [share.person_id for share in done.shares if share.is_pinned] == ["bo", "fay"]
    split = step(done.tree, "Split")
    assert split.value == sum(pot.value for pot in split.children)
    assert split.value + done.pool.reserve == done.exact_pool_total


def test_the_tree_carries_the_fields_under_their_names() -> None:
    done = rich()
    tree = done.tree
    assert tree.value == done.pool_total
    assert [node.name for node in tree.children] == [
        *("Funding", "Pool", "Split", "Payees", "Undistributed", "Reserve, printed"),
    ]
    assert step(tree, "Funding").value == done.funding.funding
    assert step(tree, "Target pool").value == done.pool.target_pool
    assert step(tree, "Payees").value == done.paid_from_pool
    assert step(tree, "Undistributed").value == done.undistributed
    assert step(tree, "Reserve, printed").value == done.reserve
    payees = step(tree, "Payees").children
    assert [(node.name, node.value) for node in payees] == [
        (share.person_id, share.payout) for share in done.shares
    ]
    for node, share in zip(payees, done.shares, strict=True):
        told = {child.name: child.value for child in node.children}
        assert told["Prorated target"] == share.prorated_target
        assert told["Weight"] == share.weight
        assert told["Cap on the total"] == share.cap
        assert told["Pool part, exact"] == share.exact_pool_part
        assert told["Pool part"] == share.pool_part
        assert told.get("Individual part", 0) == share.individual_part
        assert told.get("Individual part, exact", 0) == share.exact_individual_part
        assert told.get("Restatement", 0) == share.restatement


def test_a_statement_follows_the_order_of_calculation() -> None:
    statement = rich().statement("ann")
    assert [node.name for node in statement.children] == [
        "Funding",
        "Pool",
        "Split",
        "Prorated target",
        "Weight",
        "Individual part, exact",
        "Cap on the total",
        "Pool part, exact",
        "Pool part",
        "Individual part",
        "Restatement",
        "Restatement carried on",
    ]


def test_a_statement_says_every_step_in_words() -> None:
    done = run(
        plan_of(rounding={"proration": 3}, allocation={"pool_share": 80}),
        inputs_of(
            [
                payee("ann", 1000, valid_to=date(2026, 1, 31), role="manager", individual=120),
                Payee("bo", (terms(100, individual=50),), currency="EUR", rate=exact("1.1")),
            ],
            score="86.5",
        ),
    )
    ann = done.statement("ann")
    assert ann.formula == "pool part 238.05 + individual part 82.56 = 320.61 USD"
    words = {node.name: (node.formula, node.rounding) for node in ann.walk()}
    assert words["Proration factor"] == (
        "31 of 90 calendar days (both ends counted) x FTE 1 = 0.344444",
        "rounded half up to 3 decimals: 0.344444 -> 0.344",
    )
    assert words["sales, manager, 2026-01-01 to 2026-01-31"] == ("1,000 x factor 0.344 = 344", "")
    assert words["Individual part of these terms"] == ("344 x 20 % x 120 %", "")
    assert words["Pool part"] == (
        "238.048 -> 238.05",
        "largest remainder in units of 0.01, equal remainders by person",
    )
    bo = {node.name: (node.value, node.formula) for node in done.statement("bo").walk()}
    assert bo["Target incentive"] == (
        110,
        "for the whole period at FTE 1, in USD: 100 EUR x 1.1",
    )
    assert bo["Target incentive as agreed"] == (100, "in EUR")
    assert bo["Rate"] == (Fraction(11, 10), "USD for 1 EUR")


@pytest.mark.parametrize("person", ["ann", "bo", "cy", "dee", "eve", "fay"])
def test_a_statement_adds_up(person: str) -> None:
    done = rich()
    share, statement = done.share(person), done.statement(person)
    told = {node.name: node.value or Fraction(0) for node in statement.children}
    lines = ("Pool part", "Individual part", "Restatement")
    assert statement.value == share.payout == sum(told.get(line, 0) for line in lines)


def test_nothing_in_a_run_is_a_float() -> None:
    done = rich()
    for thing in (done, done.tree, *(done.statement(share.person_id) for share in done.shares)):
        found = set(kinds(thing))
        assert found <= set(EXACT_TYPES), found


def test_children_are_made_when_they_are_asked_for() -> None:
    done = rich()
    one, two = done.statement("ann"), done.statement("ann")
    assert one is not two
    told = [[(node.name, node.value, node.formula) for node in tree.walk()] for tree in (one, two)]
    assert told[0] == told[1]
