"""Small marks inside tiles and tables: bullets, sparklines, arrows. HTML that is safe to join.

A Plotly chart costs most of a second in the browser, so what is small is drawn here. st.html
takes no inline SVG: bars are elements with a width, and a sparkline is a mask over the colour
of the theme, so that both follow light and dark without a rerun.
"""

from collections.abc import Callable, Sequence

from pages.components.text import for_html, svg_source
from pages.views.claims_strip import Label, Strip
from pages.views.table import Mark
from pages.views.tile import Bullet, Change, Direction, Verdict

_ARROWS = {Direction.UP: "▲", Direction.DOWN: "▼", Direction.FLAT: "＝"}
_WIDTH, _HEIGHT, _PAD = 120.0, 30.0, 3.0
_ROOM = 1.12  # the scale ends a little after its larger end, so that a tick is never the edge


def change_html(change: Change) -> str:
    """One comparison: arrow, words, and a colour that only repeats what they say."""
    kind = {Verdict.BETTER: "better", Verdict.WORSE: "worse", Verdict.NEITHER: "neither"}
    arrow = _ARROWS.get(change.direction, "")
    mark = f'<span class="t-arrow" aria-hidden="true">{arrow}</span>' if arrow else ""
    return f'<span class="t-change t-{kind[change.verdict]}">{mark}{for_html(change.text)}</span>'


def bullet_html(bullet: Bullet) -> str:
    """A bar from zero with the target as a heavy tick and its label under the tick."""
    full = float(bullet.scale) * _ROOM or 1.0
    value, target = (
        min(max(float(end) / full, 0.0), 1.0) * 100 for end in (bullet.value, bullet.target)
    )
    side, offset = ("left", target) if target < 50 else ("right", 100.0 - target)
    young = " t-young" if bullet.is_young else ""
    return (
        f'<div class="t-bullet"><div class="t-track">'
        f'<span class="t-bar{young}" style="width:{value:.2f}%"></span>'
        f'<span class="t-tick" style="left:{target:.2f}%"></span></div>'
        f'<span class="t-tick-label" style="{side}:{max(offset - 7, 0):.2f}%">'
        f"{for_html(bullet.label)}</span></div>"
    )


def sparkline_html(trend: Sequence[float | None], words: str) -> str:
    """The line of 13 weeks with a dot at its end; `words` say it to a screen reader."""
    points = _points(trend)
    if len(points) < 2:
        return ""
    runs = " ".join(f"{'M' if starts else 'L'}{x:.1f} {y:.1f}" for x, y, starts in points)
    last_x, last_y, _ = points[-1]
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {_WIDTH:.0f} {_HEIGHT:.0f}'>"
        f"<path d='{runs}' fill='none' stroke='black' stroke-width='1.6' "
        "stroke-linejoin='round' stroke-linecap='round'/>"
        f"<circle cx='{last_x:.1f}' cy='{last_y:.1f}' r='2.8'/></svg>"
    )
    source = svg_source(svg)
    return (
        f'<span class="t-spark" role="img" aria-label="{for_html(words)}" '
        f'style="-webkit-mask-image:url(&quot;{source}&quot;);mask-image:url(&quot;{source}&quot;)">'
        "</span>"
    )


def _points(trend: Sequence[float | None]) -> list[tuple[float, float, bool]]:
    """(x, y, starts a new run) of the known values, scaled into the picture."""
    known = [value for value in trend if value is not None]
    if len(known) < 2:
        return []
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = (_WIDTH - 2 * _PAD) / (len(trend) - 1)
    points, is_open = [], False
    for place, value in enumerate(trend):
        if value is not None:
            y = _HEIGHT - _PAD - (value - low) / span * (_HEIGHT - 2 * _PAD)
            points.append((_PAD + place * step, y, not is_open))
        is_open = value is not None
    return points


def dots_html(strip: Strip) -> str:
    """Dots on a line with their limit as a tick; the words over it keep clear of each other."""
    span = float(strip.high - strip.low) or 1.0

    def place(value: float) -> float:
        return 4 + 92 * (value - float(strip.low)) / span

    labels = "".join(_label_html(label, place) for label in strip.labels)
    dots = "".join(
        f'<span class="t-dot{" t-dot-few" if dot.is_few else ""}'
        f'{f" t-dot-{dot.mark}" if dot.mark is not Mark.NONE else ""}" '
        f'style="left:{place(float(dot.value)):.2f}%"></span>'
        for dot in sorted(strip.dots, key=lambda dot: dot.mark is not Mark.NONE)
    )
    tick = ""
    if strip.limit is not None:
        at = place(float(strip.limit))
        tick = (
            f'<span class="t-limit" style="left:{at:.2f}%"></span>'
            f'<span class="t-limit-label" style="{_anchored(at)}">'
            f"{for_html(strip.limit_words)}</span>"
        )
    return (
        f'<div class="t-dots" role="img" aria-label="{for_html(strip.words, 600)}">'
        f'<div class="t-dots-labels">{labels}</div>'
        f'<div class="t-dots-line">{tick}{dots}</div></div>'
    )


def _label_html(label: Label, place: Callable[[float], float]) -> str:
    """A label pushed towards the middle of its dots, as far as there is room."""
    values = [float(dot.value) for dot in label.dots]
    room = max(place(sum(values) / len(values)) - 14, 0)
    kind = f" t-{label.mark}" if label.mark is not Mark.NONE else ""
    return (
        f'<span class="t-dots-gap" style="flex-basis:{room:.1f}%"></span>'
        f'<span class="t-dots-label{kind}">{for_html(label.words)}</span>'
    )


def _anchored(at: float) -> str:
    """Where words stand that belong to a place: centred, or at the edge they would leave."""
    if at < 12:
        return "left:0"
    return "right:0" if at > 88 else f"left:{at:.2f}%;transform:translateX(-50%)"
