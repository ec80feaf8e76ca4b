"""The figures of the Plan screen that are no chart: hero, ranges, influence, findings.

HTML made here, every word escaped; lengths follow the theme without a rerun.
"""

import streamlit as st

from pages.components.text import for_html
from pages.views.plan_answers import InfluenceBar, InfluenceView
from pages.views.plan_findings import FindingRow, HealthView
from pages.views.plan_live import LiveView, Range
from pages.views.table import Mark

_ARROWS = {Mark.WORSE: "▼", Mark.BETTER: "▲", Mark.NONE: ""}


def hero(view: LiveView) -> None:
    """What the draft funds, large, beside what the plan in force does; the cost at its right."""
    before = ""
    if view.force_text:
        before = (
            f'<div class="t-then"><div class="t-hero-label">{for_html(view.force_label)}</div>'
            f'<div class="t-hero-then">{for_html(view.force_text)}</div></div>'
            '<div class="t-hero-arrow" aria-label="becomes">→</div>'
        )
    ranges = "".join(_range(one, view.target) for one in view.ranges)
    st.html(
        f'<div class="t-plan-hero"><div class="t-hero-pair">{before}<div>'
        f'<div class="t-hero-label">{for_html(view.draft_label)}</div>'
        f'<div class="t-hero">{for_html(view.draft_text)}</div></div></div>'
        f'<div class="t-cost"><h3 class="t-title">{for_html(view.cost_title)}</h3>{ranges}'
        f'<div class="t-foot">{for_html(view.target_words)} · {for_html(view.chances)}</div>'
        "</div></div>"
    )


def _range(one: Range, target: float | None) -> str:
    kind = " t-range-draft" if one.is_draft else ""
    tick = (
        "" if target is None else f'<span class="t-range-target" style="left:{target:.2f}%"></span>'
    )
    return (
        f'<div class="t-range{kind}"><span class="t-range-name">{for_html(one.name)}</span>'
        f'<span class="t-range-end">{for_html(one.low)}</span>'
        f'<span class="t-range-track">{tick}'
        f'<span class="t-range-bar" style="left:{one.start:.2f}%;width:{one.width:.2f}%"></span>'
        f'<span class="t-range-dot" style="left:{one.dot:.2f}%"></span></span>'
        f'<span class="t-range-end">{for_html(one.high)}</span></div>'
    )


def influence(view: InfluenceView) -> None:
    """Weights outlined beside influence solid, on one scale."""
    rows = "".join(_bar(one) for one in view.bars)
    st.html(
        f'<div class="t-influence"><span></span><span class="t-foot">weight</span>'
        f'<span class="t-foot">real influence at forecast</span>{rows}</div>'
    )


def _bar(one: InfluenceBar) -> str:
    note = f'<span class="t-second">{for_html(one.note)}</span>' if one.note else ""
    return (
        f'<span class="t-influence-name">{for_html(one.name)}{note}</span>'
        f'<span class="t-influence-cell"><span class="t-outlined" style="width:{one.weight:.1f}%">'
        f"</span>{for_html(one.weight_words)}</span>"
        f'<span class="t-influence-cell"><span class="t-solid" style="width:{one.share:.1f}%">'
        f"</span><strong>{for_html(one.share_words)}</strong></span>"
    )


def health(view: HealthView) -> None:
    """The findings to settle: number, sentence and who says the rule."""
    st.html("".join(_finding(one) for one in view.rows) + _foot(view.foot))
    if view.rows:
        with st.expander("Every finding, and who says the rule"):
            found = (*view.rows, *view.more)
            st.html("".join(_finding(one, has_source=True) for one in found))


def _finding(one: FindingRow, *, has_source: bool = False) -> str:
    source = f'<span class="t-second">{for_html(one.source, 240)}</span>' if has_source else ""
    kind = {Mark.WORSE: "worse", Mark.BETTER: "better"}.get(one.mark, "neither")
    return (
        f'<div class="t-finding"><span class="t-finding-number t-{kind}">'
        f'<span aria-hidden="true">{_ARROWS[one.mark]}</span> {for_html(one.number)}</span>'
        f"<span><strong>{for_html(one.title)}</strong>"
        f'<span class="t-second">{for_html(one.words, 400)}</span>{source}</span></div>'
    )


def _foot(words: str) -> str:
    return f'<p class="t-foot">{for_html(words)}</p>' if words else ""
