"""The colours and the one font family, light and dark: the only file that names a colour.

The style sheet takes them as CSS `light-dark(…)` values, so tiles follow the theme without a
rerun; Plotly takes the tokens of the theme in use. `.streamlit/config.toml` repeats the few
that Streamlit's own elements need, and a test holds the two together.
"""

from dataclasses import dataclass, fields
from typing import Literal

FONT = "SourceSans3, 'Source Sans 3', 'Source Sans Pro', sans-serif"
CATEGORIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")


@dataclass(frozen=True)
class Theme:
    """The tokens of one theme, named for their role."""

    background: str
    surface: str
    line: str
    text: str
    secondary: str
    actual: str
    previous: str
    better_text: str
    worse_text: str
    better: str
    worse: str
    accent: str
    on_accent: str


LIGHT = Theme(
    background="#FFFFFF",
    surface="#F4F6F8",
    line="#D5DBE1",
    text="#17202A",
    secondary="#4A5563",
    actual="#243447",
    previous="#7D8A99",
    better_text="#00568A",
    worse_text="#8F3700",
    better="#0072B2",
    worse="#D55E00",
    accent="#0072B2",
    on_accent="#FFFFFF",
)
DARK = Theme(
    background="#0F1419",
    surface="#1A2129",
    line="#2C3640",
    text="#F2F5F8",
    secondary="#B4C0CC",
    actual="#DCE4EC",
    previous="#7A8794",
    better_text="#7CC4F0",
    worse_text="#FFA46B",
    better="#56B4E9",
    worse="#E8762B",
    accent="#0072B2",
    on_accent="#FFFFFF",
)


def theme_of(kind: Literal["light", "dark"] | str | None) -> Theme:
    """The tokens of the theme in use; light where the browser has not said yet."""
    return DARK if kind == "dark" else LIGHT


def css_tokens() -> str:
    """CSS declarations `--token: light-dark(light, dark)`, one a token."""
    pairs = (
        (field.name, getattr(LIGHT, field.name), getattr(DARK, field.name))
        for field in fields(Theme)
    )
    return "".join(
        f"--{name.replace('_', '-')}:light-dark({light},{dark});" for name, light, dark in pairs
    )
