"""A deck as a PowerPoint file: 16:9, real titles and footers, native charts, notes."""

from pptx.slide import Slide as Page

from pages.exports.layout import laid_out
from pages.exports.letters import plain
from pages.exports.placed import BarsMark, CurveMark, Placed, Rule, Sheet, SpanMark, Text
from pages.exports.powerpoint_charts import draw_bars, draw_curve, draw_span
from pages.exports.powerpoint_file import file_bytes, new_presentation
from pages.exports.powerpoint_shapes import draw_rule, draw_text
from pages.views.slide import Deck, Slide


def powerpoint(deck: Deck) -> bytes:
    """The deck as a .pptx file; the same deck gives the same bytes."""
    presentation = new_presentation(plain(deck.title))
    layout = presentation.slide_layouts[0]
    for slide in deck.slides:
        page = presentation.slides.add_slide(layout)
        sheet = laid_out(slide)
        for one in sheet.placed:
            _draw(page, one)
        page.notes_slide.notes_text_frame.text = notes(slide, sheet)
    return file_bytes(presentation)


def notes(slide: Slide, sheet: Sheet) -> str:
    """What a speaker may be asked: where the numbers are from, and what was computed or cut."""
    told = [plain(slide.footer)]
    told += [
        f"{plain(one.label)} was written anew before presenting. Computed: {plain(one.computed)}"
        for one in slide.words
        if one.is_edited
    ]
    told += [f"In full: {text}" for text in sheet.cut]
    return "\n".join(line for line in told if line)


def _draw(page: Page, one: Placed) -> None:
    if isinstance(one, Text):
        draw_text(page, one)
    elif isinstance(one, Rule):
        draw_rule(page, one)
    elif isinstance(one, SpanMark):
        draw_span(page, one)
    elif isinstance(one, BarsMark):
        draw_bars(page, one)
    elif isinstance(one, CurveMark):
        draw_curve(page, one)
