"""Payouts: the calculation as a tree of words; money of the pool only for who may see it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from metrics.pool.tree import Node
from metrics.wording import decimal, exact_money, plain, points
from pages.views.plan_words import in_unit

# What is said in percent: everybody may see how the company did, not what the pool holds.
_PUBLIC = ("Funding", "Funding within floor and cap")
_PEOPLE = "Payees"


@dataclass(frozen=True)
class Branch:
    """One step: its name, its value in words, how it came about, and the steps below it."""

    name: str
    value: str
    words: str
    steps: tuple["Branch", ...]


def company_tree(steps: tuple[Node, ...], currency: str, *, has_money: bool) -> tuple[Branch, ...]:
    """The steps that are nobody's own; without `has_money` those in percent alone."""
    if has_money:
        return tuple(branch(_without_people(one), currency) for one in steps)
    return tuple(branch(one, currency) for one in _public(steps))


def _public(steps: tuple[Node, ...]) -> Iterator[Node]:
    for one in steps:
        if one.name in _PUBLIC:
            yield one
        elif one.name != _PEOPLE:
            yield from _public(one.children)


def _without_people(step: Node) -> Node:
    return (
        Node(step.name, step.value, step.unit, step.formula, step.rounding, tuple)
        if (step.name == _PEOPLE)
        else step
    )


def branch(step: Node, currency: str) -> Branch:
    """A step and everything below it in words."""
    words = " · ".join(word for word in (step.formula, step.rounding) if word)
    children = tuple(branch(one, currency) for one in step.children)
    return Branch(step.name, value_words(step.value, step.unit, currency), words, children)


def value_words(value: Fraction | None, unit: str, currency: str) -> str:
    """A step's value: money to the cent, points and rates in percent."""
    if value is None:
        return "–"
    if unit == "money":
        return exact_money(decimal(value), currency)
    if unit == "points":
        return points(value, 2)
    if unit == "factor":
        return plain(value, 6)
    return in_unit(value, unit, currency)


def names_in(branches: tuple[Branch, ...]) -> tuple[str, ...]:
    """The names of the topmost steps, each once."""
    return tuple(dict.fromkeys(one.name for one in branches))


def person_label(person_id: str, names: Mapping[str, str]) -> str:
    """A person's name; the id where nobody told it."""
    return names.get(person_id, person_id)
