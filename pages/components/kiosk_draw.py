"""A view of the wall as elements on the stage: one escaped HTML for the words, one chart."""

from functools import cache
from pathlib import Path

import streamlit as st

from pages.charts.kiosk import wall_figure
from pages.charts.kiosk_canvas import CONFIG
from pages.components.style import theme
from pages.components.text import for_html
from pages.views.kiosk import KEYS, NAMES, Beside, Pledge, WallView
from pages.views.kiosk_commitments import state_word
from pages.views.kiosk_words import ems
from pages.views.tile import Change, Direction, Verdict

# Sizes of the hero, the largest that fits its column first; a wall's hero is never under 110.
_HEROES, _COLUMN = (150, 132, 112), 540
_HEADLINE, _WIDE = 58, 1700
_LOST = "The connection is lost; what is shown is the last that came"


@cache
def _sheet() -> str:
    rules = Path(__file__).with_name("kiosk.css").read_text(encoding="utf-8")
    return f"<style>{rules}</style>"


def draw(view: WallView, banner: str) -> None:
    """The view with a banner over its foot; nothing of it is counted here."""
    figure = wall_figure(view.chart, theme(), view.chart_title) if view.chart else None
    st.html(_sheet())
    st.html(_words(view, banner))
    if figure is not None and view.chart is not None:
        with st.container(key="wall_chart"):
            st.plotly_chart(
                figure,
                theme=None,
                config=CONFIG,
                width="content",
                height="content",
                key="wall_figure",
                alt=view.chart.words,
            )


def _words(view: WallView, banner: str) -> str:
    body = _number(view) + _pledges(view) if view.hero else _said(view)
    beside = "".join(_beside(one) for one in view.beside)
    row = f'<div class="w-row">{beside}</div>' if beside else ""
    said = f'<div class="w-banner" role="status">{for_html(banner, 200)}</div>' if banner else ""
    return (
        f'<div class="w-view" data-view="{view.key}">'
        f'<h1 class="w-headline">{_headline(view.headline.sentence)}</h1>{body}{row}'
        f'{said}<div class="w-banner w-lost" role="status">{_LOST}</div>{_foot(view)}</div>'
    )


def _said(view: WallView) -> str:
    """What would fill an empty view."""
    return f'<p class="w-said">{for_html(view.said, 240)}</p>' if view.said else ""


def _number(view: WallView) -> str:
    """The hero with its label over it and what it is judged by under it."""
    wide = ems(view.hero)
    size = next((one for one in _HEROES if wide * one <= _COLUMN), _HEROES[-1])
    lines = "".join(_line(place, one) for place, one in enumerate(view.lines))
    return (
        f'<div class="w-number"><div class="w-label">{for_html(view.label)}</div>'
        f'<div class="w-hero" style="font-size:{size}px">{for_html(view.hero)}</div>{lines}</div>'
    )


def _line(place: int, line: Change) -> str:
    is_strong = place == 0 or (place == 1 and line.verdict is not Verdict.NEITHER)
    kind = " w-strong" if is_strong else ""
    return f'<div class="w-line{kind}">{_change(line)}</div>'


def _change(change: Change) -> str:
    """A comparison: an arrow that is drawn, words, and a colour that repeats what they say."""
    kind = {Verdict.BETTER: "better", Verdict.WORSE: "worse", Verdict.NEITHER: "neither"}
    arrow = {Direction.UP: "up", Direction.DOWN: "down"}.get(change.direction, "")
    mark = f'<span class="w-arrow w-{arrow}" aria-hidden="true"></span>' if arrow else ""
    return f'<span class="t-{kind[change.verdict]}">{mark}{for_html(change.text)}</span>'


def _headline(sentence: str) -> str:
    """The sentence; on two lines where it breaks by itself and each part fits one."""
    for mark in ("; ", ": "):
        first, found, second = sentence.partition(mark)
        if found and max(ems(first), ems(second)) * _HEADLINE <= _WIDE:
            return f"{for_html(first + mark.strip(), 160)}<br>{for_html(second, 160)}"
    return for_html(sentence, 160)


def _beside(one: Beside) -> str:
    return (
        f'<div class="w-beside"><div class="w-label">{for_html(one.label)}</div>'
        f'<div class="w-value">{for_html(one.value)}</div>'
        f'<div class="w-note">{_change(one.note)}</div></div>'
    )


def _pledges(view: WallView) -> str:
    if not view.pledges:
        return ""
    more = f'<div class="w-more">{for_html(view.said)}</div>' if view.said else ""
    rows = "".join(_pledge(one) for one in view.pledges)
    return f'<div class="w-pledges">{rows}{more}</div>'


def _pledge(one: Pledge) -> str:
    """A commitment: a square that is filled, half or outlined, and the same in a word."""
    return (
        f'<div class="w-pledge w-{one.state}"><span class="w-square" aria-hidden="true"></span>'
        f'<span class="w-what">{for_html(one.what)}</span>'
        f'<span class="w-state">{for_html(state_word(one))}</span>'
        f'<span class="w-under">{for_html(one.under)}</span></div>'
    )


def _foot(view: WallView) -> str:
    """Which of the five it is, by dots and words, and as of when."""
    kinds = ("past" if place < view.place else "next" for place in range(len(KEYS)))
    marks = [f'<span class="w-dot w-{kind}"></span>' for kind in kinds]
    marks[view.place] = '<span class="w-dot w-here"></span>'
    name = f"{view.place + 1} of {len(KEYS)} {NAMES[view.key]}"
    return (
        f'<div class="w-foot"><span class="w-dots" aria-hidden="true">{"".join(marks)}</span>'
        f'<span class="w-name">{for_html(name)}</span>'
        f'<span class="w-asof">{for_html(view.as_of)}</span></div>'
    )
