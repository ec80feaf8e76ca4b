"""The all-hands' blocks: the deck of the meeting in the link, its slides, exports and words."""

from dataclasses import dataclass

import streamlit as st

from data.errors import StoreError
from data.workspace import Workspace
from metrics.lifecycle.guard import Action
from metrics.meeting.holding import snapshot
from metrics.meeting.records import Snapshot
from metrics.people import names_of
from pages.components.act import last_said
from pages.components.link import link_choice, link_select
from pages.components.persona import Acting, acting
from pages.components.presenter import go_to, present, standing
from pages.components.session import reader, shared
from pages.components.slide_words import words_form, words_read
from pages.components.slides import draw_preview, slide_style
from pages.components.store import workspace
from pages.components.text import for_markdown
from pages.exports.pdf import pdf
from pages.exports.powerpoint import powerpoint
from pages.views.all_hands import NAMES, editables, meeting_choices
from pages.views.deck import build_deck
from pages.views.slide import Deck

MEETING = "meeting"
_POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_IN_A_ROW = 3


@dataclass(frozen=True)
class Hall:
    """Who looks, and the deck of the meeting in the link; no deck where none was held."""

    who: Acting
    settings: Workspace
    held: Snapshot | None
    deck: Deck | None


def enter() -> Hall:
    """The deck as it stands now: numbers of the snapshot, words of the ledger.

    Raises: LedgerError when the ledger does not hold.
    """
    who, settings = acting(), workspace()
    meetings = who.state.meeting.held
    if not meetings:
        return Hall(who, settings, None, None)
    chosen = link_choice(MEETING, meeting_choices(meetings, settings))
    held = snapshot(who.state, int(chosen))
    return Hall(who, settings, held, build_deck(who.state, held, settings))


def deck_bar(hall: Hall, deck: Deck) -> None:
    """Which meeting, and what is done with its slides."""
    said = last_said()
    if said:
        st.toast(for_markdown(said))
    with st.container(horizontal=True, vertical_alignment="bottom", key="deck_bar"):
        link_select(MEETING, "Meeting", meeting_choices(hall.who.state.meeting.held, hall.settings))
        st.button(
            "Present",
            type="primary",
            key="present",
            on_click=present,
            icon=":material/slideshow:",
            help="Left and right turn the slides, F fills the screen, Escape leaves",
        )
        st.download_button(
            "PowerPoint",
            lambda: powerpoint(deck),
            f"{deck.file_name}.pptx",
            _POWERPOINT,
            key="powerpoint",
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "PDF",
            lambda: pdf(deck),
            f"{deck.file_name}.pdf",
            "application/pdf",
            key="pdf",
            on_click="ignore",
            icon=":material/download:",
        )


def slide_block(hall: Hall, deck: Deck) -> None:
    """The slide that stands, large, with its words beside it."""
    number = standing(deck)
    slide = deck.slides[number - 1]
    slide_style()
    left, right = st.columns([5, 2], gap="large")
    with left:
        draw_preview(slide)
        _turns(number, len(deck.slides))
    names = _names()
    found = editables(deck, slide, hall.who.state.meeting.words, names, hall.settings)
    with right:
        st.subheader(for_markdown(f"{number}. {NAMES[slide.key]}"), anchor=False)
        if hall.who.may(Action.WORD):
            words_form(hall.who.person_id, deck.meeting, slide.key, found)
        else:
            words_read(found)


def _turns(number: int, last: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.button(
            "Previous",
            key="slide_previous",
            disabled=number == 1,
            on_click=go_to,
            args=(max(number - 1, 1),),
            icon=":material/arrow_back:",
        )
        st.button(
            "Next",
            key="slide_next",
            disabled=number == last,
            on_click=go_to,
            args=(min(number + 1, last),),
            icon=":material/arrow_forward:",
        )


def overview(deck: Deck) -> None:
    """All slides small; a click on a name puts its slide above."""
    slides = list(enumerate(deck.slides, 1))
    for start in range(0, len(slides), _IN_A_ROW):
        for column, (number, slide) in zip(
            st.columns(_IN_A_ROW), slides[start : start + _IN_A_ROW], strict=False
        ):
            with column:
                st.button(
                    for_markdown(f"{number}. {NAMES[slide.key]}"),
                    key=f"slide_{number}",
                    type="tertiary",
                    on_click=go_to,
                    args=(number,),
                )
                draw_preview(slide)


def _names() -> dict[str, str]:
    """Who is who, for who wrote; ids alone where nothing is loaded."""
    try:
        return dict(shared(names_of, reader()))
    except StoreError:
        return {}
