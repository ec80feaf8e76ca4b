"""What a bridge is made of: bars, deals with their movements, and the matrix of stages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from metrics.periods import Period
from metrics.scope import Scope

IN = ("created", "pulled_in", "pushed_in", "transferred_in", "reopened", "increased")
OUT = (
    "decreased",
    "pushed_out",
    "pulled_out",
    "transferred_out",
    "deleted",
    "lost",
    "won",
)
# Between opening and closing, in the order they are shown; `currency` carries its own sign.
MOVEMENTS = (*IN, *OUT, "currency")
BARS = ("opening", *MOVEMENTS, "closing")
ZERO = Decimal("0.00")


def net(movements: Mapping[str, Decimal]) -> Decimal:
    """What movements add to open pipeline: those in less those out, and the rates' effect."""
    added = sum((movements.get(bar, ZERO) for bar in IN), ZERO)
    taken = sum((movements.get(bar, ZERO) for bar in OUT), ZERO)
    return added - taken + movements.get("currency", ZERO)


@dataclass(frozen=True)
class Bars:
    """Open pipeline of a window at the end of two days and what lies between, in money.

    Every bar is an amount in the direction its name says; `currency` alone may be negative.
    """

    from_on: date
    to_on: date
    window: Period
    scope: Scope
    amounts: Mapping[str, Decimal] = field(hash=False)

    @property
    def change(self) -> Decimal:
        """Closing less opening."""
        return self.amounts["closing"] - self.amounts["opening"]

    @property
    def residual(self) -> Decimal:
        """What the movements do not explain of the change: 0.00."""
        return self.change - net(self.amounts)


@dataclass(frozen=True)
class Deal:
    """One deal that moved, in the reporting currency; amounts 0 where nobody knows them.

    `enter_reason` and `leave_reason` are the bars by which it came and went, None where it was
    there at the beginning, or still is at the end. `close_after` of a deal that was won is the
    day it closed.
    """

    opportunity_id: str
    name: str
    account: str
    owner: str
    region: str
    loss_reason: str | None
    enter_reason: str | None
    leave_reason: str | None
    stage_before: str | None
    stage_after: str
    close_before: date | None
    close_after: date | None
    amount_before: Decimal
    amount_after: Decimal
    movements: Mapping[str, Decimal] = field(hash=False)

    @property
    def net(self) -> Decimal:
        """What the deal added to open pipeline."""
        return net(self.movements)


@dataclass(frozen=True)
class Cell:
    """Deals that went from one place to another between the two days.

    A place is a stage, or outside: then the stage is None and the reason says how they came or
    where they went. `opening` and `closing` are what they were worth at the two ends; a deal
    that was outside is worth nothing there.
    """

    from_stage: str | None
    enter_reason: str | None
    to_stage: str | None
    leave_reason: str | None
    deals: int
    opening: Decimal
    closing: Decimal


@dataclass(frozen=True)
class Bridge(Bars):
    """The bars of one pair of days with everything that stands behind them.

    `counts` are deals by bar. `missing_amounts` are deals of the opening and of the closing
    without an amount, `not_booked` those won without a booking by the last day, `note` says
    what the data cannot tell. `unknown` says why nobody knows what was open on a day before
    the record: by bar, opening or closing; its amount counts 0. `is_recorded`: whether the load
    holds recorded changes of deals at all.
    """

    counts: Mapping[str, int] = field(hash=False)
    deals: tuple[Deal, ...]
    matrix: tuple[Cell, ...]
    stages: tuple[str, ...]
    missing_amounts: tuple[int, int]
    not_booked: int
    fingerprint: str
    note: str | None
    unknown: Mapping[str, str] = field(default_factory=dict, hash=False)
    is_recorded: bool = True

    @property
    def why_unknown(self) -> str:
        """Why nobody knows what was open on either day; '' where somebody does on one."""
        return self.unknown.get("closing", "")

    def behind(self, bar: str) -> tuple[Deal, ...]:
        """The deals of a bar between opening and closing, the largest first."""
        found = [deal for deal in self.deals if bar in deal.movements]
        return tuple(sorted(found, key=lambda deal: (-abs(deal.movements[bar]), _place(deal))))

    def movers(self, most: int = 10) -> tuple[Deal, ...]:
        """The deals that changed open pipeline most, the largest first."""
        found = [deal for deal in self.deals if deal.net]
        return tuple(sorted(found, key=lambda deal: (-abs(deal.net), _place(deal)))[:most])


def _place(deal: Deal) -> tuple[str, str]:
    return deal.name, deal.opportunity_id
