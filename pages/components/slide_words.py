"""The words of a slide, written anew before presenting: a form for who may, silence for others."""

import hashlib

import streamlit as st

from metrics.all_hands.wording import word
from metrics.meeting.records import Place
from pages.components.act import do
from pages.components.frame import foot
from pages.components.session import desk
from pages.components.text import for_markdown
from pages.views.all_hands import Editable

WHY_NOT = (
    "Heads, finance and operations may word the slides; choose somebody under “Acting as” to try."
)


def words_form(actor: str, meeting: int, slide: str, found: tuple[Editable, ...]) -> None:
    """One box a text with what was computed below it; an empty box is the computed text again."""
    with st.form(f"words_{meeting}_{slide}", border=False):
        typed = {one.words.key: _box(meeting, slide, one) for one in found}
        with st.container(horizontal=True):
            is_saved = st.form_submit_button("Save the words", type="primary")
            is_back = st.form_submit_button(
                "Back to computed", disabled=not any(one.words.is_edited for one in found)
            )
    if is_back:
        typed = dict.fromkeys(typed, "")
    if is_saved or is_back:
        said = "The words are as computed." if is_back else "The words are kept with the meeting."
        places = {Place(meeting, slide, key): text for key, text in typed.items()}
        do(lambda: _save(actor, places, found), said)


def _box(meeting: int, slide: str, one: Editable) -> str:
    """A box that starts with what stands there; other words that arrive since start it anew."""
    mark = hashlib.sha256(one.words.text.encode()).hexdigest()[:8]
    text = st.text_area(
        one.words.label,
        one.words.text,
        key=f"words_{meeting}_{slide}_{one.words.key}_{mark}",
        max_chars=one.most,
        height=100,
    )
    foot(one.computed)
    foot(one.by)
    return text or ""


def _save(actor: str, places: dict[Place, str], found: tuple[Editable, ...]) -> None:
    """Writes what differs; the computed text typed as it is counts as computed."""
    computed = {one.words.key: one.words.computed for one in found}
    at = desk()
    for place, text in places.items():
        said = "" if " ".join(text.split()) == computed[place.key] else text
        word(at, actor, place, said)


def words_read(found: tuple[Editable, ...]) -> None:
    """For who may not write: what was written anew, and by whom the slides may be worded."""
    for one in found:
        if one.words.is_edited:
            st.markdown(for_markdown(one.computed, 400))
    foot(WHY_NOT)
