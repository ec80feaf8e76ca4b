"""The turns of a session's first run."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.components import opening


class Given:
    """The pauses that were given, in seconds."""

    def __init__(self) -> None:
        self.pauses: list[float] = []

    def give_way(self, seconds: float) -> None:
        """Notes the pause."""
        self.pauses.append(seconds)


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    turns = Given()
    monkeypatch.setattr(opening, "TURNS", turns)
    return turns


def test_only_the_first_run_gives_the_browser_its_turns(given: Given) -> None:
    def screen() -> None:
        import streamlit as st

        from pages.components.opening import begin_run, let_load, let_paint

        begin_run()
        let_load()
        let_paint()
        st.button("again")

    seen = AppTest.from_function(screen).run()
    assert given.pauses == [0.1, 0.05]
    seen.button[0].click().run()
    assert given.pauses == [0.1, 0.05]


def test_a_page_without_the_frame_waits_for_nothing(given: Given) -> None:
    def page() -> None:
        from pages.components.opening import let_load

        let_load()

    assert not AppTest.from_function(page).run().exception
    assert given.pauses == []
