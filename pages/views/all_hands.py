"""The all-hands' own screen: which meeting, its headline, and what stands below each slide."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.workspace import Workspace
from metrics.all_hands.wording import longest
from metrics.meeting.records import Place, Snapshot, Worded
from metrics.wording import day, moment, weekday
from pages.views.slide import Deck, Slide, Words
from pages.views.words import Empty, Headline, Labelled

NAMES = {
    "opening": "The sentence",
    "numbers": "The numbers",
    "together": "Together",
    "win": "One win",
    "missed": "What did not work",
    "customers": "Customers",
    "pool": "The pool",
    "next": "What we do next",
    "glossary": "Glossary",
}
NOBODY_HELD = Empty(
    "No meeting has been held yet",
    "The all-hands is told from the numbers of a held meeting, so that everybody sees the same.",
    "Hold the meeting on the Weekly screen, at its top right; its slides stand here at once.",
)


@dataclass(frozen=True)
class Editable:
    """Words that may be written anew: how long, what is computed, and who wrote them when."""

    words: Words
    most: int
    computed: str
    by: str


def meeting_choices(held: tuple[Snapshot, ...], workspace: Workspace) -> tuple[Labelled, ...]:
    """The held meetings, the latest first."""
    return tuple(
        Labelled(str(one.number), f"Meeting {one.number}, {day(one.held_on, workspace)}")
        for one in reversed(held)
    )


def deck_headline(deck: Deck, held: Snapshot, workspace: Workspace) -> Headline:
    """The deck's own sentence, and where its numbers come from."""
    edited = sum(one.is_edited for slide in deck.slides for one in slide.words)
    texts = "one text" if edited == 1 else f"{edited} texts"
    told = f" · {texts} written anew" if edited else ""
    under = (
        f"From meeting {held.number}, as of {weekday(held.as_of, workspace)}, frozen "
        f"{moment(held.held_at, workspace)}{told}"
    )
    return Headline(deck.slides[0].sentence, under)


def editables(
    deck: Deck,
    slide: Slide,
    written: Mapping[Place, Worded],
    names: Mapping[str, str],
    workspace: Workspace,
) -> tuple[Editable, ...]:
    """The words of a slide in the order in which they stand."""
    found = []
    for one in slide.words:
        said = written.get(Place(deck.meeting, slide.key, one.key))
        by = ""
        if said is not None and said.text:
            who = names.get(said.said_by, said.said_by)
            by = f"Written by {who} on {moment(said.said_at, workspace)}"
        computed = f"As computed: {one.computed}" if one.computed else "As computed: nothing"
        found.append(Editable(one, longest(one.key), computed, by))
    return tuple(found)
