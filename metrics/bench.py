"""What a recipe of a composed KPI works with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from metrics.answer import Answer
from metrics.assemble import Parts
from metrics.handed import Handed
from metrics.known import Known
from metrics.kpi import Kpi
from metrics.periods import Period
from metrics.question import Cell
from metrics.registry import part
from metrics.sql.view import View

# The parts that a cell needs, by a name of the recipe's own.
Needs: TypeAlias = dict[str, Cell]
Headline: TypeAlias = Callable[[Cell], Answer | None]
PAST_PERIODS = 8
ZERO = Decimal(0)


@dataclass(frozen=True)
class Bench:
    """What a recipe works with: the view, what is known of the load, and its targets."""

    view: View
    known: Known
    growth_goal: Decimal
    gross_margin: Decimal
    has_real_history: bool
    handed: Handed
    week: int | None

    def target(self, kpi: Kpi, period: Period, member: tuple[str, ...]) -> Decimal | None:
        """The target of `kpi` for the scope and one member of the split."""
        members = dict(self.view.scope.members())
        for dimension, name in zip(self.view.grouping, member, strict=True):
            members[dimension] = (name,)
        return self.known.targets.value(kpi, period, members)


@dataclass(frozen=True)
class Recipe:
    """`needs` names the cells, in rounds: a round may look at the headline of cells known.

    `compose` makes the parts of the answer from one member's answers.
    """

    needs: Callable[[Cell, Bench, Headline], Needs]
    compose: Callable[[Cell, Bench, tuple[str, ...], Mapping[str, Answer]], Parts]


def cell_of(key: str, period: Period, cell: Cell, window: Period | None = None) -> Cell:
    """The cell of a part, with the limits of the cell it serves."""
    return Cell(part(key), period, window, cell.within, is_part=True)


def no_parts(answers: Mapping[str, Answer], *names: str) -> Parts | None:
    """The parts of no answer, when one of the answers is none; says which and why."""
    for name in names:
        if answers[name].value is None:
            label = part(answers[name].kpi).label.lower()
            return Parts(None, None, 0, maturity=None, note=f"{label}: {answers[name].note}")
    return None


def past_periods(period: Period, bench: Bench) -> list[Period]:
    """Up to eight periods before, latest first, none that ends before bookings begin."""
    extent = bench.known.extents.get(("booking", "booked_on"))
    past: list[Period] = []
    earlier = period
    while extent is not None and len(past) < PAST_PERIODS:
        earlier = bench.view.calendar.previous(earlier)
        if earlier.end_on_exclusive <= extent[0]:
            break
        past.append(earlier)
    return past
