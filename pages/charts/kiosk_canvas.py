"""The canvas of a chart on a wall: fixed pixels, letters of 32 and more, nothing to touch."""

from typing import Any

from pages.charts.canvas import canvas
from pages.components.text import for_plotly
from pages.theme import Theme

WIDTH, HEIGHT = 1210, 500
LETTER, LARGE = 32, 36
# A line of letters with the air that keeps it from the next.
LINE = 44
CONFIG = {"staticPlot": True, "displayModeBar": False, "responsive": False}


def wall_canvas(theme: Theme) -> dict[str, Any]:
    """The layout of an empty chart whose margins are 0."""
    layout = canvas(theme, HEIGHT)
    layout["width"] = WIDTH
    layout["margin"] = {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0}
    layout["font"] |= {"size": LETTER}
    layout["hovermode"] = False
    for axis in ("xaxis", "yaxis"):
        layout[axis] |= {"tickfont": {"color": theme.secondary, "size": LETTER}}
    return layout


def words_at(
    theme: Theme,
    text: str,
    x: object,
    y: float,
    *,
    across: str = "left",
    down: str = "middle",
    shift: tuple[float, float] = (0, 0),
    size: int = LETTER,
    strong: bool = False,
    quiet: bool = False,
    on_paper: bool = False,
) -> dict[str, Any]:
    """Words on the chart, `shift` in pixels right and up of their place."""
    written = for_plotly(text)
    note: dict[str, Any] = {
        "x": x,
        "y": y,
        "text": f"<b>{written}</b>" if strong else written,
        "showarrow": False,
        "xanchor": across,
        "yanchor": down,
        "xshift": shift[0],
        "yshift": shift[1],
        "font": {"size": size, "color": theme.secondary if quiet else theme.text},
    }
    return note | {"xref": "paper", "yref": "paper"} if on_paper else note
