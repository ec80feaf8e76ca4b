"""The scope bar: period, region, segment, team, source, and what the link says of them.

The link is the one truth: each run reads it, sets the boxes from it, and a change of a box
writes it. (Binding the boxes to the link would put labels into it and drop what it does not
know without a word.) Streamlit empties the link when the page changes; the scope is put back.
"""

from collections.abc import Callable

import streamlit as st

from data.warehouse import Reader
from pages.components.frame import top_line
from pages.components.session import shared
from pages.components.text import for_markdown
from pages.views.asked import ALL, NAMES, Asked, as_of_words, understood
from pages.views.choices import Choices, build_choices, word_label

_LABELS = {
    "period": "Period",
    "region": "Region",
    "segment": "Segment",
    "team": "Team",
    "source": "Source",
}
_WIDTHS = {"period": 168, "region": 158, "segment": 178, "team": 142, "source": 168}
_KEPT = "scope_kept"


def read_scope(source: Reader, screen: str, beside: Callable[[Asked], None] | None = None) -> Asked:
    """The question `screen` is asked, from the link; draws the bar and what it must say.

    `beside` draws the screen's own buttons at the right of its name.
    """
    choices = shared(build_choices, source)
    _put_back()
    asked = understood(_words(), choices, source)
    with st.container(horizontal=True, key="screen_top"):
        top_line(screen, as_of_words(source, asked.as_of))
        if beside is not None:
            beside(asked)
    with st.container(horizontal=True, key="scope_bar", gap="small"):
        for name in _LABELS:
            _box(name, asked, choices)
    for message in asked.messages:
        st.info(for_markdown(message), icon=":material/info:")
    st.session_state[_KEPT] = dict(asked.chosen)
    return asked


def _words() -> dict[str, str]:
    return {name: st.query_params[name] for name in NAMES if name in st.query_params}


def _put_back() -> None:
    """Restore the scope of the last screen when the new screen's link has none."""
    kept = st.session_state.get(_KEPT)
    if kept and not _words():
        st.query_params.update(kept)


def _box(name: str, asked: Asked, choices: Choices) -> None:
    key = f"scope_{name}"
    word = asked.choice(name)
    words = choices.periods if name == "period" else (ALL, *choices.of(name))
    if word not in words:
        words = (word, *words)
    st.session_state[key] = word
    st.selectbox(
        _LABELS[name],
        words,
        format_func=lambda one: word_label(name, one),
        key=key,
        on_change=_write,
        args=(name,),
        width=_WIDTHS[name],
    )


def _write(name: str) -> None:
    """Put one changed box into the link."""
    word = st.session_state[f"scope_{name}"]
    if word == ALL and name != "period":
        st.query_params.pop(name, None)
        # The link may be empty now, and this is no change of the screen.
        st.session_state.get(_KEPT, {}).pop(name, None)
    else:
        st.query_params[name] = word
