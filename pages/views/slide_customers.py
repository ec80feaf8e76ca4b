"""Slide 6: customers: who is new, who renewed, who are the ones we want, who listens to them."""

from decimal import Decimal
from fractions import Fraction

from metrics.all_hands.small_groups import LEAST, Part
from metrics.all_hands.told import amount_of, kept_part
from metrics.answer import Answer
from metrics.customers import KEY as HOURS
from metrics.kpi import Unit
from metrics.meeting.headlines import RETAINED
from metrics.members import NONE
from metrics.wording import NO_DATA, count, counted, number, percent, points, sentence
from pages.views.slide import Figure, Line, Slide
from pages.views.slide_scene import Scene, reason_of
from pages.views.tile import Change, Direction, Verdict

KEY = "customers"
Kept = tuple[Part, int]
FEW = f"fewer than {LEAST} bookings: not told apart"
# A quarter has three months, so that fewer rows than these may be fewer than five people.
FEWEST_MONTHS = 3 * LEAST
NET, GROSS = RETAINED
# Of numbers that meetings of before did not hold.
NOT_YET = "this meeting was held before it was counted"
FEW_CUSTOMERS = f"fewer than {LEAST} customers: not told apart"
UNSAID = "no booking says its strategy"


def build_customers(scene: Scene) -> Slide:
    """Four figures, what a new customer costs, and how long we are with customers."""
    told = scene.told
    cost = amount_of(told.held, "blended_cac")
    renewed = kept_part(told.strategies, "retention")
    title = scene.words(KEY, "sentence", _sentence(scene, cost, renewed))
    foot = scene.words(
        KEY, "foot", f"{scene.period} so far; groups of fewer than {LEAST} are not told apart"
    )
    return Slide(
        key=KEY,
        kicker="Customers",
        sentence=title.text,
        figures=(_new(scene, cost), _renewals(scene, renewed), _kept(scene), _ideal(scene)),
        lines=(
            _cost(scene, cost),
            _hours(scene),
        ),
        foot=foot.text,
        words=(title, foot),
    )


def _sentence(scene: Scene, cost: Answer | None, renewed: Kept | None) -> str:
    said = []
    if cost is not None and cost.denominator:
        said.append(f"{counted(int(cost.denominator), 'customers')} chose us for the first time")
    if renewed is not None:
        said.append(f"renewals are {points(Fraction(renewed[1]))} of what we booked")
    told = ", and ".join(said)
    if told:
        return sentence(told)
    if _reason(scene) == UNSAID:
        return "Who is new and who renewed cannot be told: no booking says its strategy"
    return "Too few bookings to tell of customers yet"


def _reason(scene: Scene) -> str:
    """Why a strategy is not told apart: few bookings, or none that says it."""
    names = {one.name for one in scene.told.strategies}
    return UNSAID if names == {NONE} else FEW


def _new(scene: Scene, cost: Answer | None) -> Figure:
    kept = kept_part(scene.told.strategies, "acquisition")
    booked = _reason(scene)
    if kept is not None:
        # By strategy: a customer won from a competitor is new too, and booked under that one.
        booked = f"{_amount(scene, kept[0])} by the strategy New customers"
    if cost is None or not cost.denominator:
        found = next(iter(scene.told.held.others("blended_cac")), None)
        return Figure("New customers", NO_DATA, lines=(Change(reason_of(found, FEW)),))
    return Figure("New customers", count(cost.denominator), lines=(Change(booked),))


def _renewals(scene: Scene, renewed: Kept | None) -> Figure:
    if renewed is None:
        return Figure("Renewals", NO_DATA, lines=(Change(_reason(scene)),))
    part, told = renewed
    lines = (Change(f"{counted(part.rows, 'bookings')}, {points(Fraction(told))} of all"),)
    return Figure("Renewals", _amount(scene, part), lines=lines)


def _amount(scene: Scene, part: Part) -> str:
    return scene.amount(part.value, Unit.MONEY)


def _kept(scene: Scene) -> Figure:
    """What customers of a year ago pay today, and how much of it without buying more."""
    label, held = "Customers kept", scene.told.held
    found = next(iter(held.others(NET)), None)
    net, gross = amount_of(held, NET), amount_of(held, GROSS)
    if net is None or net.value is None:
        is_few = found is not None and found.value is not None
        reason = FEW_CUSTOMERS if is_few else reason_of(found, NOT_YET)
        return Figure(label, NO_DATA, lines=(Change(reason),))
    lines = [Change("of what they paid a year ago")]
    if gross is not None and gross.value is not None:
        lines.append(Change(f"{percent(gross.value)} without buying more"))
    return Figure(label, percent(net.value), lines=tuple(lines))


def _ideal(scene: Scene) -> Figure:
    answer = scene.told.held.headline("icp_share")
    if answer.value is None or answer.rows < LEAST:
        reason = reason_of(answer, FEW)
        return Figure("Ideal customers", NO_DATA, lines=(Change(reason),))
    lines = [Change("of new pipeline, tiers A and B")]
    if answer.target:
        gap = answer.value - answer.target
        words = f"{_points(gap)} points {'above' if gap >= 0 else 'below'} target"
        verdict = Verdict.BETTER if gap >= 0 else Verdict.WORSE
        lines.insert(0, Change(words, Direction.UP if gap >= 0 else Direction.DOWN, verdict))
    return Figure(
        "Ideal customers",
        percent(answer.value),
        lines=tuple(lines),
    )


def _points(gap: Decimal) -> str:
    return percent(abs(gap)).removesuffix("\u202f%").removesuffix(".0")


def _cost(scene: Scene, cost: Answer | None) -> Line:
    """What a new customer costs, everything counted, and how long it takes to pay back."""
    if cost is None or cost.value is None:
        found = next(iter(scene.told.held.others("blended_cac")), None)
        reason = reason_of(found, FEW)
        return Line("What a new customer costs", f"No data: {reason}.")
    payback = amount_of(scene.told.held, "cac_payback_months")
    words = "all spend of both teams, over the new customers"
    if payback is not None and payback.value is not None:
        words += f"; paid back after {count(payback.value)} months of their margin"
    return Line(f"A new customer costs {scene.amount(cost.value, Unit.MONEY)}", f"That is {words}.")


def _hours(scene: Scene) -> Line:
    """How long each of us is with customers a month; of nobody, and of no team, apart."""
    found = next(iter(scene.told.held.others(HOURS)), None)
    name = "Hours with customers"
    if found is None:
        return Line(name, f"No data: {NOT_YET}.")
    if found.value is None:
        return Line(name, f"No data: {reason_of(found, FEW)}.")
    if found.rows < FEWEST_MONTHS:
        return Line(name, f"No data: fewer than {LEAST} people may stand behind them.")
    aim = f", where {_hours_text(found.target)} are expected" if found.target else ""
    return Line(
        f"Each of us is with customers {_hours_text(found.value)} a month",
        f"On average, in the months of {scene.period} that have ended{aim}.",
    )


def _hours_text(value: Decimal) -> str:
    return f"{number(value, Unit.HOURS, '').removesuffix('h').strip()} hours"
