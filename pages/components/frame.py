"""The words around the numbers: brand, headline, block titles, empty states, refusals."""

import re

import streamlit as st

from data.errors import RevenueError, StoreError
from metrics.errors import NothingDatedError
from metrics.wording import sentence
from pages.components.session import company
from pages.components.text import for_html, for_markdown
from pages.views.words import Block, Empty, Headline


def brand() -> None:
    """The product and the company, over the navigation."""
    name = for_html(company(), 60)
    st.sidebar.html(f'<div class="t-brand">Tandem</div><div class="t-company">{name}</div>')


def with_badge(name: str, waiting: int) -> str:
    """A page's name in the navigation, with how much waits there for the person who looks."""
    return f"{name} `{waiting}`" if waiting else name


def top_line(name: str, right: str) -> None:
    """The screen's own name, small, and at the right how old the numbers are."""
    st.html(
        f'<div class="t-top"><span class="t-page">{for_html(name)}</span>'
        f'<span class="t-asof">{for_html(right)}</span></div>'
    )


def headline(view: Headline) -> None:
    """The sentence that says what happened, and one quiet line under it."""
    under = f'<p class="t-sub">{for_html(view.under, 400)}</p>' if view.under else ""
    st.html(f'<h1 class="t-headline">{for_html(view.sentence, 400)}</h1>{under}')


def block(view: Block) -> None:
    """The title of a block, which is its message, with a quiet word at the right."""
    aside = f'<span class="t-aside">{for_html(view.aside, 300)}</span>' if view.aside else ""
    st.html(f'<div class="t-block"><h2>{for_html(view.title, 300)}</h2>{aside}</div>')


def section(words: str) -> None:
    """The title of a block that needs no view of its own."""
    block(Block(words))


def title(words: str) -> None:
    """The title of one chart or table: its message."""
    st.html(f'<h3 class="t-title">{for_html(words, 300)}</h3>')


def foot(words: str) -> None:
    """A quiet line under a chart or table."""
    if words:
        st.html(f'<p class="t-foot">{for_html(words, 500)}</p>')


def message(words: str) -> None:
    """A calm note in its own box; nothing where there is none."""
    if words:
        st.info(for_markdown(words, 600), icon=":material/info:")


def empty(view: Empty) -> None:
    """What is missing, why, and what mends it."""
    st.html(
        f'<div class="t-empty"><strong>{for_html(view.what)}</strong>'
        f"<p>{for_html(view.why, 400)}</p><p>{for_html(view.mend, 400)}</p></div>"
    )


def refusal(error: RevenueError) -> None:
    """The message of an error that a person can act on."""
    st.html(
        '<div class="t-empty" role="alert"><strong>This cannot be shown</strong>'
        f"<p>{_with_commands(error.message)}</p></div>"
    )
    if isinstance(error, StoreError | NothingDatedError):
        st.page_link(
            "pages/data.py", label="Load an export on the Data screen", icon=":material/upload:"
        )


def _with_commands(words: str) -> str:
    """The message with what stands between back-ticks, a command, set as one."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", for_html(sentence(words), 2000))


def failure(fault: str) -> None:
    """The last resort: an id that the log explains, and nothing else."""
    st.html(
        '<div class="t-empty" role="alert"><strong>Something went wrong on our side</strong>'
        f"<p>The log explains it under the id {for_html(fault)}. The data is unchanged; "
        "reload the page, or give the id to whoever runs Tandem.</p></div>"
    )
