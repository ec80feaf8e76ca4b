"""Definitions as HTML that opens and closes by itself: one element a family, every word escaped."""

from pathlib import Path

import streamlit as st

from pages.components.tables import table_html
from pages.components.text import for_html
from pages.views.definitions import Definition, Family

_LONG = 1500


def definition_style() -> None:
    """The rules of this screen, beside the one style sheet."""
    st.html(Path(__file__).with_name("definitions.css"))


def definition_card(one: Definition) -> None:
    """The definition a link names, open."""
    st.html(
        f'<div class="t-definition"><h2>{for_html(one.label)}</h2>'
        f'<p class="t-sub">{for_html(one.question, 400)}</p>{_body(one)}</div>'
    )


def family_list(family: Family, is_open: bool) -> None:
    """The definitions of a family, one line each, that open to the whole."""
    opened = " open" if is_open else ""
    st.html(
        '<div class="t-glossary">'
        + "".join(
            f'<details{opened}><summary><span class="t-term">{for_html(one.label)}</span>'
            f'<span class="t-asked">{for_html(one.question, 400)}</span>'
            f'<span class="t-gist">{for_html(one.gist)}</span></summary>{_body(one)}</details>'
            for one in family.definitions
        )
        + "</div>"
    )


def _body(one: Definition) -> str:
    facts = "".join(
        f"<dt>{for_html(name)}</dt><dd>{for_html(words, _LONG)}</dd>" for name, words in one.facts
    )
    tables = "".join(
        f'<div><div class="t-foot">{for_html(given.name)}</div>{table_html(given.table)}</div>'
        for given in one.given
    )
    return (
        f'<div class="t-definition-body"><div class="t-receipt"><dl class="t-facts">{facts}</dl>'
        f'</div><div class="t-example"><h3 class="t-title">Worked example</h3>{tables}'
        f"<p>{for_html(one.outcome, _LONG)}</p>"
        f'<a class="t-link" href="?kpi={for_html(one.key)}" target="_self">Link to this '
        "definition</a></div></div>"
    )
