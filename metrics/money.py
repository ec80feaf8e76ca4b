"""Rounding of money and of shown digits: the only file that rounds."""

from decimal import ROUND_HALF_UP, Decimal

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
