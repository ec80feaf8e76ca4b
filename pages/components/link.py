"""Words of the link that belong to one screen alone: read, written, and boxes bound to them."""

from collections.abc import Sequence

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from pages.components.text import for_html, for_markdown
from pages.views.words import Labelled


def link_word(name: str, longest: int = 60) -> str:
    """A word of the link as it was typed, cut; '' where there is none."""
    return st.query_params.get(name, "")[:longest]


def link_choice(name: str, choices: Sequence[Labelled]) -> str:
    """The choice that stands in the link; the first where it names none."""
    asked = link_word(name)
    return next((one.word for one in choices if one.word == asked), choices[0].word)


def link_switch(name: str, label: str, choices: Sequence[Labelled]) -> None:
    """A row of buttons for the choice that stands in the link."""
    words = [one.word for one in choices]
    key = f"link_{name}"
    st.session_state[key] = link_choice(name, choices)
    st.segmented_control(
        label,
        words,
        format_func=lambda word: next(one.label for one in choices if one.word == word),
        key=key,
        required=True,
        on_change=_write,
        args=(name,),
        label_visibility="collapsed",
    )


def _write(name: str) -> None:
    st.query_params[name] = st.session_state[f"link_{name}"]


def link_select(name: str, label: str, choices: Sequence[Labelled]) -> str:
    """A box for a choice that stands in the link, and that choice; the first where none does."""
    asked = st.query_params.get(name, "")
    chosen = next((one.word for one in choices if one.word == asked), choices[0].word)
    key = f"link_{name}"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        [one.word for one in choices],
        format_func=lambda word: next(one.label for one in choices if one.word == word),
        key=key,
        on_change=_write,
        args=(name,),
        width=240,
    )
    return chosen


def search_box(label: str, hint: str, key: str) -> str:
    """The words typed to find something; '' for everything."""
    return (
        st.text_input(
            label,
            key=key,
            type="search",
            placeholder=hint,
            max_chars=60,
            live=True,
            icon=":material/search:",
            label_visibility="collapsed",
            width=420,
        )
        or ""
    )


def screen_link(path: str, name: str, words: str) -> None:
    """A sentence and the screen that shows its evidence; the scope goes with it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<p class="t-foot">{for_html(words, 400)}</p>', width="content")
        try:
            st.page_link(path, label=for_markdown(name), icon=":material/arrow_forward:")
        except StreamlitPageNotFoundError:
            # A screen that runs by itself has no other beside it: its name stands alone.
            st.html(f'<p class="t-foot">{for_html(name)}</p>', width="content")
