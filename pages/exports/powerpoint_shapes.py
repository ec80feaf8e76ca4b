"""Texts, rules and small marks as PowerPoint shapes, coloured by the deck's own theme."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.slide import Slide as Page
from pptx.util import Emu, Pt

from pages.exports.placed import Box, Ink, Paragraph, Part, Rule, Side, SpanMark, Text

# One pixel of the picture: 1920 of them are 13.333 inches, and each is half a point.
PIXEL = 6350
INKS = {
    Ink.TEXT: MSO_THEME_COLOR.TEXT_1,
    Ink.BACKGROUND: MSO_THEME_COLOR.BACKGROUND_1,
    Ink.SECONDARY: MSO_THEME_COLOR.TEXT_2,
    Ink.SURFACE: MSO_THEME_COLOR.BACKGROUND_2,
    Ink.ACTUAL: MSO_THEME_COLOR.ACCENT_1,
    Ink.PREVIOUS: MSO_THEME_COLOR.ACCENT_2,
    Ink.BETTER: MSO_THEME_COLOR.ACCENT_3,
    Ink.WORSE: MSO_THEME_COLOR.ACCENT_4,
    Ink.BETTER_TEXT: MSO_THEME_COLOR.ACCENT_5,
    Ink.WORSE_TEXT: MSO_THEME_COLOR.ACCENT_6,
}
ALIGN = {Side.START: PP_ALIGN.LEFT, Side.MIDDLE: PP_ALIGN.CENTER, Side.END: PP_ALIGN.RIGHT}
ANCHOR = {Side.START: MSO_ANCHOR.TOP, Side.MIDDLE: MSO_ANCHOR.MIDDLE, Side.END: MSO_ANCHOR.BOTTOM}
PLACEHOLDERS = {
    Part.FOOTER: '<p:ph {} type="ftr" sz="quarter" idx="11"/>',
    Part.PAGE: '<p:ph {} type="sldNum" sz="quarter" idx="12"/>',
}
DECORATIVE = (
    '<a:extLst {}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)


def emu(pixels: float) -> Emu:
    """A length in the file's unit."""
    return Emu(round(pixels * PIXEL))


def place(box: Box) -> tuple[Emu, Emu, Emu, Emu]:
    """Left, top, width and height of a box."""
    return emu(box.x), emu(box.y), emu(box.w), emu(box.h)


def points(pixels: float) -> Pt:
    """A size of letters."""
    return Pt(pixels / 2)


def paint(colour: Any, ink: Ink) -> None:
    """Gives a colour by its role in the deck's theme."""
    if ink in INKS:
        colour.theme_color = INKS[ink]
    else:
        colour.rgb = RGBColor.from_string(ink.colour.lstrip("#"))


def told(shape: Any, name: str, words: str = "") -> None:
    """Names a shape and says what it shows; without words it is decoration."""
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("name", name)
    if words:
        about.set("descr", words)
    else:
        about.append(parse_xml(DECORATIVE.format(nsdecls("a"))))


def draw_text(page: Page, text: Text) -> None:
    """A text box, the title, or a footer, with room for its text and none around it."""
    shape = page.shapes.title if text.part is Part.TITLE else None
    if shape is None:
        shape = page.shapes.add_textbox(*place(text.box))
    else:
        shape.left, shape.top, shape.width, shape.height = place(text.box)
    shape.name = text.name
    if text.part in PLACEHOLDERS:
        _as_placeholder(shape, PLACEHOLDERS[text.part])
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, ANCHOR[text.side]
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, one in enumerate(text.paragraphs):
        _write(frame.paragraphs[0] if number == 0 else frame.add_paragraph(), one)


def _as_placeholder(shape: Any, kind: str) -> None:
    """Makes the text box the slide's footer or page number, as PowerPoint knows them."""
    about = shape._element.xpath("./p:nvSpPr")[0]
    about.xpath("./p:cNvSpPr")[0].attrib.pop("txBox", None)
    about.xpath("./p:nvPr")[0].append(parse_xml(kind.format(nsdecls("p"))))


def _write(paragraph: Any, one: Paragraph) -> None:
    paragraph.alignment = ALIGN[one.side]
    paragraph.line_spacing = points(one.size * one.pitch)
    paragraph.space_before, paragraph.space_after = points(one.before), Pt(0)
    for words, strong in ((one.text, one.strong), (one.tail, True)):
        if words:
            run = paragraph.add_run()
            run.text = words
            run.font.size, run.font.bold = points(one.size), strong
            paint(run.font.color, one.ink)


def draw_rule(page: Page, rule: Rule) -> None:
    """A thin line across."""
    left, top, width, _ = place(rule.box)
    line = page.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, left, top, left + width, top)
    _bare(line)
    line.line.width = Pt(1)
    paint(line.line.color, Ink.LINE)
    told(line, "Rule")


def draw_marks(page: Page, mark: SpanMark) -> None:
    """The target's tick and the pace's triangle, as one group at their exact places."""
    shapes = [(MSO_SHAPE.RECTANGLE, mark.tick), (MSO_SHAPE.ISOSCELES_TRIANGLE, mark.pace)]
    wanted = [(kind, box) for kind, box in shapes if box is not None]
    if not wanted:
        return
    group = page.shapes.add_group_shape()
    for kind, box in wanted:
        shape = group.shapes.add_shape(kind, *place(box))
        _bare(shape)
        shape.fill.solid()
        paint(shape.fill.fore_color, Ink.TEXT)
        # A light edge keeps the mark apart from the bar behind it.
        shape.line.width = Pt(0.75)
        paint(shape.line.color, Ink.BACKGROUND)
    told(group, mark.name.replace(": bar", ": target and pace"))


def _bare(shape: Any) -> None:
    """Without the look of the theme: no shadow, no effect."""
    for style in shape._element.xpath("./p:style"):
        style.getparent().remove(style)
