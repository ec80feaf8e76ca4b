"""Pieces of the Payouts screen: the tree, a statement's figures, questions. HTML, all escaped."""

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from pages.components.frame import block, foot
from pages.components.tables import short_table
from pages.components.text import for_html
from pages.views.payouts_life import Question, TableBlock
from pages.views.payouts_statement import Figure, StatementView
from pages.views.payouts_tree import Branch

_LONGEST = 600


def payouts_style() -> None:
    """Put the screen's own rules into the page; they take no room."""
    folder = Path(__file__)
    st.html(folder.with_name("plan.css"))
    st.html(folder.with_name("payouts.css"))


def tree(branches: Sequence[Branch], *, is_open: bool = False) -> None:
    """The steps as nested rows that open by click or key."""
    st.html(f'<div class="t-tree">{"".join(tree_html(one, is_open) for one in branches)}</div>')


def tree_html(step: Branch, is_open: bool) -> str:
    """One step and those below it; only the topmost start open."""
    words = (
        f'<span class="t-step-words">{for_html(step.words, _LONGEST)}</span>'
        if (step.words)
        else ""
    )
    line = (
        f'<span class="t-step-name">{for_html(step.name)}</span>'
        f'<span class="t-step-value">{for_html(step.value)}</span>{words}'
    )
    if not step.steps:
        return f'<div class="t-leaf">{line}</div>'
    below = "".join(tree_html(one, False) for one in step.steps)
    return f"<details{' open' if is_open else ''}><summary>{line}</summary>{below}</details>"


def figures(found: Sequence[Figure]) -> None:
    """The large amounts of a statement, the first one largest."""
    cells = "".join(
        f'<div class="t-figure"><div class="t-figure-label">{for_html(one.label)}</div>'
        f'<div class="t-figure-value">{for_html(one.value)}</div>'
        f'<div class="t-figure-note">{for_html(one.note)}</div></div>'
        for one in found
    )
    st.html(f'<div class="t-figures">{cells}</div>')


def statement(view: StatementView) -> None:
    """A statement: amounts at the left, what could still be got at the right, then the steps."""
    block(view.block)
    left, right = st.columns([5, 7], gap="large")
    with left:
        figures(view.figures)
        for words in view.corrections:
            foot(words)
    with right:
        short_table(view.parts)
        if view.steps:
            short_table(view.steps)
    with st.expander("Every step of this statement"):
        tree((*view.company, *view.own))
        if view.proof:
            st.html(f'<p class="t-proof">{for_html(view.proof, 200)}</p>')


def table_block(view: TableBlock) -> None:
    """A block with its table, or the sentence that stands for it."""
    block(view.block)
    if view.table:
        short_table(view.table)
    foot(view.foot)


def question(one: Question) -> None:
    """A question and its answer."""
    answer = f'<p class="t-answer">{for_html(one.answer, 4000)}</p>' if one.answer else ""
    open_words = "" if one.answer else '<span class="t-second">Not answered yet</span>'
    st.html(
        f'<div class="t-question"><strong>{for_html(one.title, 300)}</strong>'
        f"<p>{for_html(one.text, 4000)}</p>{answer}{open_words}</div>"
    )
