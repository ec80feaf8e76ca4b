"""Text that came from data or was typed by people, made literal: shown, never obeyed."""

import html
import re

# Marks that reorder or hide what follows them; shown as their code point instead of obeyed.
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_LONGEST = 240


def visible(value: object, longest: int = _LONGEST) -> str:
    """One line of text: control and bidi marks as ⟨U+202E⟩, cut with an ellipsis at `longest`."""
    text = " ".join(str(value).split("\n"))
    text = _INVISIBLE.sub(lambda mark: f"⟨U+{ord(mark.group()):04X}⟩", text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def for_html(value: object, longest: int = _LONGEST) -> str:
    """The text inside HTML: every character that could open a tag or an entity escaped."""
    return html.escape(visible(value, longest), quote=True)
