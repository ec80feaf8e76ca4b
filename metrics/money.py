"""Rounding of money and of shown digits: the only file that rounds."""

from collections.abc import Mapping
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
    units = rounded_units(value, places, mode)
    return Fraction(units, 10**places) if places >= 0 else Fraction(units * 10**-places)


def rounded_units(value: Fraction, places: int, mode: Mode) -> int:
    """The same in whole units of the last digit: 1.005 with two places is 101.

    In integers alone: a large pool writes hundreds of thousands of figures.
    """
    above, below = abs(value.numerator), value.denominator
    if places >= 0:
        above *= 10**places
    else:
        below *= 10**-places
    whole, rest = divmod(above, below)
    if rest and mode != "down":
        beyond = 2 * rest - below
        if beyond > 0 or (beyond == 0 and (mode == "half_up" or whole % 2 == 1)):
            whole += 1
    return whole if value.numerator >= 0 else -whole


def cents_that_sum(exact: Mapping[str, Fraction], total: Decimal) -> dict[str, Decimal]:
    """The amounts in whole cents that sum to `total`, itself in whole cents.

    Cents left over go to the largest remainders, ties to the name that sorts first. What the
    exact amounts miss of the total, less than a cent each, is made up in the same way.
    """
    floors = {name: (amount * 100).__floor__() for name, amount in exact.items()}
    left = int(total * 100) - sum(floors.values())
    order = sorted(exact, key=lambda name: (floors[name] - exact[name] * 100, name))
    for place in range(abs(left)):
        name = order[place % len(order)] if left > 0 else order[-1 - place % len(order)]
        floors[name] += 1 if left > 0 else -1
    return {name: Decimal(cents).scaleb(-2) for name, cents in floors.items()}
