"""Sliders whose weights always sum to 100, with a box for the keyboard and a lock each."""

from collections.abc import Sequence

import streamlit as st

from metrics.wording import plain
from pages.components.draft import (
    is_locked,
    move,
    number,
    number_key,
    slider_key,
    step,
    turn_lock,
)
from pages.components.frame import foot
from pages.components.text import for_html, for_markdown
from pages.views.plan_live import WeightLine


def weight_sliders(lines: Sequence[WeightLine]) -> None:
    """One line a measure; what is moved is in the draft before anything is drawn again."""
    for place, line in enumerate(lines):
        _line(place, line, len(lines))
    total = plain(sum((line.value for line in lines), type(lines[0].value)(0)))
    st.html(
        '<div class="t-sum-line"><span>Unlocked weights share what is left</span>'
        f"<span>Sum <strong>{for_html(total)}\u202f%</strong></span></div>"
    )


def _line(place: int, line: WeightLine, count: int) -> None:
    """Lock, slider and box of one measure."""
    held = is_locked(place)
    value = number(line.value)
    # New to the browser, each starts from its value: one that is set later shows 0 for a moment.
    is_new = slider_key(place) not in st.session_state
    for key in () if is_new else (slider_key(place), number_key(place)):
        if st.session_state.get(key) != value:
            st.session_state[key] = value
    was = "locked" if held else line.was
    label = for_markdown(line.label, 60) + (f"&ensp;:gray[{for_markdown(was)}]" if was else "")
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"weight_{place}"):
        _lock(place, line, is_held=held, is_alone=count < 2)
        st.slider(
            label,
            number(type(line.value)(0)),
            number(type(line.value)(100)),
            value if is_new else None,
            step=number(step()),
            key=slider_key(place),
            on_change=move,
            args=(place, slider_key(place)),
            disabled=held,
        )
        st.number_input(
            for_markdown(f"{line.label}, weight in percent", 80),
            number(type(line.value)(0)),
            number(type(line.value)(100)),
            value if is_new else "min",
            step=number(step()),
            key=number_key(place),
            on_change=move,
            args=(place, number_key(place)),
            disabled=held,
            label_visibility="collapsed",
            width=96,
        )


def _lock(place: int, line: WeightLine, *, is_held: bool, is_alone: bool) -> None:
    st.button(
        ":material/lock:" if is_held else ":material/lock_open:",
        key=f"weight_lock_{place}",
        type="tertiary",
        help=for_markdown(f"{'Unlock' if is_held else 'Lock'} {line.label}", 80),
        on_click=turn_lock,
        args=(place,),
        disabled=is_alone,
    )


def nothing_to_weigh() -> None:
    """A plan without measures has no weights."""
    foot("This plan has no measures: its pool does not depend on weights.")
