"""Slide 4: one win and both teams' part in it, chosen by a rule and not by taste."""

from metrics.all_hands.told import UNKNOWN
from metrics.kpi import Unit
from metrics.meeting.story import Win
from metrics.wording import count, counted, day, sentence, short_day
from pages.views.slide import Figure, Line, Slide
from pages.views.slide_scene import Scene, nothing
from pages.views.tile import Change

KEY = "win"
DEEDS = {"renewal": "renewed for", "expansion": "bought more for", "new": "chose us for"}
KINDS = {"renewal": "Renewal", "expansion": "Expansion", "new": "New business"}
TOUCHES = {"open": "an e-mail opened", "click": "a click", "visit": "a visit to the website"}
_NO_WIN = "No win of this quarter shows both teams' part yet"
_UNTOLD = "Which win both teams worked on cannot be told"
# An account's name longer than this would push the amount out of the sentence.
LONGEST = 44


def build_win(scene: Scene) -> Slide:
    """The largest booking that both teams worked on; no person in it."""
    win = scene.told.win
    if win is None:
        return _none(scene, scene.told.no_win)
    amount = scene.amount(win.amount, Unit.MONEY)
    name = win.account if len(win.account) <= LONGEST else f"{win.account[: LONGEST - 1]}…"
    deed = DEEDS.get(win.kind, "booked")
    title = scene.words(KEY, "sentence", f"{name} {deed} {amount}, and both teams had their part")
    marketing = scene.words(KEY, "marketing", _marketing(win), "Marketing's part")
    sales = scene.words(KEY, "sales", _sales(win), "Sales' part")
    return Slide(
        key=KEY,
        kicker="One win",
        sentence=title.text,
        figures=_figures(scene, win),
        lines=(Line("Marketing’s part", marketing.text), Line("Sales’ part", sales.text)),
        foot=f"Chosen by rule: the largest booking of {scene.period} that both teams worked on",
        words=(title, marketing, sales),
    )


def _none(scene: Scene, reason: str) -> Slide:
    """That there is no win; where nobody can tell, that, and what is missing."""
    is_unknown = reason.startswith(UNKNOWN)
    title = scene.words(KEY, "sentence", _UNTOLD if is_unknown else _NO_WIN)
    lines = nothing(reason) if is_unknown else (Line("None yet", f"{sentence(reason)}."),)
    return Slide(KEY, "One win", title.text, lines=lines, words=(title,))


def _figures(scene: Scene, win: Win) -> tuple[Figure, ...]:
    first = Change(f"the first on {day(win.first_touch_on, scene.workspace)}")
    booked = Change(f"{KINDS.get(win.kind, 'Booking')}, {day(win.booked_on, scene.workspace)}")
    activities = Change("of every kind, up to the close")
    return (
        Figure("Booked", scene.amount(win.amount, Unit.MONEY), lines=(booked,)),
        Figure("Marketing touches", count(win.touches), lines=(first,)),
        Figure("Sales activities", count(win.sales_activities), lines=(activities,)),
    )


def _marketing(win: Win) -> str:
    how = f", {TOUCHES.get(win.first_kind, win.first_kind)}" if win.first_kind else ""
    campaign = f", campaign {win.first_campaign}" if win.first_campaign else ""
    return (
        f"First touch on {short_day(win.first_touch_on)}: {win.first_source}{how}{campaign}; "
        f"{_touches(win)} by the close."
    )


def _sales(win: Win) -> str:
    where = f"Sales in {win.region}" if win.region != "(none)" else "Sales"
    days = "day" if win.days == 1 else "days"
    return (
        f"{where} worked on it with {counted(win.sales_activities, 'activities')}; it was won "
        f"{count(win.days)} {days} after the {win.began} began."
    )


def _touches(win: Win) -> str:
    return "1 touch" if win.touches == 1 else f"{count(win.touches)} touches"
