"""A deck as a PDF: one page of 16:9 a slide, the same places as in the PowerPoint, tagged."""

from pathlib import Path

import typst

from metrics.planning.typeset import literal
from pages.exports.layout import laid_out
from pages.exports.letters import FONTS, plain
from pages.exports.pdf_charts import bars, curve, length, rule, span, words
from pages.exports.placed import (
    BarsMark,
    CurveMark,
    Ink,
    Part,
    Placed,
    Rule,
    SpanMark,
    Text,
)
from pages.views.slide import Deck

TEMPLATE = Path(__file__).parent / "slides.typ"
_SIDES = {"start": "top", "middle": "horizon", "end": "bottom"}


def pdf(deck: Deck) -> bytes:
    """The deck as a .pdf file; the same deck gives the same bytes."""
    made = typst.compile(typst_source(deck).encode(), format="pdf", font_paths=[str(FONTS)])
    return bytes(made)


def typst_source(deck: Deck) -> str:
    """The deck as typst; every text is a string literal, so none of it is markup."""
    pages = ["\n".join(_drawn(one) for one in laid_out(slide).placed) for slide in deck.slides]
    title, ink = literal(plain(deck.title)), f'rgb("{Ink.TEXT.colour}")'
    head = f"#show: deck.with(title: {title}, ink: {ink})\n"
    return TEMPLATE.read_text("utf-8") + head + "\n#pagebreak()\n".join(pages) + "\n"


def _drawn(one: Placed) -> str:
    if isinstance(one, Text):
        return _text(one)
    if isinstance(one, Rule):
        return "#" + rule(one.box)
    if isinstance(one, SpanMark):
        return _drawing(one.words, span(one))
    if isinstance(one, BarsMark):
        return _drawing(one.words, bars(one))
    assert isinstance(one, CurveMark)
    return _drawing(one.words, curve(one))


def _text(text: Text) -> str:
    kind = "title" if text.part is Part.TITLE else "texts"
    box = text.box
    place = ", ".join(length(size) for size in (box.x, box.y, box.w, box.h))
    inside = "; ".join(words(one, box.w) for one in text.paragraphs)
    return f"#{kind}({place}, {_SIDES[text.side]}, {{ {inside} }})"


def _drawing(told: str, parts: list[str]) -> str:
    return f"#drawing({literal(told)}, {{\n  " + "\n  ".join(parts) + "\n})"
