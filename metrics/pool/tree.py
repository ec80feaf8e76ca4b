"""The calculation tree: every step with its value, its unit and how it was made, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

Unit = str  # a KPI's unit, or money, points (100 = target), multiple, days, factor, text


@dataclass(frozen=True)
class Node:
    """One step: exact value (None where there is none), unit, formula in words, rounding applied.

    `steps` makes the children when they are asked for: a pool of 10,000 payees is a large tree.
    """

    name: str
    value: Fraction | None
    unit: Unit
    formula: str
    rounding: str
    steps: Callable[[], tuple["Node", ...]]

    @property
    def children(self) -> tuple["Node", ...]:
        """The steps this one is made of, in the order of calculation."""
        return self.steps()

    def walk(self) -> Iterator["Node"]:
        """This node and every one below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


def node(
    name: str,
    value: Fraction | None,
    unit: Unit,
    formula: str,
    *children: Node,
    rounding: str = "",
) -> Node:
    """A node whose children are known."""
    return Node(name, value, unit, formula, rounding, lambda: children)
