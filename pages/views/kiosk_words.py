"""Words that fit a wall: measured in ems of the one font, and without any person's name."""

import re
import unicodedata
from collections.abc import Mapping

from metrics.wording import NO_DATA
from pages.views.tile import Bullet, Change, Direction, Tile, Verdict

# Ems that the columns under the rule take: the name over a number, the note under it.
LABEL, NOTE = 11.8, 12.6
# Letters of a headline on two lines.
LONGEST = 112
# What an arrow before a note takes of it.
ARROW = 1.0
# Widths of Source Sans 3, semibold, in ems, as a browser measures them or a little more.
_WIDTHS = {
    **dict.fromkeys(" \u202f", 0.21),
    **dict.fromkeys("ijlI.,:;'’·|\u2060", 0.29),
    **dict.fromkeys("frt()[]{}-/!", 0.38),
    **dict.fromkeys("OQNHGDU&", 0.68),
    **dict.fromkeys("mwMW%@", 0.87),
    **dict.fromkeys("…—→", 1.0),
}
_MIDDLE, _CAPITAL, _FULL = 0.54, 0.61, 1.0


def ems(text: str) -> float:
    """About how wide the text is, in multiples of the font's size."""
    return sum(_width(mark) for mark in text)


def _width(mark: str) -> float:
    if unicodedata.combining(mark):
        return 0.0
    if unicodedata.east_asian_width(mark) in "WF":
        return _FULL
    if mark in _WIDTHS:
        return _WIDTHS[mark]
    return _CAPITAL if mark.isupper() else _MIDDLE


def fitted(text: str, widest: float) -> str:
    """The text, cut with an ellipsis after as many words as `widest` ems take."""
    if ems(text) <= widest:
        return text
    kept = ""
    for mark in text:
        if ems(kept + mark + "…") > widest:
            break
        kept += mark
    return f"{kept.rstrip(' ,;:·')}…"


def fits(texts: tuple[str, ...], widest: float) -> str:
    """The first of the texts that fits; the last one cut where none does."""
    return next((text for text in texts if ems(text) <= widest), fitted(texts[-1], widest))


def why_none(tile: Tile) -> Change:
    """What stands under a number that is not there, or under one that is held against nothing."""
    if tile.value == NO_DATA:
        return quiet(fits((tile.note, "Weekly says why"), NOTE))
    return quiet(fits((tile.note, tile.note.partition(" with ")[0]), NOTE))


def without_people(text: str, people: Mapping[str, str]) -> str:
    """The text with every word or id of `people` in place of which what they do stands."""
    for name in sorted(people, key=len, reverse=True):
        # A name is only read where one can stand: most texts hold none.
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda _, n=name: people[n], text)
    return text


def quiet(text: str) -> Change:
    """A line without an arrow or colour."""
    return Change(text, Direction.NONE, Verdict.NEITHER)


def judged(bullet: Bullet, is_less_better: bool = False) -> Change:
    """What a number is held against: the arrow says on which side it lies, the colour what that
    means.
    """
    is_over = bullet.value >= bullet.target
    if bullet.value == bullet.target:
        return Change(bullet.label, Direction.FLAT, Verdict.BETTER)
    verdict = Verdict.BETTER if is_over is not is_less_better else Verdict.WORSE
    return Change(bullet.label, Direction.UP if is_over else Direction.DOWN, verdict)
