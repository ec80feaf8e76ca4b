"""Rounding of money and of shown digits: the only file that rounds."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

Mode = Literal["half_up", "half_even", "down"]

CENT = Decimal("0.01")


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` with `places` digits after the point, half away from zero.

    That is what a DuckDB cast to decimal does; Python's own default differs.
    """
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def money(value: Decimal) -> Decimal:
    """`value` in whole cents, half away from zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def money_text(value: Decimal) -> str:
    """`value` as exported: two decimals, no separator, never '-0.00'."""
    cents = money(value)
    return f"{abs(cents) if cents == 0 else cents:.2f}"


def rounded_fraction(value: Fraction, places: int, mode: Mode) -> Fraction:
    """`value` with `places` digits after the point (-4: ten thousands), by a declared mode.

    half_up goes away from zero, half_even to the even digit, down toward zero.
    """
    scale = Fraction(10) ** places
    scaled = abs(value) * scale
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    twice = 2 * rest - scaled.denominator
    is_up = twice > 0 or (twice == 0 and (mode == "half_up" or whole % 2 == 1))
    units = whole + 1 if is_up and mode != "down" else whole
    return (units if value >= 0 else -units) / scale
