"""What is said of a number beside its value: how it moved, its aim, how sure it is.

The words of tiles on the screens and of the digest.
"""

from dataclasses import dataclass
from decimal import Decimal

from metrics.answer import Answer
from metrics.compared import Against, Change
from metrics.facts import FACTS
from metrics.kpi import Better, Cohort, Composed, Kpi, Retention, Unit
from metrics.registry import part
from metrics.wording import (
    NO_DATA,
    counted,
    difference,
    number,
    percent,
    period_text,
    sentence,
    shows_change,
)

FEW = 20
ONE_PERCENT = Decimal("0.01")
# What a figure's note opens with where a share of 0 or less is asked for: no word for a screen.
NOT_MEANINGFUL = "n/m: "
# Counted once each, though it is bookings that say so.
_NOUNS = {"new_customers": "customers"}


@dataclass(frozen=True)
class Moved:
    """A change in words: 1 up, -1 down, 0 where it has no way; None where no way is better."""

    text: str
    way: int = 0
    is_better: bool | None = None


@dataclass(frozen=True)
class Aim:
    """What a value is held against, its target or what is needed, and its words."""

    value: Decimal
    text: str


def change_said(unit: Unit, better: Better, change: Change, currency: str) -> Moved:
    """'6 points on last week' with its way and what that means."""
    against = {
        Against.WEEK: "on last week",
        Against.PREVIOUS: f"on {period_text(change.period)}",
        Against.YEAR: "on last year",
    }[change.against]
    size = difference(change.difference, change.then, unit, currency)
    if not shows_change(size):
        return Moved(f"no change {against}")
    is_up = change.difference > 0
    way = 1 if is_up else -1
    if better is Better.NEITHER:
        return Moved(f"{size} {against}", way)
    return Moved(f"{size} {against}", way, is_up == (better is Better.HIGHER))


def aim_said(unit: Unit, now: Answer, currency: str) -> Aim | None:
    """'needs 2.6×' or 'target $4.00M'; None without a value or an aim above 0."""
    needed = now.beside.get("needed")
    if now.value is None:
        return None
    if isinstance(needed, Decimal):
        return Aim(needed, f"needs {number(needed, unit, currency)}")
    if now.target is None or now.target <= 0:
        return None
    return Aim(now.target, f"target {number(now.target, unit, currency)}")


def note_said(declared: Kpi, now: Answer, currency: str) -> str:
    """Why there is no number, how sure it is, or how old its cohort is."""
    if now.value is None:
        why = now.note or "There is nothing to count in this period."
        return sentence(why.removeprefix(NOT_MEANINGFUL).replace(f"{NO_DATA}: ", ""))
    if isinstance(declared.method, Cohort) and now.maturity is not None and now.maturity < 1:
        return f"so far: {_of_age(now.maturity)} {declared.method.within_days} days old"
    is_few = now.denominator is not None and now.denominator < FEW
    if is_few and now.low is not None and now.high is not None:
        low, high = (number(end, declared.unit, currency) for end in (now.low, now.high))
        return f"few: {low} to {high} with 90 % confidence"
    return ""


def _of_age(maturity: Decimal) -> str:
    """'none of them is', '25 % of them are': a part is never said to be none or all."""
    if not maturity:
        return "none of them is"
    if maturity < ONE_PERCENT:
        return "fewer than 1 % of them are"
    if maturity > 1 - ONE_PERCENT:
        return "not all of them are"
    return f"{percent(maturity)} of them are"


def count_said(declared: Kpi, now: Answer) -> str:
    """'45 bookings'; '' where there is no number and nothing that it could be of: no false 0."""
    if now.value is None and not now.rows:
        return ""
    return counted(now.rows, noun(declared))


def noun(declared: Kpi) -> str:
    """What the rows behind the number are called."""
    if isinstance(declared.method, Composed):
        # Of a cost the things bought are counted, not the days money was spent on.
        bought = [name for name in declared.method.parts if name != "spend"]
        if not bought:
            return "commitments"
        return _NOUNS.get(bought[0]) or noun(part(bought[0]))
    if isinstance(declared.method, Retention):
        return "customers"
    words = FACTS[declared.fact].noun
    return "deals" if words.endswith("opportunities") else words
