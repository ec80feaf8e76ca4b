"""A job of more than a second: each step is said, and how far it is."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from pages.components.text import for_markdown

Step = Callable[[str, float | None], None]
Done = TypeVar("Done")


def watched(label: str, job: Callable[[Step], Done]) -> Done:
    """What the job returns; its progress stands here until it is done, then makes room."""
    place = st.empty()
    try:
        with place.status(f"{label} …", expanded=True) as box:
            bar = st.progress(0.0)

            def step(words: str, fraction: float | None) -> None:
                box.update(label=f"{label}: {for_markdown(words)}")
                if fraction is not None:
                    bar.progress(min(max(fraction, 0.0), 1.0))

            return job(step)
    finally:
        place.empty()
