"""Wilson's interval, the Kaplan-Meier median and rounding: exact values."""

import random
from decimal import Decimal
from fractions import Fraction

import pytest

from metrics.intervals import Z, wilson
from metrics.money import money, money_text, rounded
from metrics.survival import Duration, survival_median


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    [
        (71, 250, "0.239596", "0.333029"),
        (1, 3, "0.078266", "0.746466"),
        (0, 10, "0", "0.212942"),
        (10, 10, "0.787058", "1"),
    ],
)
def test_wilson(successes: int, trials: int, low: str, high: str) -> None:
    found = wilson(Decimal(successes), Decimal(trials))
    assert tuple(rounded(edge, 6) for edge in found) == (
        rounded(Decimal(low), 6),
        rounded(Decimal(high), 6),
    )


@pytest.mark.parametrize(("successes", "trials"), [(3, 7), (1, 2), (19, 20), (71, 250)])
def test_wilson_edges_solve_the_score_equation(successes: int, trials: int) -> None:
    share = Decimal(successes) / trials
    for edge in wilson(Decimal(successes), Decimal(trials)):
        distance = (share - edge) ** 2 - Z * Z * edge * (1 - edge) / trials
        assert abs(distance) < Decimal("1e-26")


@pytest.mark.parametrize(("successes", "trials"), [(1, 0), (3, 2), (-1, 2)])
def test_no_share_no_interval(successes: int, trials: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        wilson(Decimal(successes), Decimal(trials))


def lengths(*pairs: tuple[int, str]) -> list[Duration]:
    """Durations of things that ended ('x') or still wait ('o'), by length."""
    found: dict[int, list[int]] = {}
    for length, kind in pairs:
        counts = found.setdefault(length, [0, 0])
        counts["xo".index(kind)] += 1
    return [Duration(length, *counts) for length, counts in sorted(found.items())]


@pytest.mark.parametrize(
    ("durations", "median"),
    [
        (lengths((1, "x"), (2, "x"), (3, "x"), (4, "x")), 2),
        (lengths((1, "x"), (2, "x"), (3, "x")), 2),
        # 3/4, then one leaves unseen, then 3/4 x 1/2 = 3/8.
        (lengths((1, "x"), (2, "o"), (3, "x"), (4, "x")), 3),
        # Ended before censored at the same length: 2/3 at 1, then 1/2 of the rest: 1/3.
        (lengths((1, "x"), (1, "o"), (2, "x")), 2),
        (lengths((1, "o"), (2, "o")), None),
        (lengths((1, "x"), (2, "o"), (3, "o")), None),
        # 4/5 at 10; two leave unseen; 4/5 x 1/2 = 2/5 at 40.
        (lengths((10, "x"), (20, "o"), (30, "o"), (40, "x"), (50, "o")), 40),
        ([], None),
    ],
)
def test_survival_median(durations: list[Duration], median: int | None) -> None:
    at_risk = sum(one.ended + one.censored for one in durations)
    assert survival_median(durations, at_risk) == median


def test_survival_median_against_the_product_written_out() -> None:
    chance = random.Random(20261121)
    for _ in range(300):
        pairs = [
            (chance.randint(0, 12), chance.choice("xxo")) for _ in range(chance.randint(1, 30))
        ]
        durations, left, curve, expected = lengths(*pairs), len(pairs), Fraction(1), None
        for one in durations:
            curve *= Fraction(left - one.ended, left)
            if expected is None and one.ended and curve <= Fraction(1, 2):
                expected = one.length
            left -= one.ended + one.censored
        assert survival_median(durations, len(pairs)) == expected


@pytest.mark.parametrize(
    ("value", "cents"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("2.675", "2.68"), ("1", "1.00")]
)
def test_money_rounds_half_away_from_zero(value: str, cents: str) -> None:
    assert money(Decimal(value)) == Decimal(cents)
    assert money_text(Decimal(value)) == cents


def test_money_has_no_negative_zero() -> None:
    assert money_text(Decimal("-0.001")) == "0.00"
