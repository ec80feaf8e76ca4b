"""Figures written so that they read back as the very same number."""

import re
from fractions import Fraction

from metrics.pool.wording import SUFFIX, fixed, number

MOST_PLACES = 40


def written(value: Fraction, unit: str = "") -> str:
    """`value` in its unit with every digit it has: 25.5 % for the rate 0.255, 66 days.

    What has no last digit is written as in the steps of a calculation.
    """
    shown = value * 100 if unit == "percent" else value
    for places in range(MOST_PLACES):
        if (shown * 10**places).denominator == 1:
            return fixed(shown, places) + SUFFIX.get(unit, "")
    return number(shown) + SUFFIX.get(unit, "")


def read_back(text: str, unit: str = "") -> Fraction:
    """The value that `written` wrote in this unit. Raises: ValueError when it is no number."""
    digits = text.removesuffix(SUFFIX.get(unit, "")).replace(",", "")
    if not re.fullmatch(r"-?\d+(\.\d+)?", digits):
        raise ValueError(f"'{text}' is no figure")
    return Fraction(digits) / (100 if unit == "percent" else 1)
