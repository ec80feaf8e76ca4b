"""The marks of a slide as HTML that is safe to join: bullets, lying bars, the curve.

st.html takes no inline SVG: a bar is an element with a width, and the curve a mask over the
colour of the theme, so that both follow light and dark.
"""

from decimal import Decimal

from metrics.wording import percent
from pages.components.text import for_html, svg_source
from pages.exports.placed import THICK, BarsMark, Box, CurveMark, SpanMark
from pages.views.chart import Role

# Nothing that is drawn is thinner than this, so that a 0 is seen to be one.
THIN = 3.0
_AIR, _LONGEST = 12, 2000
# Half a line is drawn beyond the plot where it runs along its edge.
_PAD = 6
_ROLES = {
    Role.ACTUAL: "actual",
    Role.PREVIOUS: "previous",
    Role.PLAN: "plan",
    Role.ESTIMATE: "estimate",
    Role.QUIET: "quiet",
    Role.BETTER: "better",
    Role.WORSE: "worse",
}


def part_html(kind: str, box: Box, inside: str = "", style: str = "") -> str:
    """An element of ours at its place."""
    return (
        f'<div class="{kind}" style="left:{box.x:.1f}px;top:{box.y:.1f}px;'
        f'width:{box.w:.1f}px;height:{box.h:.1f}px;{style}">{inside}</div>'
    )


def span_html(mark: SpanMark) -> str:
    """The bar of a bullet: actual solid, forecast hatched, target a tick, pace a triangle."""
    bar, span = mark.box, mark.span
    scale = float(span.scale)

    def wide(value: Decimal) -> float:
        return bar.w * min(1.0, max(0.0, float(value) / scale))

    until = wide(span.actual)
    found = [_said(mark.words, bar)]
    if span.forecast is not None and wide(span.forecast) > until:
        ahead = Box(bar.x + until, bar.y, wide(span.forecast) - until, bar.h)
        found.append(part_html("s-estimate", ahead))
    found.append(part_html("s-solid", Box(bar.x, bar.y, max(until, THIN), bar.h)))
    if mark.tick:
        found.append(part_html("s-tick", mark.tick))
    if mark.pace:
        found.append(part_html("s-pace", mark.pace))
    return "".join(found)


def bars_html(mark: BarsMark) -> str:
    """Lying bars from zero, their names at the left and their words at their ends."""
    row = mark.plot.h / max(1, len(mark.bars))
    thick, zero = row * THICK, mark.x_of(0)
    found = [_said(mark.words, mark.box)]
    for place, (bar, name, end) in enumerate(zip(mark.bars, mark.names, mark.ends, strict=True)):
        y = mark.plot.y + place * row
        value = mark.x_of(float(bar.value))
        left, right = min(zero, value), max(zero, value)
        at = Box(left, y + (row - thick) / 2, max(right - left, THIN), thick)
        found.append(part_html(f"s-{_ROLES[bar.role]}", at))
        room = Box(mark.box.x, y, mark.plot.x - mark.box.x - _AIR, row)
        found.append(_label(name.shown, room, mark.size, "start"))
        if bar.value < 0:
            words = Box(mark.plot.x, y, left - _AIR - mark.plot.x, row)
            found.append(_label(end, words, mark.size, "end", is_strong=True))
        else:
            words = Box(right + _AIR, y, mark.plot.right - right - _AIR, row)
            found.append(_label(end, words, mark.size, "start", is_strong=True))
    found.append(part_html("s-zero", Box(zero - 1, mark.plot.y, 2, mark.plot.h)))
    return "".join(found)


def curve_html(mark: CurveMark) -> str:
    """The curve over its axes from 0, and today's point."""
    plot = mark.plot
    found = [_said(mark.words, mark.box)]
    for step in _steps(mark.y_end, mark.y_step):
        _, y = mark.place(0, step)
        found.append(part_html("s-grid", Box(plot.x, y - 0.75, plot.w, 1.5)))
        name = Box(mark.box.x, y - mark.size, plot.x - mark.box.x - _AIR, mark.size * 2)
        # Where the axes meet, the one below says 0.
        if step:
            found.append(_label(_percent(step), name, mark.size, "end", is_quiet=True))
    for step in _steps(mark.x_end, mark.x_step):
        x, _ = mark.place(step, 0)
        found.append(part_html("s-grid", Box(x - 0.75, plot.bottom, 1.5, 5)))
        name = Box(x - 60, plot.bottom + 17, 120, mark.size * 1.2)
        found.append(_label(_percent(step), name, mark.size, "middle", is_quiet=True))
    source = svg_source(_line_svg(mark))
    style = f"-webkit-mask-image:url(&quot;{source}&quot;);mask-image:url(&quot;{source}&quot;)"
    around = Box(plot.x - _PAD, plot.y - _PAD, plot.w + 2 * _PAD, plot.h + 2 * _PAD)
    found.append(part_html("s-curve", around, style=style))
    if mark.curve.here:
        x, y = mark.place(*mark.curve.here)
        found.append(f'<div class="s-here" style="left:{x:.1f}px;top:{y:.1f}px"></div>')
    return "".join(found)


def _line_svg(mark: CurveMark) -> str:
    """The line inside its plot; numbers only."""
    plot = mark.plot
    places = [mark.place(x, y) for x, y in mark.curve.points]
    way = " ".join(
        f"{'L' if place else 'M'}{x - plot.x + _PAD:.1f} {y - plot.y + _PAD:.1f}"
        for place, (x, y) in enumerate(places)
    )
    wide, high = plot.w + 2 * _PAD, plot.h + 2 * _PAD
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {wide:.1f} {high:.1f}'>"
        f"<path d='{way}' fill='none' stroke='black' stroke-width='6' "
        "stroke-linejoin='round' stroke-linecap='round'/></svg>"
    )


def _steps(end: float, step: float) -> list[float]:
    return [place * step for place in range(round(end / step) + 1)]


def _percent(value: float) -> str:
    return percent(Decimal(str(round(value, 4))))


def _label(
    words: str,
    box: Box,
    size: int,
    side: str,
    *,
    is_strong: bool = False,
    is_quiet: bool = False,
) -> str:
    """Words beside a mark; of several lines they break where they must."""
    kinds = (
        f"s-across-{side}{' s-strong' if is_strong else ''}{' s-quiet-text' if is_quiet else ''}"
    )
    style = f"font-size:{size}px;line-height:1.2"
    inside = f'<p class="{kinds}" style="{style}">{for_html(words, _LONGEST)}</p>'
    return part_html("s-text s-middle", box, inside)


def _said(words: str, box: Box) -> str:
    """The whole mark in words, for who cannot see it."""
    told = for_html(words, _LONGEST)
    return (
        f'<div class="s-said" role="img" aria-label="{told}" style="left:{box.x:.1f}px;'
        f'top:{box.y:.1f}px;width:{box.w:.1f}px;height:{box.h:.1f}px"></div>'
    )
