"""The document and the tree of a run: exact inside, and in agreement with what is paid."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from metrics.planning.pool_json import run_json
from metrics.pool.tree import Node
from tests.metrics.pool.pool_engine import World, engine
from tests.metrics.pool.pool_worlds import thousand, worlds

pytestmark = pytest.mark.slow


def figures(value: Any) -> Iterator[Any]:
    """Every value inside a run, its inputs and its tree."""
    if isinstance(value, Node):
        for node in value.walk():
            yield node.value
    elif is_dataclass(value) and not isinstance(value, type):
        for part in fields(value):
            yield from figures(getattr(value, part.name))
    elif isinstance(value, dict):
        yield from figures(list(value.values()))
    elif isinstance(value, list | tuple | frozenset):
        for part in value:
            yield from figures(part)
    else:
        yield value


@thousand
@given(worlds())
def test_no_float_is_anywhere(world: World) -> None:
    run = engine(world)
    values = [*figures(run), *figures(run.tree)]
    assert not [value for value in values if isinstance(value, float | complex)]


def money(value: Fraction | None) -> str | None:
    """Money of at most two decimals as a document prints it."""
    if value is None:
        return None
    cents = value * 100
    assert cents.denominator == 1
    return f"{'-' if cents < 0 else ''}{abs(int(cents)) // 100}.{abs(int(cents)) % 100:02d}"


@thousand
@given(worlds())
def test_the_document_and_the_tree_say_what_the_run_says(world: World) -> None:
    run = engine(world)
    printed_run = run_json(run)
    for name, figure in (
        ("pool", run.pool_total),
        ("reserve", run.reserve),
        ("undistributed", run.undistributed),
    ):
        assert printed_run[name] == money(figure)
    for share, told in zip(run.shares, printed_run["payees"], strict=True):
        for name in ("pool_part", "individual_part", "restatement", "payout"):
            assert told[name] == money(getattr(share, name))
    if run.pool_total is None:
        assert run.tree.value == run.pool.funding
        return
    steps = {node.name: node for node in run.tree.children}
    assert run.tree.value == run.pool_total
    kept = steps["Payees"].value + steps["Undistributed"].value + steps["Reserve, printed"].value
    assert kept == run.pool_total
    payouts = [node.value for node in steps["Payees"].children]
    assert payouts == [share.payout for share in run.shares]
