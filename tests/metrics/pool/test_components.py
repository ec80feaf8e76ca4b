"""Printed tables: cells rounded one by one, whether they foot, and percents printed wrong."""

from fractions import Fraction

import pytest

from metrics.pool.components import components, foots, misprints
from tests.metrics.pool.funding_worlds import exact

# Perma-Fix 2010: a target of 131,609, weights 15/55/15/15, seven bands of multiples.
TARGET = Fraction(131_609)
WEIGHTS = tuple(exact(weight) for weight in (0.15, 0.55, 0.15, 0.15))
BANDS = [
    ("85-100%", 1.0, (19_741, 72_385, 19_741, 19_741), 131_609, 1),
    ("101-120%", 1.2, (23_690, 86_862, 23_690, 23_690), 157_931, -1),
    ("121-130%", 1.3, (25_664, 94_100, 25_664, 25_664), 171_092, 0),
    ("131-140%", 1.4, (27_638, 101_339, 27_638, 27_638), 184_253, 0),
    ("141-150%", 1.5, (29_612, 108_577, 29_612, 29_612), 197_414, 1),
    ("151-160%", 1.6, (31_586, 115_816, 31_586, 31_586), 210_574, 0),
    ("161%+", 1.75, (34_547, 126_674, 34_547, 34_547), 230_316, 1),
]


@pytest.mark.parametrize(("band", "multiple", "cells", "total", "gap"), BANDS)
def test_perma_fix_28_of_28_cells(
    band: str, multiple: float, cells: tuple[int, ...], total: int, gap: int
) -> None:
    assert components(TARGET, WEIGHTS, exact(multiple), 0) == cells, band
    assert components(TARGET, (Fraction(1),), exact(multiple), 0) == (total,), band
    footing = foots([Fraction(cell) for cell in cells], Fraction(total))
    assert footing.difference == gap


def test_perma_fix_four_columns_do_not_foot() -> None:
    uneven = [
        band
        for band, multiple, _, total, _ in BANDS
        if not foots(components(TARGET, WEIGHTS, exact(multiple), 0), Fraction(total)).is_even
    ]
    assert uneven == ["85-100%", "101-120%", "141-150%", "161%+"]


@pytest.mark.parametrize(
    ("cells", "total", "sentence"),
    [
        ((3, 3, 3), 10, "the cells add up to 9, not to 10: 1 is missing"),
        (
            (23_690, 86_862, 23_690, 23_690),
            157_931,
            "the cells add up to 157,932, not to 157,931: 1 is too much",
        ),
        ((5, 5), 10, "the cells add up to 10"),
    ],
)
def test_what_does_not_foot_is_said_with_the_gap(
    cells: tuple[int, ...], total: int, sentence: str
) -> None:
    assert foots([Fraction(cell) for cell in cells], Fraction(total)).sentence == sentence


def test_tesco_352_is_the_sum_of_rounded_parts() -> None:
    # 45 % of earnings at most; 15, 50 and 13 points awarded.
    awarded = [exact(share) for share in (0.15, 0.50, 0.13)]
    parts = components(Fraction(45), awarded, Fraction(1), 1)
    assert parts == (exact(6.8), exact(22.5), exact(5.9))
    assert sum(parts) == exact(35.2)
    assert foots(parts, exact(35.1)).difference == exact(-0.1)  # the exact total is 35.1


@pytest.mark.parametrize(
    ("mode", "cells"), [("half_up", (3, -3)), ("half_even", (2, -2)), ("down", (2, -2))]
)
def test_a_half_goes_where_the_plan_says(mode: str, cells: tuple[int, int]) -> None:
    weights = (Fraction(1, 4), Fraction(-1, 4))
    assert components(Fraction(10), weights, Fraction(1), 0, mode) == cells


def test_a_published_range_with_a_wrong_end_is_reported() -> None:
    """75 % to 95 % of 600 was printed as 450 to 750, and 140 % to 175 % as 840 to 1,050."""
    printed = [(75, 450), (95, 750), (140, 840), (175, 1050)]
    (wrong,) = misprints(Fraction(600), [(Fraction(p), Fraction(f)) for p, f in printed])
    assert (wrong.percent, wrong.right, wrong.printed) == (95, 570, 750)
    assert wrong.sentence == "95 % of 600 is 570, not 750"
    assert misprints(Fraction(600), [(Fraction(75), Fraction(450))]) == ()
