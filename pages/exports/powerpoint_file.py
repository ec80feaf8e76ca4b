"""The empty PowerPoint file a deck is drawn into, and the bytes that come of it.

One layout, the theme's colours and font, nothing that says when it was made.
"""

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree
from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Emu

from pages.exports.layout import FOOTER, PAGE_ROOM, SENTENCE
from pages.exports.placed import FULL, HIGH, LEFT, WIDE, Box, Ink
from pages.exports.powerpoint_shapes import PIXEL, place
from pages.theme import LIGHT

FAMILY = "Source Sans 3"
# Where the family is missing, a plain sans-serif of like proportions takes its place.
PANOSE = "020B0503030403020204"
TITLE_ONLY = 5
# A file's property holds so many letters.
TITLE_ROOM = 255
BODY = Box(LEFT, 304, FULL, 660)
SCHEME = {
    "dk1": Ink.TEXT.colour,
    "lt1": Ink.BACKGROUND.colour,
    "dk2": Ink.SECONDARY.colour,
    "lt2": Ink.SURFACE.colour,
    "accent1": Ink.ACTUAL.colour,
    "accent2": Ink.PREVIOUS.colour,
    "accent3": Ink.BETTER.colour,
    "accent4": Ink.WORSE.colour,
    "accent5": Ink.BETTER_TEXT.colour,
    "accent6": Ink.WORSE_TEXT.colour,
    "hlink": LIGHT.accent,
    "folHlink": Ink.SECONDARY.colour,
}
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
UNUSED = ("thumbnail", "printerSettings")
STAMP = (1980, 1, 1, 0, 0, 0)
DATES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")


def new_presentation(title: str) -> Any:
    """A presentation of 13.333 by 7.5 inches without a slide."""
    made = Presentation()
    made.slide_width, made.slide_height = Emu(WIDE * PIXEL), Emu(HIGH * PIXEL)
    for number, layout in reversed(list(enumerate(made.slide_layouts))):
        if number != TITLE_ONLY:
            made.slide_layouts.remove(layout)
    _theme(made.slide_master)
    _grid(made.slide_master)
    for part in (made.part, made.part.package):
        for key, relation in list(part._rels.items()):
            if relation.reltype.endswith(UNUSED):
                part._rels.pop(key)
    about = made.core_properties
    about.title = title[:TITLE_ROOM]
    about.author = about.last_modified_by = "Tandem"
    about.revision = 1
    return made


def _theme(master: Any) -> None:
    """The theme's colours by role, and its family for headings and text."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    root.set("name", "Tandem")
    for scheme in root.iter(f"{A}clrScheme"):
        scheme.set("name", "Tandem")
        for slot in scheme:
            slot[:] = [etree.Element(f"{A}srgbClr", val=SCHEME[etree.QName(slot).localname][1:])]
    for font in root.iter(f"{A}fontScheme"):
        font.set("name", "Tandem")
        for latin in font.iter(f"{A}latin"):
            latin.set("typeface", FAMILY)
            latin.set("panose", PANOSE)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _grid(master: Any) -> None:
    """The master's placeholders on our grid, its title left and strong."""
    half = Box(FOOTER.x, FOOTER.y, FOOTER.w - PAGE_ROOM, FOOTER.h)
    page = Box(FOOTER.right - PAGE_ROOM, FOOTER.y, PAGE_ROOM, FOOTER.h)
    places = {"title": SENTENCE, "body": BODY, "ftr": half, "sldNum": page}
    for shape in list(master.placeholders):
        kind = shape._element.xpath(".//p:ph/@type")[0]
        if kind in places:
            shape.left, shape.top, shape.width, shape.height = place(places[kind])
        else:
            shape._element.getparent().remove(shape._element)
    for layout in master.slide_layouts:
        for shape in list(layout.placeholders):
            if shape._element.xpath(".//p:ph/@type")[0] == "dt":
                shape._element.getparent().remove(shape._element)
    for style in master._element.xpath(".//p:titleStyle/a:lvl1pPr"):
        style.set("algn", "l")
        for default in style.iter(f"{A}defRPr"):
            default.set("sz", "3300")
            default.set("b", "1")
    for body in master._element.xpath(".//p:sp[.//p:ph[@type='title']]//a:bodyPr"):
        body.set("anchor", "t")
        for side in ("lIns", "tIns", "rIns", "bIns"):
            body.set(side, "0")


def file_bytes(presentation: Any) -> bytes:
    """The presentation as a file whose bytes depend on what is in it alone."""
    first = BytesIO()
    presentation.save(first)
    last = BytesIO()
    with ZipFile(first) as source, ZipFile(last, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = DATES.sub(b"", content)
            stamp = ZipInfo(name, STAMP)
            stamp.compress_type = ZIP_DEFLATED
            target.writestr(stamp, content)
    return last.getvalue()
