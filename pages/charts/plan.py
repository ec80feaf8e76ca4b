"""The two charts of the Plan screen: a payout curve, and closed periods under both plans."""

from typing import Any

import plotly.graph_objects as go

from pages.charts.canvas import canvas, figure, label
from pages.components.text import for_plotly
from pages.theme import Theme
from pages.views.plan_answers import BacktestView, Pair
from pages.views.plan_terms import CurveLine, CurveView

APART = 0.16  # how far the two dots of a period stand from its middle
BAND = 0.1


def curve_figure(view: CurveView, theme: Theme, height: int = 300) -> go.Figure:
    """The draft heavy, in force lighter, the forecast dotted with what it pays."""
    layout = canvas(theme, height, right=16, left=44)
    layout["xaxis"] |= {
        "range": [view.start, view.end],
        "tickvals": [at for at, _ in view.ticks],
        "ticktext": [for_plotly(words) for _, words in view.ticks],
    }
    layout["yaxis"] |= {
        "visible": True,
        "range": [0, view.top],
        "tickvals": sorted({0.0, *view.draft.ys}),
        "showgrid": True,
        "gridcolor": theme.line,
    }
    layout["shapes"] = [_band(start, end, theme) for start, end in view.bands]
    layout["annotations"] = _point_labels(view, theme)
    traces = [] if view.force is None else [_curve(view.force, view, theme.previous, 2)]
    traces += [_curve(view.draft, view, theme.actual, 3), _handles(view, theme)]
    if view.forecast is not None:
        layout["shapes"].append(_forecast(view, theme))
        layout["annotations"].append(_forecast_label(view, theme))
    return figure(traces, layout)


def _curve(line: CurveLine, view: CurveView, colour: str, width: int) -> dict[str, Any]:
    """The line through the points and on to both edges, as the plan reads it there."""
    rising = line.ys[-1] >= line.ys[0]
    first, last = (line.below, line.above) if rising else (line.above, line.below)
    xs: list[float | None] = [*line.xs]
    ys: list[float | None] = [*line.ys]
    xs, ys = _before(xs, ys, first, view.start)
    xs, ys = _after(xs, ys, last, view.end)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": colour, "width": width, "shape": "hv" if line.is_step else "linear"},
        "hoverinfo": "skip",
    }


def _before(
    xs: list[float | None], ys: list[float | None], how: str, edge: float
) -> tuple[list[float | None], list[float | None]]:
    if how == "zero":
        return [edge, xs[0], None, *xs], [0.0, 0.0, None, *ys]
    return [edge, *xs], [ys[0], *ys]


def _after(
    xs: list[float | None], ys: list[float | None], how: str, edge: float
) -> tuple[list[float | None], list[float | None]]:
    if how == "zero":
        return [*xs, None, xs[-1], edge], [*ys, None, 0.0, 0.0]
    return [*xs, edge], [*ys, ys[-1]]


def _handles(view: CurveView, theme: Theme) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(view.draft.xs),
        "y": list(view.draft.ys),
        "marker": {
            "size": 12,
            "opacity": 1,
            "color": theme.background,
            "line": {"width": 2.5, "color": theme.better},
        },
        "hovertext": [for_plotly(words) for words in view.labels],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }


def _point_labels(view: CurveView, theme: Theme) -> list[dict[str, Any]]:
    """Each point's figures beside it, on the side where the curve is not."""
    notes = []
    for place, words in enumerate(view.labels):
        is_last = place == len(view.draft.xs) - 1
        rises = view.draft.ys[-1] >= view.draft.ys[0]
        below = -14 if rises != is_last else 12
        note = label(
            theme,
            view.draft.xs[place],
            view.draft.ys[place],
            for_plotly(words),
            side="left" if is_last else "right",
            strong=True,
            lift=below,
        )
        # The forecast may stand behind it.
        notes.append(note | {"bgcolor": theme.background})
    return notes


def _band(start: float, end: float, theme: Theme) -> dict[str, Any]:
    return {
        "type": "rect",
        "x0": start,
        "x1": end,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "fillcolor": theme.better,
        "opacity": BAND,
        "line": {"width": 0},
        "layer": "below",
    }


def _forecast(view: CurveView, theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": view.forecast,
        "x1": view.forecast,
        "y0": 0,
        "y1": view.top if _is_over(view) else view.forecast_pays or 0,
        "line": {"color": theme.text, "width": 1.5, "dash": "dot"},
    }


def _is_left(view: CurveView) -> bool:
    """Whether the forecast's words stand at its left: they are longer than half of the chart."""
    return (view.forecast or 0) - view.start > view.end - (view.forecast or 0)


def _is_over(view: CurveView) -> bool:
    """Whether they stand at the top: where the curve is low, its points' labels are below."""
    rises = view.draft.ys[-1] >= view.draft.ys[0]
    return rises != _is_left(view)


def _forecast_label(view: CurveView, theme: Theme) -> dict[str, Any]:
    is_left = _is_left(view)
    note = label(
        theme,
        view.forecast,
        0,
        "<br>".join(for_plotly(words) for words in view.forecast_words.split("\n")),
        side="left" if is_left else "right",
    )
    if _is_over(view):
        note |= {"y": view.top, "yanchor": "top", "yshift": -30, "bgcolor": theme.background}
    else:
        note |= {"yanchor": "bottom", "yshift": 8, "bgcolor": theme.background}
    return note | {"align": "right" if is_left else "left"}


def backtest_figure(view: BacktestView, theme: Theme, height: int = 270) -> go.Figure:
    """Two dots a period on one scale: in force hollow at the left, the draft solid at the right."""
    layout = canvas(theme, height, right=12, left=34)
    layout["margin"] |= {"b": 46}
    layout["xaxis"] |= {
        "range": [-0.6, len(view.pairs) - 0.4],
        "tickvals": list(range(len(view.pairs))),
        "ticktext": [_tick(pair) for pair in view.pairs],
        "tickangle": 0,
        "tickfont": {"color": theme.secondary, "size": 12},
        "showline": False,
    }
    layout["yaxis"] |= {
        "visible": True,
        "rangemode": "normal",
        "range": [view.low - 12, view.high + 14],
        "tickvals": [50, 100, 150],
    }
    layout["shapes"] = [_hundred(theme)]
    layout["annotations"] = [
        label(theme, place + _right(pair), pair.draft, pair.words, side="over", strong=True)
        for place, pair in enumerate(view.pairs)
        if pair.draft is not None
    ]
    return figure([_links(view, theme), _dots(view, theme, is_draft=False),
                   _dots(view, theme, is_draft=True)], layout)  # fmt: skip


def _tick(pair: Pair) -> str:
    gap = f"<br><b>{for_plotly(pair.gap)}</b>" if pair.gap else ""
    return f"{for_plotly(pair.name)}{gap}"


def _right(pair: Pair) -> float:
    return APART if pair.force is not None else 0.0


def _hundred(theme: Theme) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "paper",
        "x0": 0,
        "x1": 1,
        "y0": 100,
        "y1": 100,
        "line": {"color": theme.previous, "width": 1, "dash": "dot"},
        "layer": "below",
    }


def _links(view: BacktestView, theme: Theme) -> dict[str, Any]:
    xs: list[float | None] = []
    ys: list[float | None] = []
    for place, pair in enumerate(view.pairs):
        if pair.force is not None and pair.draft is not None:
            xs += [place - APART, place + APART, None]
            ys += [pair.force, pair.draft, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": xs,
        "y": ys,
        "line": {"color": theme.previous, "width": 1.5, "dash": "dot"},
        "hoverinfo": "skip",
    }


def _dots(view: BacktestView, theme: Theme, *, is_draft: bool) -> dict[str, Any]:
    told = [
        (place + (_right(pair) if is_draft else -APART), value, pair.hover)
        for place, pair in enumerate(view.pairs)
        if (value := pair.draft if is_draft else pair.force) is not None
    ]
    colour = theme.actual if is_draft else theme.previous
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [one[0] for one in told],
        "y": [one[1] for one in told],
        "marker": {
            "size": 11,
            "opacity": 1,
            "color": colour if is_draft else theme.background,
            "line": {"width": 2, "color": colour},
        },
        "hovertext": [for_plotly(one[2], 160) for one in told],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "cliponaxis": False,
    }
