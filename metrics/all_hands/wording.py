"""Words of a slide, written anew before presenting: kept with the meeting, the latest stands."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from data.ledger.event import Draft
from metrics.errors import did_you_mean
from metrics.lifecycle import events as kinds
from metrics.lifecycle.guard import Action
from metrics.lifecycle.refusals import Refused
from metrics.meeting.holding import snapshot
from metrics.meeting.records import Place, Worded
from metrics.meeting.saying import needed_line

if TYPE_CHECKING:
    from metrics.lifecycle.desk import Desk
    from metrics.lifecycle.state import State

SENTENCE = "sentence"
# A headline of two lines, and a line of text of two.
LONGEST: Mapping[str, int] = MappingProxyType({SENTENCE: 110})
LONGEST_OTHER = 180
# The slides in their order, and which of their words may be written anew.
SLIDES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "opening": (SENTENCE, "under"),
        "numbers": (SENTENCE,),
        "together": (SENTENCE, "foot"),
        "win": (SENTENCE, "marketing", "sales"),
        "missed": (SENTENCE, "foot"),
        "customers": (SENTENCE, "foot"),
        "pool": (SENTENCE, "foot"),
        "next": (SENTENCE, "foot"),
        "glossary": (SENTENCE,),
    }
)


def longest(key: str) -> int:
    """How many characters the words may have, so that they fit their place."""
    return LONGEST.get(key, LONGEST_OTHER)


def word(desk: "Desk", actor: str, place: Place, text: str, *, request: str = "") -> Worded | None:
    """The words that stand there now; an empty text goes back to the computed ones: None.

    Saying what already stands changes nothing. `request` names the request, done once.
    Raises: Refused not_allowed, no_such_meeting, no_such_words, no_text, other_request.
    """
    own = kinds.request_key(kinds.SLIDE_WORDED, actor, "request", request) if request else None

    def decide(state: "State") -> tuple[Draft, ...]:
        snapshot(state, place.meeting)
        said = _checked(place.slide, place.key, text)
        if own in state.meeting.requests:
            _refuse_other(state, place, said)
            return ()
        if (_standing(state, place) or "") == said:
            return ()
        body = {"slide": place.slide, "key": place.key, "text": said}
        return (Draft(kinds.SLIDE_WORDED, actor, str(place.meeting), body, own),)

    desk.run(Action.WORD, actor, decide, subject=str(place.meeting))
    found = desk.state.meeting.words.get(place)
    return found if found is not None and found.text else None


def words_of(state: "State", meeting: int) -> Mapping[tuple[str, str], Worded]:
    """What was written anew for a meeting's slides, by slide and key."""
    return {
        (place.slide, place.key): said
        for place, said in state.meeting.words.items()
        if place.meeting == meeting and said.text
    }


def _standing(state: "State", place: Place) -> str | None:
    found = state.meeting.words.get(place)
    return None if found is None else found.text


def _checked(slide: str, key: str, text: str) -> str:
    """The text on one line. Raises: Refused no_such_words, no_text."""
    if slide not in SLIDES:
        near = did_you_mean(slide, SLIDES)
        raise Refused("no_such_words", f"there is no slide '{slide[:20]}'{near}")
    if key not in SLIDES[slide]:
        told = ", ".join(SLIDES[slide])
        raise Refused(
            "no_such_words", f"slide {slide} has no words '{key[:20]}' to write; it has {told}"
        )
    if not text.strip():
        return ""
    line = needed_line(text, "a slide")
    if len(line) > longest(key):
        raise Refused(
            "no_text", f"these words take {longest(key)} characters at most, not {len(line)}"
        )
    return line


def _refuse_other(state: "State", place: Place, text: str) -> None:
    if (_standing(state, place) or "") != text:
        raise Refused("other_request", "this request wrote other words before; make a new one")
