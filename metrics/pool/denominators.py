"""Fractions as integers over one denominator: sums and comparisons of thousands stay cheap."""

from collections.abc import Sequence
from fractions import Fraction
from math import lcm


def common_denominator(values: Sequence[Fraction]) -> int:
    """The least number that makes every value whole; 1 for none."""
    return lcm(*{value.denominator for value in values})


def whole(values: Sequence[Fraction], denominator: int) -> list[int]:
    """The values in units of 1/denominator, which must be a common one."""
    times = {part: denominator // part for part in {value.denominator for value in values}}
    return [value.numerator * times[value.denominator] for value in values]


def total(values: Sequence[Fraction]) -> Fraction:
    """The exact sum; adding integers once is many times faster than adding fractions."""
    denominator = common_denominator(values)
    return Fraction(sum(whole(values, denominator)), denominator)


def product(value: Fraction, factor: Fraction) -> Fraction:
    """value x factor; most factors of a payee are 1, and then there is nothing to work out."""
    return value if factor.numerator == factor.denominator else value * factor
