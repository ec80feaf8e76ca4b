"""The PDF as a reader opens it: pages, title, every word and number, nothing off the page."""

from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from pages.exports.letters import FONTS, plain
from pages.exports.pdf import pdf, typst_source
from pages.views.slide import Deck
from tests.pages.exports.decks import NASTY, hostile, invented
from tests.pages.exports.measuring import wide
from tests.pages.exports.reading import squeezed, told


def test_a_page_a_slide_with_every_word_and_number() -> None:
    deck = invented()
    reader = PdfReader(BytesIO(pdf(deck)))
    assert len(reader.pages) == 9
    for slide, page in zip(deck.slides, reader.pages, strict=True):
        assert (float(page.mediabox.width), float(page.mediabox.height)) == (960, 540)
        text = squeezed(page.extract_text())
        assert [one for one in told(slide) if squeezed(one) not in text] == []


def test_it_has_a_title_tags_and_the_slides_font() -> None:
    deck = invented()
    reader = PdfReader(BytesIO(pdf(deck)))
    assert reader.metadata is not None
    assert reader.metadata.title == deck.title
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [item.title for item in reader.outline] == [slide.sentence for slide in deck.slides]
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"SourceSans3"}


def test_a_screen_reader_finds_titles_and_words_for_every_chart() -> None:
    source = typst_source(invented()).encode()
    made = typst.compile(source, format="pdf", font_paths=[str(FONTS)], pdf_standards=["ua-1"])
    assert made.startswith(b"%PDF")


def test_the_same_deck_gives_the_same_bytes() -> None:
    assert pdf(invented()) == pdf(invented())


def test_hostile_text_stays_text() -> None:
    reader = PdfReader(BytesIO(pdf(hostile())))
    assert len(reader.pages) == 9
    text = squeezed(reader.pages[0].extract_text())
    shown = squeezed(plain(NASTY))
    assert shown.partition("日")[0] in text
    assert "W" * 500 in text


@pytest.mark.parametrize("deck", [invented(), hostile()], ids=["invented", "hostile"])
def test_no_line_leaves_the_margins(deck: Deck) -> None:
    """Every piece of text from where it starts, as long as the font makes it, in points."""
    for page in PdfReader(BytesIO(pdf(deck))).pages:
        pieces: list[tuple[str, float, float, float]] = []

        def seen(text, place, _matrix, _font, size, found=pieces) -> None:
            found += [(text.strip(), place[4], place[5], size)] if text.strip() else []

        page.extract_text(visitor_text=seen)
        assert pieces
        for text, x, y, size in pieces:
            known = "".join(letter for letter in text if ord(letter) < 0x2300)
            assert x >= 52 - 1, text[:40]
            assert x + wide(known, False) * size <= 908 + 1, text[:40]
            assert 20 <= y <= 520, text[:40]
