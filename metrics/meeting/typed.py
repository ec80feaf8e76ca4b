"""What a person types as an expected effect, in the units people speak in."""

import re
from decimal import Decimal, InvalidOperation

from metrics.kpi import Unit
from metrics.lifecycle.refusals import Refused

_STEPS = {"k": 1_000, "m": 1_000_000}
_NUMBER = re.compile(r"([+-]?)([0-9][0-9.]*|\.[0-9]+)([km]?)")
_DROPPED = str.maketrans({"−": "-", ",": None, " ": None, "\u202f": None, "\u00a0": None})
_LONGEST = 40


def expected_typed(text: str, unit: Unit) -> Decimal:
    """The amount in the KPI's unit: of a rate '5', '+5 points' and '5 %' are 0.05; '40k' is 40,000.

    Raises: Refused no_expected for what is no amount, or none at all.
    """
    if not text.strip():
        raise Refused("no_expected", f"say by how much it should move; {_how(unit)}")
    plain = text.lower().translate(_DROPPED)
    for word in ("points", "point", "%", "$", "€", "£", "×", "x", "hours", "hour", "days", "day"):
        plain = plain.replace(word, "")
    found = _NUMBER.fullmatch(plain)
    amount = _amount(found) if found else None
    if amount is None or not amount:
        raise Refused(
            "no_expected", f"'{text.strip()[:_LONGEST]}' is no change of it; {_how(unit)}"
        )
    return amount / 100 if unit is Unit.PERCENT else amount


def _amount(found: re.Match[str]) -> Decimal | None:
    sign, digits, step = found.groups()
    try:
        size = Decimal(digits) * _STEPS.get(step, 1)
    except InvalidOperation:
        return None
    return -size if sign == "-" else size


def _how(unit: Unit) -> str:
    """What to write instead."""
    if unit is Unit.PERCENT:
        return "write points, such as +5 for five points more, or -2"
    if unit is Unit.RATIO:
        return "write how much, such as +0.1"
    return "write how much, such as +40000, 40k or -3"
