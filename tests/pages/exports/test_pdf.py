"""The PDF as a reader opens it: pages, title, every word and number, nothing off the page."""

import re
from io import BytesIO

import pytest
import typst
from pypdf import PdfReader

from pages.exports.letters import FONTS, plain
from pages.exports.pdf import pdf, typst_source
from pages.views.slide import Deck, Slide
from tests.pages.exports.decks import NASTY, hostile, invented


def squeezed(text: str) -> str:
    """The text without spaces and breaks, which a PDF does not keep as they were."""
    return re.sub(r"[\s\u200b]+", "", text)


def told(slide: Slide) -> list[str]:
    """Every text that a slide has to show."""
    found = [slide.kicker, slide.sentence, slide.foot, slide.sum, slide.footer, slide.page]
    for figure in slide.figures:
        found += [figure.label, figure.value, figure.of_target]
        found += [line.text for line in figure.lines]
        found += [figure.span.target_words, figure.span.pace_words] if figure.span else []
    for chart in slide.bars:
        found += [chart.title, chart.unit, chart.foot, *(bar.words for bar in chart.bars)]
    if slide.curve:
        curve = slide.curve
        found += [curve.title, curve.x_title, curve.y_title, curve.here_words]
    found += [text for line in slide.lines for text in (line.head, line.text)]
    return [text for text in found if text]


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
def test_no_text_leaves_the_page(deck: Deck) -> None:
    for page in PdfReader(BytesIO(pdf(deck))).pages:
        places: list[tuple[float, float]] = []

        def seen(text, _around, matrix, _font, _size, found=places) -> None:
            if text.strip():
                found.append((matrix[4], matrix[5]))

        page.extract_text(visitor_text=seen)
        assert places
        assert all(0 <= x <= 960 for x, _ in places)
        assert all(0 <= y <= 540 for _, y in places)
