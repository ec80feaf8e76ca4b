"""Text that came from data, made literal for each of the places that would interpret it."""

import html
import re
from urllib.parse import quote

# Marks that reorder or hide what follows them; shown as their code point instead of obeyed.
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@/^=&])")
_LONGEST = 240


def visible(value: object, longest: int = _LONGEST) -> str:
    """One line of text: control and bidi marks as ⟨U+202E⟩, cut with an ellipsis at `longest`."""
    text = " ".join(str(value).split("\n"))
    text = _INVISIBLE.sub(lambda mark: f"⟨U+{ord(mark.group()):04X}⟩", text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def for_html(value: object, longest: int = _LONGEST) -> str:
    """The text for st.html: every character that could open a tag or an entity escaped."""
    return html.escape(visible(value, longest), quote=True)


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
