"""Native, editable charts on the deck's own values: bullets, bars and the curve.

A chart's plot is laid out by hand, so that what is drawn beside it stands at its exact place.
"""

from typing import Any

from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide as Page
from pptx.util import Pt

from pages.exports.letters import plain
from pages.exports.placed import (
    GAP_PERCENT,
    SOLID,
    BarsMark,
    Box,
    CurveMark,
    Ink,
    SpanMark,
)
from pages.exports.powerpoint_data import Categories, Points
from pages.exports.powerpoint_shapes import draw_marks, paint, place, points, told
from pages.views.chart import Role

# Room around a bar so that its outline is not cut off.
PAD = 6
SHARE = '0"\u202f"%'
ANY = "General"
INNER = (
    "<c:layout {}><c:manualLayout>"
    '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
    '<c:x val="{:.6f}"/><c:y val="{:.6f}"/><c:w val="{:.6f}"/><c:h val="{:.6f}"/>'
    "</c:manualLayout></c:layout>"
)


def draw_span(page: Page, mark: SpanMark) -> None:
    """A bullet: what is there solid, over what is expected hatched; tick and triangle beside."""
    data = Categories(number_format=ANY)
    data.categories = [mark.name.removesuffix(": bar")]
    span = mark.span
    if span.forecast is not None:
        data.add_series("Forecast", [span.forecast])
    data.add_series("Actual", [span.actual])
    box = Box(mark.box.x - PAD, mark.box.y - PAD, mark.box.w + 2 * PAD, mark.box.h + 2 * PAD)
    chart = _chart(page, XL_CHART_TYPE.BAR_CLUSTERED, box, data, (mark.name, mark.words))
    _plot_at(chart, box, mark.box)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 0, 100
    for series in plot.series:
        if series.name == "Forecast":
            _hatched(series.format)
        else:
            _solid(series.format, Ink.ACTUAL)
    _scaled(chart.value_axis, 0, float(span.scale))
    chart.value_axis.visible = chart.category_axis.visible = False
    draw_marks(page, mark)


def draw_bars(page: Page, mark: BarsMark) -> None:
    """Lying bars, the first at the top, with their words as labels."""
    data = Categories(number_format=ANY)
    data.categories = [name.shown for name in mark.names]
    data.add_series(mark.unit or mark.name or "Value", [bar.value for bar in mark.bars])
    chart = _chart(page, XL_CHART_TYPE.BAR_CLUSTERED, mark.box, data, (mark.name, mark.words))
    _plot_at(chart, mark.box, mark.plot)
    chart.font.size = points(mark.size)
    plot = chart.plots[0]
    plot.gap_width, plot.vary_by_categories = GAP_PERCENT, False
    _scaled(chart.value_axis, mark.low, mark.high)
    chart.value_axis.visible = False
    axis = chart.category_axis
    axis.reverse_order = True
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.width = Pt(1)
    paint(axis.format.line.color, Ink.LINE)
    for number, (bar, words) in enumerate(zip(mark.bars, mark.ends, strict=True)):
        point = plot.series[0].points[number]
        _by_role(point.format, bar.role)
        _labelled(point.data_label, words, mark.size)


def draw_curve(page: Page, mark: CurveMark) -> None:
    """The curve as a line through its points, and today's as a dot."""
    data = Points(number_format=ANY)
    line = data.add_series(plain(mark.curve.name) or mark.name)
    for x, y in mark.curve.points:
        line.add_data_point(x, y)
    if mark.curve.here:
        data.add_series(plain(mark.curve.here_words) or "Today").add_data_point(*mark.curve.here)
    kind = XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    chart = _chart(page, kind, mark.box, data, (mark.name, mark.words))
    _plot_at(chart, mark.box, mark.plot)
    chart.font.size = points(mark.size)
    paint(chart.font.color, Ink.SECONDARY)
    _curve_axes(chart, mark)
    curve, *here = chart.plots[0].series
    curve.format.line.width, curve.smooth = Pt(3), False
    paint(curve.format.line.color, Ink.ACTUAL)
    for dot in here:
        dot.format.line.fill.background()
        dot.marker.style, dot.marker.size = XL_MARKER_STYLE.CIRCLE, 13
        _solid(dot.marker.format, Ink.BETTER)


def _curve_axes(chart: Any, mark: CurveMark) -> None:
    axes = (
        (chart.category_axis, mark.x_end, mark.x_step),
        (chart.value_axis, mark.y_end, mark.y_step),
    )
    for axis, end, step in axes:
        _scaled(axis, 0, end)
        axis.major_unit = step
        axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
        axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = SHARE, False
        axis.format.line.width = Pt(1)
        paint(axis.format.line.color, Ink.LINE)
    chart.category_axis.has_major_gridlines = False
    lines = chart.value_axis.major_gridlines.format.line
    lines.width, lines.dash_style = Pt(0.75), MSO_LINE_DASH_STYLE.SOLID
    paint(lines.color, Ink.LINE)


def _chart(page: Page, kind: Any, box: Box, data: Any, words: tuple[str, str]) -> Any:
    """An empty-handed chart: no title, no legend, its words for who cannot see it."""
    frame = page.shapes.add_chart(kind, *place(box), data)
    told(frame, *words)
    chart = frame.chart
    chart.has_legend = chart.has_title = False
    paint(chart.font.color, Ink.TEXT)
    return chart


def _plot_at(chart: Any, box: Box, plot: Box) -> None:
    """Puts the plot at its place within the chart."""
    area = chart._chartSpace.xpath("./c:chart/c:plotArea")[0]
    for old in area.xpath("./c:layout"):
        area.remove(old)
    inner = INNER.format(
        nsdecls("c"),
        (plot.x - box.x) / box.w,
        (plot.y - box.y) / box.h,
        plot.w / box.w,
        plot.h / box.h,
    )
    area.insert(0, parse_xml(inner))


def _scaled(axis: Any, low: float, high: float) -> None:
    axis.minimum_scale, axis.maximum_scale = low, high
    axis.has_major_gridlines = axis.has_minor_gridlines = False


def _solid(look: Any, ink: Ink) -> None:
    look.fill.solid()
    paint(look.fill.fore_color, ink)
    look.line.fill.background()


def _hatched(look: Any) -> None:
    look.fill.patterned()
    look.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    paint(look.fill.fore_color, Ink.PREVIOUS)
    paint(look.fill.back_color, Ink.BACKGROUND)
    look.line.width = Pt(1)
    paint(look.line.color, Ink.PREVIOUS)


def _by_role(look: Any, role: Role) -> None:
    """Actual solid, estimates hatched, the plan outlined."""
    if role in SOLID:
        _solid(look, SOLID[role])
    elif role is Role.ESTIMATE:
        _hatched(look)
    else:
        look.fill.background()
        look.line.width = Pt(1.25)
        paint(look.line.color, Ink.PREVIOUS)


def _labelled(label: Any, words: str, size: int) -> None:
    """The words at the end of a bar, as they stand in the deck."""
    label.text_frame.word_wrap = False
    run = label.text_frame.paragraphs[0].add_run()
    run.text, run.font.size, run.font.bold = words, points(size), True
    paint(run.font.color, Ink.TEXT)
    label.position = XL_LABEL_POSITION.OUTSIDE_END
