"""Results drawn jointly and evenly: the same seed, the same draws.

Stratified: every result has exactly one draw in each of `count` slices of equal chance, so the
draws of one result never miss a tail or crowd one. Floats, as nobody is paid from a draw.
Source: docs/decisions/0015-planning-definitions.md
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from statistics import NormalDist

import numpy as np

from metrics.errors import RevenueError
from metrics.pool.simulation import Array, Draws

LEAST_DRAWS = 10_000
# Below this a correlation matrix counts as one that no set of results could have.
_LEAST_EIGENVALUE = 1e-6


class DrawsError(RevenueError):
    """Too few draws for the figures that are asked of them."""

    code = "draws"


@dataclass(frozen=True)
class Marginal:
    """What one result is expected to be, in the KPI's unit; no bound: None."""

    key: str
    mean: float
    sd: float
    low: float | None = None
    high: float | None = None


def drawn(
    marginals: Sequence[Marginal], correlation: Sequence[Sequence[float]], count: int, seed: int
) -> Draws:
    """`count` joint draws, each result with exactly one draw in every stratum of 1 / count.

    `correlation` is of ranks. Draws are re-ordered, never changed, so that their ranks follow it
    (Iman and Conover 1982); a bound moves the draws beyond it onto it.
    Raises: DrawsError for fewer than 10,000 draws.
    """
    if count < LEAST_DRAWS:
        raise DrawsError(f"{count} draws leave the tails to luck; take {LEAST_DRAWS:,} or more")
    random = np.random.default_rng(seed)
    inverse = NormalDist().inv_cdf
    scores = np.empty((len(marginals), count))
    for row in scores:
        places = (random.permutation(count) + random.random(count)) / count
        row[:] = [inverse(max(place, 1e-16)) for place in places.tolist()]
    ordered = _reordered(scores, np.asarray(correlation, dtype=np.float64))
    results: dict[str, Array] = {}
    for marginal, row in zip(marginals, ordered, strict=True):
        low = -inf if marginal.low is None else marginal.low
        high = inf if marginal.high is None else marginal.high
        found = np.clip(marginal.mean + marginal.sd * row, low, high)
        found.setflags(write=False)
        results[marginal.key] = found
    return Draws(results, count, seed)


def _reordered(scores: Array, ranks: Array) -> Array:
    """Each row's own numbers, in an order whose rank correlation is near `ranks`."""
    if len(scores) < 2:
        return scores
    wanted = _root(2 * np.sin(np.pi / 6 * ranks))
    seen = np.linalg.cholesky(np.corrcoef(scores))
    target = wanted @ np.linalg.solve(seen, scores)
    found = np.empty_like(scores)
    for row, aim, values in zip(found, target, scores, strict=True):
        row[np.argsort(aim, kind="stable")] = np.sort(values)
    return found


def _root(correlation: Array) -> Array:
    """The Cholesky root; what no set of results could have moves toward the diagonal first."""
    matrix = correlation.copy()
    np.fill_diagonal(matrix, 1.0)
    while np.linalg.eigvalsh(matrix)[0] < _LEAST_EIGENVALUE:
        matrix *= 0.95
        np.fill_diagonal(matrix, 1.0)
    root: Array = np.linalg.cholesky(matrix).astype(np.float64)
    return root
