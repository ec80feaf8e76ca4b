"""Slide 1: one honest sentence on the quarter, as the weekly screen computes it."""

from metrics.kpi import Unit
from metrics.sentences.headline import line_and_rest
from metrics.wording import percent
from pages.views.slide import Slide
from pages.views.slide_scene import Scene

KEY = "opening"


def build_opening(scene: Scene) -> Slide:
    """What happened and what accounts for it; calm when nothing is unusual."""
    sentence, under = _computed(scene)
    title = scene.words(KEY, "sentence", sentence)
    below = scene.words(KEY, "under", under)
    return Slide(
        key=KEY,
        kicker=f"{scene.workspace.company}, {scene.period}",
        sentence=title.text,
        foot=below.text,
        words=(title, below),
    )


def _computed(scene: Scene) -> tuple[str, str]:
    """The sentence, and what is left to be said below it."""
    said = scene.told.sentences
    if not said:
        return _standing(scene), ""
    first, rest = line_and_rest(said)
    return first, ". ".join(one.text for one in rest)


def _standing(scene: Scene) -> str:
    """What can be said of bookings alone: of a meeting whose sentences were not kept."""
    booked = scene.told.held.headline("bookings")
    amount = scene.amount(booked.value, Unit.MONEY)
    if booked.value is None or not booked.target:
        return f"{amount} is booked" if booked.value is not None else "Nothing is booked yet"
    return f"Bookings are at {percent(booked.value / booked.target)} of the {scene.period} target"
