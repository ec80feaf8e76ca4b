"""Exact numbers and calculation trees as text: what a closed period keeps, and reads back."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from metrics.pool.tree import Node, node

_CENTS = 100
_MOST_DIGITS = 30
Json = dict[str, object]


def exact_text(value: Fraction) -> str:
    """The number without loss: a plain decimal where it ends, else numerator/denominator."""
    below, digits = value.denominator, 0
    while 10**digits % below and digits < _MOST_DIGITS:
        digits += 1
    if 10**digits % below:
        return f"{value.numerator}/{value.denominator}"
    return _decimal(value, digits)


def amount_text(value: Fraction) -> str:
    """Money without loss: two decimals where that is exact, never '-0.00'."""
    return _decimal(value, 2) if _CENTS % value.denominator == 0 else exact_text(value)


def maybe(value: Fraction | None) -> str | None:
    """The number as text; None where there is none."""
    return None if value is None else exact_text(value)


def number_in(told: Mapping[str, object], name: str) -> Fraction:
    """The number under a name of a stored document."""
    return Fraction(str(told[name]))


def number_or_none(told: Mapping[str, object], name: str) -> Fraction | None:
    """The same, where the document may hold none."""
    return None if told[name] is None else number_in(told, name)


def day_in(told: Mapping[str, object], name: str) -> date:
    """The date under a name of a stored document."""
    return date.fromisoformat(str(told[name]))


def day_or_none(told: Mapping[str, object], name: str) -> date | None:
    """The same, where the document may hold none."""
    return None if told[name] is None else day_in(told, name)


def items(told: Mapping[str, object], name: str) -> list[Json]:
    """The list of documents under a name."""
    found = told[name]
    assert isinstance(found, list), f"'{name}' is no list"
    return found


def inner(told: Mapping[str, object], name: str) -> Json:
    """The document under a name."""
    found = told[name]
    assert isinstance(found, Mapping), f"'{name}' is no document"
    return dict(found)


def tree_json(step: Node) -> Json:
    """A step of the calculation and every step below it."""
    value = step.value
    written = None
    if value is not None:
        written = amount_text(value) if step.unit == "money" else exact_text(value)
    return {
        "name": step.name,
        "value": written,
        "unit": step.unit,
        "formula": step.formula,
        "rounding": step.rounding,
        "children": [tree_json(child) for child in step.children],
    }


def tree_from(told: Mapping[str, object]) -> Node:
    """The step as it was stored."""
    return node(
        str(told["name"]),
        number_or_none(told, "value"),
        str(told["unit"]),
        str(told["formula"]),
        *(tree_from(child) for child in items(told, "children")),
        rounding=str(told["rounding"]),
    )


def _decimal(value: Fraction, digits: int) -> str:
    scaled = abs(value.numerator) * 10**digits // value.denominator
    sign = "-" if value < 0 else ""
    if not digits:
        return f"{sign}{scaled}"
    whole, rest = divmod(scaled, 10**digits)
    return f"{sign}{whole}.{rest:0{digits}d}"
