"""How numbers and roundings are written in the steps of a calculation."""

from fractions import Fraction
from functools import lru_cache

from metrics.money import Mode, rounded_fraction, rounded_units
from metrics.pool.plan import Places

SHOWN_PLACES = 6
SHOWN_UNITS = 10**SHOWN_PLACES
HUNDRED = Fraction(100)
MODES = {"half_up": "half up", "half_even": "half to even", "down": "down"}
SUFFIX = {"percent": " %", "days": " days", "hours": " hours", "ratio": "x", "multiple": "x"}

# A number of a plan as a fraction: a live screen reads the same few again and again.
exact = lru_cache(maxsize=4096)(Fraction)


def fixed(value: Fraction, places: int) -> str:
    """`value` with thousands separators and exactly `places` digits after the point."""
    digits = max(places, 0)
    units = rounded_units(value, digits, "half_up")
    whole, rest = divmod(abs(units), 10**digits)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole:,}.{rest:0{digits}d}" if digits else f"{sign}{whole:,}"


def number(value: Fraction) -> str:
    """`value` for people: 553,000,000 or 69.047619; what does not end has six decimals."""
    if value.denominator == 1:
        return f"{value.numerator:,}"
    units = rounded_units(value, SHOWN_PLACES, "half_up")
    whole, rest = divmod(abs(units), SHOWN_UNITS)
    sign = "-" if units < 0 else ""
    return f"{sign}{whole:,}.{rest:06}".rstrip("0").rstrip(".")


def amount(value: Fraction | None, unit: str) -> str:
    """`value` in its unit: 28.4 % for the rate 0.284, 66 days, 553,000,000, 'no data'."""
    if value is None:
        return "no data"
    return number(value * HUNDRED if unit == "percent" else value) + SUFFIX.get(unit, "")


def rounded_by(value: Fraction, places: Places, mode: Mode) -> Fraction:
    """`value` rounded as a plan declares it; "none" leaves it exact."""
    return value if places == "none" else rounded_fraction(value, places, mode)


def rounding_note(value: Fraction, places: Places, mode: Mode) -> str:
    """What a declared rounding did, in words; '' for "none".

    'rounded half up to 1 decimal: 69.047619 -> 69.0'
    """
    if places == "none":
        return ""
    after = fixed(rounded_fraction(value, places, mode), places)
    return f"rounded {MODES[mode]} to {_grain(places)}: {number(value)} -> {after}"


def _grain(places: int) -> str:
    """What is left after a rounding: '1 decimal', 'whole numbers', 'multiples of 10,000'."""
    if places > 0:
        return f"{places} decimal{'s' if places > 1 else ''}"
    return f"multiples of {10**-places:,}" if places else "whole numbers"
