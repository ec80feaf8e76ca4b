"""All-hands: what a held meeting tells everybody, as nine slides from its snapshot."""

import streamlit as st

from pages.components.all_hands import deck_bar, enter, overview, slide_block
from pages.components.frame import empty, headline, section, top_line
from pages.components.link import screen_link
from pages.components.presenter import is_presenting, on_stage
from pages.views.all_hands import NOBODY_HELD, deck_headline

# Load: the held meeting in the link, and its deck.
hall = enter()
if hall.deck is None or hall.held is None:
    top_line("All-hands", "")
    empty(NOBODY_HELD)
    screen_link("pages/weekly.py", "Weekly", "The meeting is held there.")
    st.stop()
deck, held = hall.deck, hall.held
if is_presenting():
    on_stage(deck)
    st.stop()

# Render: nothing below this line computes.
top_line("All-hands", deck.slides[0].footer)
headline(deck_headline(deck, held, hall.settings))
deck_bar(hall, deck)
slide_block(hall, deck)
section("All slides")
overview(deck)
