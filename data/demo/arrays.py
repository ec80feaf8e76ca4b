"""Column types and seeded draws that the demo company is generated with.

A moment is an int64 of UTC seconds since 1970, a day an int64 of days since 1970;
ABSENT stands for an empty cell in either. Codes index the lists of `company.py`, -1 is empty.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

ABSENT = int(np.iinfo(np.int64).min)
DAY = 86_400
HOUR = 3_600

GOLDEN_RATIO = 0.6180339887498949


def whole(values: Floats | Ints) -> Ints:
    """`values` rounded down to whole numbers."""
    return np.floor(values).astype(np.int64)


def absent(count: int) -> Ints:
    """A column of `count` empty moments."""
    return np.full(count, ABSENT, dtype=np.int64)


def rank_within(cells: Ints, order: Ints) -> Ints:
    """Position of each row among the rows of its cell, counted in `order` from 0."""
    by_cell = np.lexsort((order, cells))
    sorted_cells = cells[by_cell]
    is_first = np.ones(len(cells), dtype=bool)
    is_first[1:] = sorted_cells[1:] != sorted_cells[:-1]
    positions = np.arange(len(cells), dtype=np.int64)
    first_position = np.maximum.accumulate(np.where(is_first, positions, 0))
    ranks = np.empty(len(cells), dtype=np.int64)
    ranks[by_cell] = positions - first_position
    return ranks


class Draws:
    """Random columns of one subject; the same key gives the same columns."""

    def __init__(self, *key: int) -> None:
        self.generator = np.random.default_rng(key)

    def uniform(self, count: int, low: float = 0.0, high: float = 1.0) -> Floats:
        """`count` numbers spread evenly over low to high."""
        return self.generator.uniform(low, high, count)

    def chance(self, probability: float | Floats, count: int) -> Flags:
        """`count` flags, each true with its probability."""
        return self.generator.random(count) < probability

    def codes(self, weights: Sequence[float] | Floats, count: int) -> Ints:
        """`count` codes drawn with the weights."""
        steps = np.cumsum(np.asarray(weights, dtype=np.float64))
        position = self.generator.random(count) * steps[-1]
        return np.asarray(np.searchsorted(steps, position, side="right"), dtype=np.int64)

    def codes_by_row(self, weights: Sequence[Sequence[float]] | Floats, rows: Ints) -> Ints:
        """One code a row, drawn with the weights that stand in that row of the table."""
        steps = np.cumsum(np.asarray(weights, dtype=np.float64), axis=1)
        steps /= np.maximum(steps[:, -1:], 1e-300)
        position = self.generator.random(len(rows))
        return np.asarray((position[:, None] >= steps[rows]).sum(axis=1), dtype=np.int64)

    def lognormal(self, median: float | Floats, sigma: float, count: int) -> Floats:
        """`count` positive numbers around the median, skewed to the right."""
        return median * np.exp(sigma * self.generator.standard_normal(count))

    def exponential(self, mean: float | Floats, count: int) -> Floats:
        """`count` waiting times with the mean."""
        return mean * self.generator.standard_exponential(count)

    def poisson(self, mean: float | Floats, count: int) -> Ints:
        """`count` small whole numbers with the mean."""
        return self.generator.poisson(mean, count).astype(np.int64)

    def balanced(self, cells: Ints, order: Ints) -> Floats:
        """Numbers in 0-1 that fill each cell evenly in every stretch of `order`.

        A story that must hold in every region cannot be left to luck: with plain draws a
        region with twenty deals would tell another one for every third seed.
        """
        offsets = self.generator.random(int(cells.max(initial=0)) + 1)
        jitter = self.generator.uniform(-0.12, 0.12, len(cells))
        steps = rank_within(cells, order) * GOLDEN_RATIO
        return np.asarray((offsets[cells] + steps + jitter) % 1.0)
