"""A slide of the all-hands on the screen: the same places and words as in the exports."""

from functools import cache
from pathlib import Path

import streamlit as st

from pages.components.slides_marks import bars_html, curve_html, part_html, span_html
from pages.components.text import for_html
from pages.exports.layout import laid_out
from pages.exports.placed import (
    BarsMark,
    Box,
    Paragraph,
    Part,
    Placed,
    Rule,
    SpanMark,
    Text,
)
from pages.views.slide import Slide

_LONGEST = 2000
# From this size on letters stand closer.
_LARGE = 90


@cache
def _sheet() -> str:
    return Path(__file__).with_name("slides.css").read_text(encoding="utf-8")


def slide_style() -> None:
    """The rules of the slides, once a page."""
    st.html(f"<style>{_sheet()}</style>")


def draw_slide(slide: Slide) -> None:
    """The slide in its own 1920 by 1080 pixels, for the stage."""
    st.html(slide_html(slide))


def draw_preview(slide: Slide) -> None:
    """The slide as wide as where it stands."""
    st.html(f'<div class="s-frame">{slide_html(slide)}</div>')


def slide_html(slide: Slide) -> str:
    """The slide as HTML; every word from data or people is escaped."""
    inside = "".join(_placed(one) for one in laid_out(slide).placed)
    words = for_html(slide.page, 60)
    return f'<div class="s-slide" role="group" aria-label="Slide {words}">{inside}</div>'


def _placed(one: Placed) -> str:
    if isinstance(one, Text):
        return _text(one)
    if isinstance(one, Rule):
        return part_html("s-rule", Box(one.box.x, one.box.y, one.box.w, 2))
    if isinstance(one, SpanMark):
        return span_html(one)
    return bars_html(one) if isinstance(one, BarsMark) else curve_html(one)


def _text(one: Text) -> str:
    inside = "".join(_paragraph(line, one.part) for line in one.paragraphs)
    kinds = f"s-text s-{one.side.value} s-part-{one.part.value}"
    return part_html(kinds, one.box, inside)


def _paragraph(one: Paragraph, part: Part) -> str:
    """A paragraph; the title is a heading."""
    tag = "h1" if part is Part.TITLE else "p"
    kinds = [f"s-across-{one.side.value}"]
    kinds += ["s-strong"] if one.strong else []
    kinds += ["s-large"] if one.size >= _LARGE else []
    style = (
        f"font-size:{one.size}px;line-height:{one.pitch};margin-top:{one.before:.1f}px;"
        f"color:var(--{one.ink.value.replace('_', '-')})"
    )
    tail = f"<strong>{for_html(one.tail, _LONGEST)}</strong>" if one.tail else ""
    words = f"{for_html(one.text, _LONGEST)}{tail}"
    return f'<{tag} class="{" ".join(kinds)}" style="{style}">{words}</{tag}>'
