"""The PowerPoint as another program reads it: titles, charts, footers, room, literal text."""

from io import BytesIO

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from pages.exports.letters import plain
from pages.exports.powerpoint import powerpoint
from pages.views.slide import Deck
from tests.pages.exports.decks import FOOTER, LONG, NASTY, hostile, invented
from tests.pages.exports.measuring import PIXEL, SLIDE, overflowing, overlapping, shapes
from tests.pages.exports.reading import cached, charts, workbook


@pytest.fixture(scope="module")
def opened() -> Presentation:
    """The invented deck, opened again."""
    return Presentation(BytesIO(powerpoint(invented())))


@pytest.fixture(scope="module")
def attacked() -> Presentation:
    """The deck of hostile text, opened again."""
    return Presentation(BytesIO(powerpoint(hostile())))


def test_a_slide_each_with_its_sentence_as_title(opened) -> None:
    deck = invented()
    assert (opened.slide_width, opened.slide_height) == SLIDE
    assert [page.shapes.title.text_frame.text for page in opened.slides] == [
        slide.sentence for slide in deck.slides
    ]
    assert all(page.shapes[0].shape_id == page.shapes.title.shape_id for page in opened.slides)
    assert len(opened.slides) == 9


def test_bullets_hold_the_decks_values(opened) -> None:
    figures = invented().slides[1].figures
    found = charts(opened.slides[1])
    assert len(found) == 3
    for figure, shape in zip(figures, found, strict=True):
        values = {series.name: cached(series) for series in shape.chart.plots[0].series}
        expected = {"Actual": [figure.span.actual]}
        if figure.span.forecast is not None:
            expected["Forecast"] = [figure.span.forecast]
        assert values == expected
        assert list(shape.chart.plots[0].categories) == [figure.label]
        assert shape.chart.value_axis.minimum_scale == 0
        assert shape.chart.value_axis.maximum_scale == float(figure.span.scale)
        cells = workbook(shape)
        behind = dict(zip([cell.value for cell in cells[0]], cells[1], strict=True))
        assert behind["Actual"].value == float(figure.span.actual)


def test_a_tick_stands_where_the_charts_own_scale_puts_it(opened) -> None:
    """From the frame and the plot's layout in the file, by the axis' end, in pixels."""
    figures = invented().slides[1].figures
    page = opened.slides[1]
    groups = [shape for shape in page.shapes if shape.name.endswith("target and pace")]
    for figure, frame, group in zip(figures, charts(page), groups, strict=True):
        inner = {
            key: float(frame.chart._chartSpace.xpath(f".//c:plotArea/c:layout//c:{key}/@val")[0])
            for key in ("x", "w")
        }
        zero = frame.left + inner["x"] * frame.width
        whole = inner["w"] * frame.width
        marks = [
            (shape.left + shape.width / 2 - zero) / whole
            for shape in sorted(group.shapes, key=lambda one: one.height, reverse=True)
        ]
        span = figure.span
        expected = [span.target, span.pace] if span.pace is not None else [span.target]
        for mark, value in zip(marks, expected, strict=True):
            assert mark == pytest.approx(float(value / span.scale), abs=PIXEL / whole)


def test_bars_hold_the_decks_categories_values_and_words(opened) -> None:
    bars = invented().slides[2].bars
    found = charts(opened.slides[2])
    for chart, shape in zip(bars, found, strict=True):
        plot = shape.chart.plots[0]
        assert [cached(series) for series in plot.series] == [[bar.value for bar in chart.bars]]
        labels = plot.series[0]._element.xpath("./c:dLbls/c:dLbl//a:t")
        assert [one.text for one in labels] == [bar.words for bar in chart.bars]
        rows = workbook(shape)[1:]
        assert [cell.value for _, cell in rows] == [float(bar.value) for bar in chart.bars]
        names = [bar.name for bar in chart.bars]
        assert list(plot.categories) == [cell.value for cell, _ in rows]
        assert list(plot.categories) == names


def test_the_curve_is_a_native_line_through_its_points(opened) -> None:
    curve = invented().slides[6].curve
    (shape,) = charts(opened.slides[6])
    line, here = shape.chart.plots[0].series
    points = zip(cached(line, "xVal"), cached(line, "yVal"), strict=True)
    assert tuple(points) == curve.points
    assert (cached(here, "xVal"), cached(here, "yVal")) == ([curve.here[0]], [curve.here[1]])
    assert line.name == "Shared pool"
    assert [cell.value for cell in workbook(shape)[0]][1] == "Shared pool"


@pytest.mark.parametrize("deck", [invented(), hostile()], ids=["invented", "hostile"])
def test_no_text_overflows_its_box_or_the_slide(deck: Deck) -> None:
    assert overflowing(Presentation(BytesIO(powerpoint(deck)))) == []


@pytest.mark.parametrize("deck", [invented(), hostile()], ids=["invented", "hostile"])
def test_no_text_stands_on_another(deck: Deck) -> None:
    assert overlapping(Presentation(BytesIO(powerpoint(deck)))) == []


def test_the_measure_sees_what_overflows(opened) -> None:
    page = opened.slides[0]
    height = page.shapes.title.height
    page.shapes.title.height = PIXEL * 200
    found = overflowing(opened)
    page.shapes.title.height = height
    assert found == ["slide 1, Sentence: 369 of 200 pixels"]


def test_a_real_footer_and_a_page_on_each_slide(opened) -> None:
    for number, page in enumerate(opened.slides, 1):
        kinds = {one.placeholder_format.type: one.text_frame.text for one in page.placeholders}
        assert kinds[PP_PLACEHOLDER.FOOTER] == FOOTER
        assert kinds[PP_PLACEHOLDER.SLIDE_NUMBER] == f"{number} of 9"


def test_notes_say_where_numbers_are_from_and_what_was_computed(opened) -> None:
    notes = [page.notes_slide.notes_text_frame.text for page in opened.slides]
    assert all(note.startswith(FOOTER) for note in notes)
    assert "fingerprint 7c1e 94b2 0fd3" in notes[0]
    assert notes[3].splitlines()[1] == (
        "A win was written anew before presenting. Computed: Harbour Robotics: $310k, 31 touches"
    )
    assert notes[4] == FOOTER


def test_every_chart_and_mark_says_what_it_shows(opened) -> None:
    for page in opened.slides:
        for shape in shapes(page):
            about = shape._element.xpath(".//p:cNvPr")[0]
            if shape.has_chart:
                assert about.get("descr")
            elif not shape.has_text_frame:
                assert about.xpath(".//*[local-name()='decorative']/@val") == ["1"]
    bullet = charts(opened.slides[1])[0]._element.xpath(".//p:cNvPr/@descr")[0]
    assert bullet == "Bookings: $1.62M; 40\u202f% of $4.00M; target $4.00M; pace $1.72M"


def test_the_files_theme_is_the_companys(opened) -> None:
    theme = opened.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    ).blob.decode()
    assert 'srgbClr val="17202A"' in theme
    assert theme.count('latin typeface="Source Sans 3"') == 2
    assert [layout.name for layout in opened.slide_layouts] == ["Title Only"]


def test_the_same_deck_gives_the_same_bytes() -> None:
    assert powerpoint(invented()) == powerpoint(invented())


def test_hostile_text_stays_text(attacked) -> None:
    statement = attacked.slides[0].shapes.title.text_frame.text
    assert statement == plain(NASTY)
    assert statement.startswith('=HYPERLINK("http://x","y") <b>&amp;</b> #import "x"; $x$ *bold*')
    assert statement.endswith(LONG)
    for letter in "\x00\x0b\x1f\ufffe\u202e":
        assert letter not in statement
    assert attacked.core_properties.title == plain(NASTY)[:255]
    assert f"In full: {plain(NASTY)}" in attacked.slides[1].notes_slide.notes_text_frame.text


def test_a_cell_that_begins_like_a_formula_stays_text(attacked) -> None:
    cells = [
        cell
        for page in attacked.slides
        for shape in charts(page)
        for row in workbook(shape)
        for cell in row
        if isinstance(cell.value, str)
    ]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
