"""Slide 5: what did not work: the agreed numbers that are missed, and promises not kept."""

from decimal import Decimal

from metrics.all_hands.judged import Judged, Missed
from metrics.kpi import Unit
from metrics.meeting.story import Owed
from metrics.registry import kpi as kpi_called
from metrics.wording import count, counted, joined, lowered, sentence, short_day
from pages.views.chart import Role
from pages.views.slide import Bars, Line, Slide, SlideBar
from pages.views.slide_scene import Scene

KEY = "missed"
MOST_BARS, MOST_LINES = 7, 4
# Shares of money: the other rates are shares of records.
_OF_MONEY = frozenset({"icp_share", "jointly_worked_share", "slippage_rate"})


def build_missed(scene: Scene) -> Slide:
    """Every number that is behind as a bar of what was agreed; promises that came to nothing."""
    told = scene.told
    behind = [one for one in told.measures if one.standing == "behind"]
    known = {one.measure.kpi for one in told.measures}
    rest = [one for one in told.missed if one.key not in known]
    bars = [*(_bar(scene, one) for one in rest), *(_measure_bar(scene, one) for one in behind)]
    bars.sort(key=lambda one: -one.value)
    title = scene.words(KEY, "sentence", _sentence([one.name for one in bars], told.judged))
    foot = scene.words(KEY, "foot", _foot(scene, len(bars)))
    chart = Bars(
        "How far we are from it", "Percent missing of what we agreed", tuple(bars[:MOST_BARS])
    )
    lines = [_records(scene, one) for one in rest if one.unit is Unit.PERCENT][:2]
    lines += [_unmet(one) for one in told.promised.unmet]
    return Slide(
        key=KEY,
        kicker="What did not work",
        sentence=title.text,
        bars=(chart,) if bars else (),
        lines=tuple(lines[:MOST_LINES]),
        foot=foot.text,
        words=(title, foot),
    )


def _sentence(names: list[str], judged: int) -> str:
    """'Pipeline coverage and response within SLA are furthest from what we agreed'."""
    if not names and not judged:
        return "What did not work cannot be told: no number has a target or a pace"
    if not names:
        return "Every number we agreed on stands where it should"
    first = [lowered(name) for name in names[:2]]
    if len(names) == 1:
        return f"One number is not where we agreed: {first[0]}"
    told = f"{joined(first)} are furthest from what we agreed"
    return sentence(told)


def _foot(scene: Scene, missed: int) -> str:
    judged = scene.told.judged
    if not judged:
        return "No number could be held against what was agreed"
    verb = "is" if missed == 1 else "are"
    said = f"{count(missed)} of {counted(judged, 'numbers')} with a target or pace {verb} behind it"
    return said if missed <= MOST_BARS else f"{said}; the {MOST_BARS} furthest off are shown"


def _bar(scene: Scene, one: Missed) -> SlideBar:
    value = scene.amount(one.answer.value, one.unit)
    words = f"{value}, agreed {scene.amount(one.target, one.unit)}"
    return SlideBar(_label(one), one.share * 100, words, Role.WORSE)


def _label(one: Missed) -> str:
    return kpi_called(one.answer.kpi).label


def _measure_bar(scene: Scene, one: Judged) -> SlideBar:
    unit = Unit(one.measure.unit or "money")
    goal = one.measure.pace if one.against == "pace" else one.measure.target
    value, due = scene.amount(one.value, unit), scene.amount(goal, unit)
    behind = -one.share * 100 if one.share is not None else Decimal(0)
    return SlideBar(one.measure.label, behind, f"{value}, {one.against} {due}", Role.WORSE)


def _records(scene: Scene, one: Missed) -> Line:
    """The records, or the money, behind a number that is furthest off."""
    parts = (one.answer.numerator or Decimal(0), one.answer.denominator or Decimal(0))
    if one.key in _OF_MONEY:
        told = " of ".join(scene.amount(part, Unit.MONEY) for part in parts)
    else:
        told = " of ".join(count(part) for part in parts)
    return Line(_label(one), f"{told} this quarter.")


def _unmet(one: Owed) -> Line:
    """A promise that was moved or dropped, with the reason that was given."""
    said = f": {one.reason}" if one.reason else ""
    what = f"moved to {short_day(one.due_on)}" if one.state == "moved" else "dropped"
    return Line(one.what, f"{one.owner} · {what}{said}.")
