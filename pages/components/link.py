"""Words of the link that belong to one screen alone: read, written, and boxes bound to them."""

from collections.abc import Sequence

import streamlit as st
from streamlit.errors import StreamlitPageNotFoundError

from pages.components.text import for_html, for_markdown, visible
from pages.views.words import Labelled


def link_word(name: str, longest: int = 60) -> str:
    """A word of the link as it was typed, cut; '' where there is none."""
    return st.query_params.get(name, "")[:longest]


def link_choice(name: str, choices: Sequence[Labelled], default: str = "") -> str:
    """The choice that stands in the link; where it names none the default, else the first."""
    asked, words = link_word(name), [one.word for one in choices]
    return next((word for word in (asked, default) if word in words), words[0])


def link_switch(name: str, label: str, choices: Sequence[Labelled], default: str = "") -> None:
    """A row of buttons for the choice that stands in the link."""
    words = [one.word for one in choices]
    key = f"link_{name}"
    st.session_state[key] = link_choice(name, choices, default)
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


def link_select(name: str, label: str, choices: Sequence[Labelled], default: str = "") -> str:
    """A box for a choice that stands in the link, and that choice; as `link_choice` chooses."""
    chosen = link_choice(name, choices, default)
    key = f"link_{name}"
    st.session_state[key] = chosen
    st.selectbox(
        label,
        [one.word for one in choices],
        format_func=lambda word: visible(next(one.label for one in choices if one.word == word)),
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
