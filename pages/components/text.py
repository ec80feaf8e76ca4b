"""Text that came from data, made literal for each of the places that would interpret it."""

import html
import re
from urllib.parse import quote

from metrics.literal import for_html, visible

__all__ = ["for_html", "for_markdown", "for_plotly", "svg_source", "visible"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@/^=&])")
_LONGEST = 240


def for_markdown(value: object, longest: int = _LONGEST) -> str:
    """The text for labels, titles and st.markdown: no markdown, LaTeX, emoji code or link."""
    return _MARKDOWN.sub(r"\\\1", visible(value, longest))


def for_plotly(value: object, longest: int = 60) -> str:
    """The text for a chart: Plotly reads a small HTML and, between $ signs, TeX.

    A zero-width joiner after each $ keeps the signs apart; the escape stops the tags.
    """
    escaped = html.escape(visible(value, longest), quote=False)
    return escaped.replace("$", "$\u2060") if escaped.count("$") > 1 else escaped


def svg_source(svg: str) -> str:
    """A data address of a picture drawn here (numbers only, never a word from data)."""
    return "data:image/svg+xml," + quote(svg, safe="~()*!.'-_/:=, ")
