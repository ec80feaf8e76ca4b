"""Small groups: nothing of fewer than five records stands for itself, and nothing is lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from metrics.all_hands.small_groups import LEAST, OTHER, Part, folded


def part(name: str, rows: int, value: int = 0) -> Part:
    """A member of a split."""
    return Part(name, Decimal(value or rows * 10), rows)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({}, {}),
        ({"a": 5, "b": 6}, {"b": 6, "a": 5}),
        ({"a": 4, "b": 9, "c": 5}, {"b": 9, OTHER: 9}),
        ({"a": 2, "b": 3, "c": 9}, {"c": 9, OTHER: 5}),
        ({"a": 1, "b": 1, "c": 7, "d": 8}, {"d": 8, OTHER: 9}),
        ({"a": 1, "b": 5}, {OTHER: 6}),
        ({"a": 4}, {}),
        ({"a": 2, "b": 2}, {}),
    ],
)
def test_small_ones_join_other(rows: dict[str, int], told: dict[str, int]) -> None:
    found = folded(part(name, count) for name, count in rows.items())
    assert {one.name: one.rows for one in found} == told
    assert list(told)[-1:] == [found[-1].name] if found else told == {}


@given(some.lists(some.integers(1, 12), max_size=8))
def test_nothing_is_lost_and_nobody_stands_out(rows: list[int]) -> None:
    parts = [part(f"p{place}", count, place * 7 - 9) for place, count in enumerate(rows)]
    found = folded(parts)
    assert all(one.rows >= LEAST for one in found)
    if found:
        assert sum(one.rows for one in found) == sum(rows)
        assert sum(one.value for one in found) == sum(one.value for one in parts)
    else:
        assert sum(rows) < LEAST
