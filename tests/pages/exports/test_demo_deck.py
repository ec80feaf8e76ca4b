"""The demo company's own all-hands as files: every number, every word, and room for all of them."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from metrics.lifecycle.desk import Desk
from pages.exports.layout import laid_out
from pages.exports.pdf import pdf
from pages.exports.powerpoint import powerpoint
from pages.views.deck import build_deck
from pages.views.slide import Deck
from tests.pages.exports.measuring import overflowing, overlapping
from tests.pages.exports.reading import drawn_values, given_values, squeezed, told

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def deck(decided: Path) -> Deck:
    """The slides of the last meeting that was held."""
    desk = Desk.open(decided, NOW)
    return build_deck(desk.state, desk.state.meeting.held[-1], desk.workspace)


@pytest.fixture(scope="module")
def opened(deck: Deck) -> Presentation:
    """Its PowerPoint."""
    return Presentation(BytesIO(powerpoint(deck)))


def test_nine_slides_with_their_sentences_footers_and_values(deck: Deck, opened) -> None:
    assert len(opened.slides) == len(deck.slides) == 9
    count = 0
    for slide, page in zip(deck.slides, opened.slides, strict=True):
        assert page.shapes.title.text_frame.text == slide.sentence
        shown = [shape.text_frame.text for shape in page.placeholders]
        assert shown[-2:] == [slide.footer, slide.page]
        assert page.notes_slide.notes_text_frame.text.startswith(slide.footer)
        assert drawn_values(page) == given_values(slide)
        count += len(given_values(slide))
    assert count == 10


def test_everything_fits_whole(deck: Deck, opened) -> None:
    assert overflowing(opened) == []
    assert overlapping(opened) == []
    assert [text for slide in deck.slides for text in laid_out(slide).cut] == []


def test_the_pdf_says_every_word_and_number(deck: Deck) -> None:
    reader = PdfReader(BytesIO(pdf(deck)))
    assert reader.metadata is not None
    assert reader.metadata.title == deck.title
    for slide, page in zip(deck.slides, reader.pages, strict=True):
        text = squeezed(page.extract_text())
        assert [one for one in told(slide) if squeezed(one) not in text] == []
