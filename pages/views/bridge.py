"""What changed: the bridge of open pipeline as a waterfall, its movers, its matrix."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from data.warehouse import Reader
from metrics.bridge import Bridge, Deal, bridge
from metrics.bridge.steps import (
    GROUPS,
    SINGLE,
    Step,
    Steps,
    mover_share,
    steps_of,
)
from metrics.bridge.words import (
    MOST_MOVERS,
    NAMES,
    bridge_dates,
    bridge_foot,
    bridge_note,
    bridge_title,
    flow_sentence,
    mover_words,
    movers_title,
)
from metrics.members import NONE
from metrics.wording import (
    counted,
    money,
    period_text,
    rounded,
    sentence,
    signed_money,
    signed_whole_money,
)
from pages.views.asked import Asked
from pages.views.bridge_matrix import matrix_of
from pages.views.chart import Role
from pages.views.table import ShortTable
from pages.views.words import Block, Empty


@dataclass(frozen=True)
class Fall:
    """One bar of a waterfall: from where to where, the words over it, and the hover's sentence."""

    name: str
    start: float
    end: float
    words: str
    hover: str
    role: Role


@dataclass(frozen=True)
class Waterfall:
    """Bars that run from zero to the change, the last one outlined; `words` say it aloud."""

    title: str
    words: str
    falls: tuple[Fall, ...]


@dataclass(frozen=True)
class Door:
    """A bar that opens: its key and the words of its button."""

    bar: str
    label: str


@dataclass(frozen=True)
class Mover:
    """A deal that moved much: customer, deal, what happened, its bar from -100 to 100, amount."""

    name: str
    deal: str
    what: str
    share: float
    amount: str
    role: Role


@dataclass(frozen=True)
class BridgeView:
    """The waterfall with its foot and doors, the movers, and the matrix of stages."""

    block: Block
    chart: Waterfall | None
    foot: str
    message: str
    doors: tuple[Door, ...]
    movers_title: str
    movers: tuple[Mover, ...]
    matrix: ShortTable | None
    empty: Empty | None


def build_bridge(reader: Reader, asked: Asked, frm: date, to: date) -> BridgeView:
    """The bridge with all its bars, for the period's window and the scope."""
    return _view(reader, asked, bridge(reader, frm, to, asked.period, asked.scope), SINGLE)


def build_week_bridge(reader: Reader, asked: Asked, frm: date, to: date) -> BridgeView:
    """The same with the bars rolled up to six."""
    return _view(reader, asked, bridge(reader, frm, to, asked.period, asked.scope), GROUPS)


def _view(
    reader: Reader, asked: Asked, found: Bridge, groups: Mapping[str, tuple[str, ...]]
) -> BridgeView:
    currency = reader.load.workspace.currency
    steps, movers = steps_of(found, groups), found.movers(MOST_MOVERS)
    is_empty = not found.counts["opening"] and not found.counts["closing"] and not steps.steps
    return BridgeView(
        block=Block(bridge_title(found, steps, currency), bridge_dates(found)),
        chart=_waterfall(found, steps, currency) if steps.steps else None,
        foot=bridge_foot(found, steps, currency),
        message=bridge_note(found),
        doors=tuple(
            Door(bar, f"{NAMES[bar]} {rounded(Decimal(count), 0)}")
            for bar, count in found.counts.items()
            if count
        ),
        movers_title=movers_title(movers, currency),
        movers=tuple(_mover(deal, movers, currency) for deal in movers),
        matrix=matrix_of(found, currency) if found.matrix else None,
        empty=_empty(asked, found) if is_empty else None,
    )


def _waterfall(found: Bridge, steps: Steps, currency: str) -> Waterfall:
    falls = [_fall(step, steps, currency) for step in steps.steps]
    change = signed_money(found.change, currency)
    falls.append(
        Fall(
            name="Change",
            start=0.0,
            end=float(found.change),
            words=_digits(steps.change_digits, steps),
            hover=f"{money(found.amounts['opening'], currency)} became "
            f"{money(found.amounts['closing'], currency)}: {change}",
            role=Role.PLAN,
        )
    )
    said = ", ".join(f"{fall.name} {fall.words}" for fall in falls)
    return Waterfall(flow_sentence(steps, currency), f"Pipeline bridge: {said}", tuple(falls))


def _fall(step: Step, steps: Steps, currency: str) -> Fall:
    return Fall(
        name=NAMES[step.key],
        start=float(step.start),
        end=float(step.end),
        words=_digits(step.digits, steps),
        hover=f"{NAMES[step.key]}: {signed_money(step.amount, currency)} in "
        f"{counted(step.deals, 'deals')}",
        role=_role(step),
    )


def _role(step: Step) -> Role:
    if step.key == "won":
        return Role.ACTUAL
    if step.key == "currency":
        return Role.QUIET
    return Role.BETTER if step.amount >= 0 else Role.WORSE


def _digits(value: Decimal, steps: Steps) -> str:
    """'+338', '−12.4'; the unit stands in the foot."""
    return f"{'+' if value > 0 else ''}{rounded(value, steps.places)}"


def _mover(deal: Deal, movers: tuple[Deal, ...], currency: str) -> Mover:
    is_won = deal.leave_reason == "won"
    role = Role.BETTER if deal.net > 0 else Role.WORSE
    return Mover(
        name=deal.name if deal.account == NONE else deal.account,
        deal=deal.name,
        what=mover_words(deal),
        share=float(mover_share(deal, movers)),
        amount=signed_whole_money(Fraction(deal.net), currency),
        role=Role.ACTUAL if is_won else role,
    )


def _empty(asked: Asked, found: Bridge) -> Empty:
    if found.why_unknown:
        return Empty(
            what=sentence(found.why_unknown),
            why="What was open, and what changed it, cannot be told.",
            mend="Choose later dates, or load opportunities on the Data screen.",
        )
    scope = f" in {asked.scope}" if asked.scope.filters else ""
    return Empty(
        what=f"No deal was open for {period_text(asked.period)}{scope} on either day",
        why=f"Between the end of {found.from_on} and of {found.to_on} nothing came or went.",
        mend="Choose other dates, a period that was being worked on, or a wider scope.",
    )
