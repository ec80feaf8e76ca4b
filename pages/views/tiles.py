"""Tiles from compared numbers: words, directions, verdicts and notes; nothing is counted here."""

from collections.abc import Sequence
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.compared import Against, Compared, Wanted, compared
from metrics.compared import Change as Moved
from metrics.compute import calendar_of
from metrics.facts import FACTS
from metrics.kpi import Better, Cohort, Composed, Kpi, Unit
from metrics.registry import kpi, part
from metrics.wording import (
    NO_DATA,
    counted,
    difference,
    number,
    percent,
    period_text,
)
from pages.views.asked import Asked, moment_of
from pages.views.tile import Bullet, Change, Direction, ReceiptRequest, Tile, Verdict
from pages.views.words import sentence

FEW = 20
HALF = Decimal("0.5")
ONE_PERCENT = Decimal("0.01")
# Counted once each, though it is bookings that say so.
_NOUNS = {"new_customers": "customers"}
# What a figure's note opens with where a share of 0 or less is asked for: no word for a screen.
NOT_MEANINGFUL = "n/m: "
_NOT_SPLIT = "Not counted by {names}: choose all to see it."


def build_tiles(reader: Reader, asked: Asked, wanted: Sequence[Wanted]) -> tuple[Tile, ...]:
    """One tile a number wanted, in that order."""
    askable = [one for one in wanted if not foreign(kpi(one.kpi), asked)]
    moment = moment_of(asked)
    found = dict(zip(askable, compared(reader, askable, moment, calendar_of(reader)), strict=True))
    return tuple(
        tile_of(reader, asked, one, found[one]) if one in found else _refused(asked, one)
        for one in wanted
    )


def foreign(declared: Kpi, asked: Asked) -> tuple[str, ...]:
    """The dimensions of the scope that the KPI's fact lacks."""
    names = (name for name, _ in asked.scope.filters)
    return tuple(name for name in names if name not in declared.dimensions)


def tile_of(reader: Reader, asked: Asked, wanted: Wanted, found: Compared) -> Tile:
    """The tile of one compared number."""
    currency = reader.load.workspace.currency
    declared, now = found.declared, found.now
    return Tile(
        key=_key(wanted),
        label=declared.label,
        value=number(now.value, declared.unit, currency),
        count=counted(now.rows, noun(declared)),
        changes=tuple(change_words(declared, one, currency) for one in found.changes),
        bullet=bullet_of(declared, now, currency),
        trend=tuple(None if one is None else float(one) for one in found.trend),
        trend_words=f"{declared.label}, the last {len(found.trend)} weeks",
        note=note_of(declared, now, currency),
        receipt=request_of(asked, wanted),
    )


def _key(wanted: Wanted) -> str:
    """Unique where a number stands once for its period and once for another window."""
    return wanted.kpi if wanted.window is None else f"{wanted.kpi}_next"


def request_of(asked: Asked, wanted: Wanted) -> ReceiptRequest:
    """The question that the tile's receipt asks again."""
    return ReceiptRequest(
        kpi=wanted.kpi,
        period=asked.period,
        scope=asked.scope,
        as_of=asked.as_of,
        window=wanted.window,
    )


def noun(declared: Kpi) -> str:
    """What the rows behind the number are called."""
    if isinstance(declared.method, Composed):
        # Of a cost the things bought are counted, not the days money was spent on.
        counted = [name for name in declared.method.parts if name != "spend"]
        if not counted:
            return "commitments"
        return _NOUNS.get(counted[0]) or noun(part(counted[0]))
    words = FACTS[declared.fact].noun
    return "deals" if words.endswith("opportunities") else words


def change_words(declared: Kpi, change: Moved, currency: str) -> Change:
    """'6 points on last week' with its arrow and verdict."""
    base = change.then
    against = {
        Against.WEEK: "on last week",
        Against.PREVIOUS: f"on {period_text(change.period)}",
        Against.YEAR: "on last year",
    }[change.against]
    size = difference(change.difference, base, declared.unit, currency)
    if not size.strip(" ×%/0.dhpoints" + "\u202f$€£¥"):
        return Change(f"no change {against}", Direction.NONE)
    is_up = change.difference > 0
    direction = Direction.UP if is_up else Direction.DOWN
    if declared.better is Better.NEITHER:
        return Change(f"{size} {against}", direction)
    is_better = is_up == (declared.better is Better.HIGHER)
    verdict = Verdict.BETTER if is_better else Verdict.WORSE
    return Change(f"{size} {against}", direction, verdict)


def bullet_of(declared: Kpi, now: Answer, currency: str) -> Bullet | None:
    """The value on a scale from zero with the target, or what is needed, as a tick."""
    needed = now.beside.get("needed")
    if isinstance(needed, Decimal) and now.value is not None:
        return Bullet(
            now.value,
            needed,
            _scale(declared, now.value, needed),
            f"needs {number(needed, declared.unit, currency)}",
        )
    if now.value is None or now.target is None or now.target <= 0:
        return None
    words = f"target {number(now.target, declared.unit, currency)}"
    scale = _scale(declared, now.value, now.target)
    is_young = now.maturity is not None and now.maturity < 1
    return Bullet(now.value, now.target, scale, words, is_young)


def _scale(declared: Kpi, *ends: Decimal) -> Decimal:
    """Where the track ends: 100 % for rates that come near it, else the larger end."""
    if declared.unit is Unit.PERCENT and HALF < max(ends) <= 1:
        return Decimal(1)
    return max(ends)


def note_of(declared: Kpi, now: Answer, currency: str) -> str:
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


def _refused(asked: Asked, wanted: Wanted) -> Tile:
    declared = kpi(wanted.kpi)
    names = " and ".join(name.replace("_", " ") for name in foreign(declared, asked))
    return Tile(
        key=_key(wanted),
        label=declared.label,
        value=NO_DATA,
        count="",
        changes=(),
        bullet=None,
        trend=(),
        trend_words="",
        note=_NOT_SPLIT.format(names=names),
        receipt=request_of(asked, wanted),
    )
