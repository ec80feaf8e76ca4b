"""Slide 8: what we do next: open commitments by role and team, and what was decided."""

from metrics.kpi import Unit
from metrics.meeting.story import Owed
from metrics.wording import count, lowered, number_word, short_day
from pages.views.slide import Line, Slide
from pages.views.slide_scene import Scene, nothing

KEY = "next"
MOST_OWED, MOST_DECIDED = 5, 3
LONGEST = 150


def build_next(scene: Scene) -> Slide:
    """The promises in the order of their days, then the latest decisions."""
    told = scene.told
    owed, decided = told.promised.owed, told.promised.decided
    lines = [_owed(scene, one) for one in owed[:MOST_OWED]]
    lines += [Line("Decided", _short(text)) for text in decided[:MOST_DECIDED]]
    if not lines:
        empty = told.reason or "no commitment is open and nothing was decided this quarter"
        lines = list(nothing(empty))
    title = scene.words(KEY, "sentence", _sentence(owed, len(decided)))
    foot = scene.words(KEY, "foot", _foot(len(owed), len(decided)))
    return Slide(
        key=KEY,
        kicker="What we do next",
        sentence=title.text,
        lines=tuple(lines),
        foot=foot.text,
        words=(title, foot),
    )


def _sentence(owed: tuple[Owed, ...], decided: int) -> str:
    said = []
    if owed:
        open_ones = "commitment is open" if len(owed) == 1 else "commitments are open"
        due = short_day(owed[0].due_on).replace(" ", "\u00a0")
        said.append(f"{number_word(len(owed))} {open_ones}, the next due on {due}")
    if decided:
        verb = "decision of this quarter stands"
        several = "decisions of this quarter stand"
        size = number_word(decided)
        said.append(f"{size.lower() if said else size} {verb if decided == 1 else several}")
    return "; ".join(said) or "Nothing is promised yet: the next meeting is the place for it"


def _owed(scene: Scene, one: Owed) -> Line:
    effect = scene.moved(one.expected, Unit(one.unit))
    moved = f"; moved: {one.reason}" if one.state == "moved" and one.reason else ""
    text = f"{one.owner} · due {short_day(one.due_on)} · {lowered(one.label)} {effect}{moved}"
    return Line(one.what, _short(text))


def _foot(owed: int, decided: int) -> str:
    """What does not stand here stands on Weekly."""
    more = max(owed - MOST_OWED, 0) + max(decided - MOST_DECIDED, 0)
    if more:
        return f"{count(more)} more on the Weekly screen"
    return "Kept, moved or dropped is said in the next weekly meeting"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"
