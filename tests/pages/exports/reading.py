"""What a file says, read back: charts and their values, and the words a slide must show."""

import re
from decimal import Decimal
from io import BytesIO

import openpyxl

from pages.views.slide import Slide


def charts(page) -> list:
    """The charts of a slide in reading order."""
    return [shape for shape in page.shapes if shape.has_chart]


def cached(series, axis: str = "val") -> list[Decimal]:
    """The values of a series as the file writes them."""
    found = series._element.xpath(f"./c:{axis}//c:pt/c:v")
    return [Decimal(one.text) for one in found]


def workbook(shape) -> list[list]:
    """The cells of the workbook behind a chart."""
    sheet = openpyxl.load_workbook(BytesIO(shape.chart.part.chart_workbook.xlsx_part.blob)).active
    return [list(row) for row in sheet.iter_rows()]


def drawn_values(page) -> list[list[list[Decimal]]]:
    """The values of a slide's charts, series by series, with the x of a curve before its y."""
    return sorted(
        [
            cached(series, axis)
            for series in shape.chart.plots[0].series
            for axis in ("xVal", "yVal", "val")
            if cached(series, axis)
        ]
        for shape in charts(page)
    )


def given_values(slide: Slide) -> list[list[list[Decimal]]]:
    """The same as the deck gives them."""
    found: list[list[list[Decimal]]] = []
    for figure in slide.figures:
        if figure.span and figure.span.scale > 0:
            span = figure.span
            found.append([[one] for one in (span.forecast, span.actual) if one is not None])
    found += [[[bar.value for bar in chart.bars]] for chart in slide.bars if chart.bars]
    if slide.curve:
        points = (slide.curve.points, (slide.curve.here,) if slide.curve.here else ())
        found.append(
            [list(axis) for series in points if series for axis in zip(*series, strict=True)]
        )
    return sorted(found)


def squeezed(text: str) -> str:
    """The text without spaces and breaks, which a PDF does not keep as they were."""
    return re.sub(r"[\s\u200b]+", "", text)


def told(slide: Slide) -> list[str]:
    """Every text that a slide has to show."""
    found = [slide.kicker, slide.sentence, slide.foot, slide.sum, slide.footer, slide.page]
    for figure in slide.figures:
        found += [figure.label, figure.value, figure.of_target]
        found += [line.text for line in figure.lines]
        found += [figure.span.target_words, figure.span.pace_words] if figure.span else []
    for chart in slide.bars:
        found += [chart.title, chart.unit, chart.foot]
        found += [word for bar in chart.bars for word in (bar.name, bar.words)]
    if slide.curve:
        curve = slide.curve
        found += [curve.title, curve.x_title, curve.y_title, curve.here_words]
    found += [text for line in slide.lines for text in (line.head, line.text)]
    return [text for text in found if text]
