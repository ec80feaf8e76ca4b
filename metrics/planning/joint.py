"""How results have moved together: the correlation of ranks, drawn toward none."""

from collections.abc import Sequence
from fractions import Fraction
from statistics import StatisticsError, correlation

# As if so many periods without any connection had been seen besides the real ones.
DOUBT = 4
LEAST_PAIRS = 4

Ratios = tuple[Fraction | None, ...]


def rank_correlation(ratios: Sequence[Ratios]) -> tuple[tuple[tuple[float, ...], ...], str]:
    """Spearman's correlation of every two results over the periods both have, and the method.

    With n periods it is multiplied by n / (n + 4). Fewer than four periods, or a result that
    never moved, count as no connection.
    """
    size = len(ratios)
    matrix = [[1.0 if row == column else 0.0 for column in range(size)] for row in range(size)]
    for row in range(size):
        for column in range(row):
            matrix[row][column] = matrix[column][row] = _shrunk(ratios[row], ratios[column])
    words = (
        "correlation of ranks over the closed periods that both results have, times "
        f"n / (n + {DOUBT}) for n periods; fewer than {LEAST_PAIRS} count as none"
    )
    return tuple(tuple(row) for row in matrix), words


def _shrunk(one: Ratios, other: Ratios) -> float:
    pairs = _pairs(one, other)
    found = moved_together(one, other)
    return 0.0 if found is None else found * len(pairs) / (len(pairs) + DOUBT)


def moved_together(one: Ratios, other: Ratios) -> float | None:
    """Spearman's correlation as it was, -1 to 1; None with fewer than four common periods."""
    pairs = _pairs(one, other)
    if len(pairs) < LEAST_PAIRS:
        return None
    try:
        return correlation(_ranks([a for a, _ in pairs]), _ranks([b for _, b in pairs]))
    except StatisticsError:
        # A result that never moved has no connection to anything.
        return 0.0


def _pairs(one: Ratios, other: Ratios) -> list[tuple[float, float]]:
    return [
        (float(a), float(b))
        for a, b in zip(one, other, strict=False)
        if a is not None and b is not None
    ]


def _ranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, 1 for the least; equal ones share the mean of theirs."""
    in_order = sorted(values)
    return [in_order.index(value) + (in_order.count(value) + 1) / 2 for value in values]
