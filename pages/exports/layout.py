"""A slide laid out on the grid of the all-hands: headline, body, rule and foot, footer.

The body is whatever the slide holds: figures in columns, charts beside each other, lines of
text. Where it holds two kinds, one chart stands at the left of the rest and several above it.
"""

from pages.exports.layout_charts import bars_in, curve_in
from pages.exports.layout_figures import figures_height, figures_in
from pages.exports.layout_lines import lines_in
from pages.exports.letters import balanced, plain, width
from pages.exports.paragraphs import LEAST, QUIET, Look, height, paragraph, sizes_from
from pages.exports.placed import (
    FULL,
    GAP,
    LEFT,
    PITCH,
    TIGHT,
    TOP,
    Box,
    Ink,
    Paragraph,
    Part,
    Placed,
    Rule,
    Sheet,
    Side,
    Text,
)
from pages.views.slide import Slide

KICKER = Box(LEFT, TOP, FULL, 40)
SENTENCE = Box(LEFT, 108, FULL, 160)
STATEMENT = Box(LEFT, 150, FULL, 720)
BODY_TOP, BODY_END, BODY_ABOVE_FOOT = 304, 964, 886
# Below a sentence of one line.
BODY_HIGHER, ONE_LINE = 244, 80
RULE_TOP = 906
FOOT = Box(LEFT, 924, FULL, 56)
FOOTER = Box(LEFT, 998, FULL, 34)
PAGE_ROOM = 180
CHART_WIDTH, CHART_HEIGHT, BETWEEN = 0.6, 0.6, 40
# Figures above lines take so much at the most.
FIGURES_HEIGHT, HALF, MANY_LINES = 0.68, 0.5, 3


def laid_out(slide: Slide) -> Sheet:
    """Everything on the slide and where it stands; the title is read first."""
    head = _head(slide)
    return Sheet((*head, *_body(slide, _body_top(head[0])), *_foot(slide), *_footer(slide)))


def _body_top(title: Text) -> float:
    """Where the body begins: higher below a sentence of one line."""
    return BODY_TOP if title.box.h > ONE_LINE else BODY_HIGHER


def _head(slide: Slide) -> list[Text]:
    is_alone = not (slide.figures or slide.bars or slide.curve or slide.lines)
    box, most = (STATEMENT, 112) if is_alone else (SENTENCE, 66)
    look = Look(strong=True, pitch=TIGHT)
    title = paragraph(slide.sentence, box.w, box.h, sizes_from(most, 30), look)
    side = Side.MIDDLE if is_alone else Side.START
    wide = balanced(title.text, box.w, title.size, title.strong)
    is_short = not is_alone and height((title,), box.w) <= ONE_LINE
    box = Box(box.x, box.y, wide, ONE_LINE if is_short else box.h)
    found = [Text("Sentence", box, (title,), Part.TITLE, side)]
    if slide.kicker:
        look = Look(Ink.SECONDARY, strong=True)
        kicker = paragraph(slide.kicker, KICKER.w, KICKER.h, sizes_from(28), look)
        found.append(Text("Kicker", KICKER, (kicker,)))
    return found


def _body(slide: Slide, top: float) -> list[Placed]:
    end = BODY_ABOVE_FOOT if slide.foot or slide.sum else BODY_END
    body = Box(LEFT, top, FULL, end - top)
    charts, beside = _parted(slide, body)
    found: list[Placed] = []
    if slide.curve:
        found += curve_in(slide.curve, charts[0])
    if slide.bars:
        found += bars_in(slide.bars, charts[-len(slide.bars) :])
    return found + _rest(slide, beside)


def _parted(slide: Slide, body: Box) -> tuple[tuple[Box, ...], Box]:
    """Boxes for the charts, and the box that is left for figures and lines."""
    count = len(slide.bars) + (1 if slide.curve else 0)
    if not count:
        return (), body
    if not (slide.figures or slide.lines):
        return body.columns(count), body
    if count == 2 and len(slide.figures) == 1:
        # The one large number stands first, as wide as each of its charts.
        first, *rest = body.columns(3)
        return tuple(rest), first
    if count == 1:
        wide = body.w * CHART_WIDTH
        beside = Box(body.x + wide + GAP, body.y, body.w - wide - GAP, body.h)
        return (Box(body.x, body.y, wide, body.h),), beside
    high = body.h * CHART_HEIGHT
    above = Box(body.x, body.y, body.w, high)
    return above.columns(count), body.below(high + BETWEEN)


def _rest(slide: Slide, box: Box) -> list[Placed]:
    """The figures, and the lines below them or alone."""
    if not slide.lines:
        return figures_in(slide.figures, box)
    if not slide.figures:
        return lines_in(slide.lines, box)
    most = box.h * (FIGURES_HEIGHT if len(slide.lines) <= MANY_LINES else HALF)
    upper = Box(box.x, box.y, box.w, min(most, figures_height(slide.figures, box)))
    high = upper.h
    return figures_in(slide.figures, upper) + lines_in(slide.lines, box.below(high + BETWEEN))


def _foot(slide: Slide) -> list[Placed]:
    """What stands under the rule: words at the left, the sum at the right."""
    if not (slide.foot or slide.sum):
        return []
    found: list[Placed] = [Rule(Box(LEFT, RULE_TOP, FULL, 0))]
    size = 32
    while size > LEAST and _foot_width(slide, size) > FULL - GAP:
        size -= 2
    room = FULL / 2 if _foot_width(slide, size) > FULL - GAP else _sum_width(slide, size) + 4
    room = room if slide.sum else 0
    if slide.foot:
        box = Box(FOOT.x, FOOT.y, FOOT.w - room - (GAP if room else 0), FOOT.h)
        if not slide.sum:
            box = FOOT
        foot = paragraph(slide.foot, box.w, box.h, sizes_from(size), QUIET)
        found.append(Text("Foot", box, (foot,), side=Side.MIDDLE))
    if slide.sum:
        box = Box(FOOT.right - room, FOOT.y, room, FOOT.h)
        found.append(Text("Sum", box, (_sum(slide, box, size),), side=Side.MIDDLE))
    return found


def _sum_width(slide: Slide, size: int) -> float:
    return width(plain(slide.sum), size, strong=True)


def _foot_width(slide: Slide, size: int) -> float:
    return width(plain(slide.foot), size) + _sum_width(slide, size)


def _sum(slide: Slide, box: Box, size: int) -> Paragraph:
    """The calculation; what it comes to, after the last equals sign, in strong letters."""
    made = paragraph(slide.sum, box.w, box.h, sizes_from(size), Look(strong=True, side=Side.END))
    head, sign, tail = made.text.rpartition(" = ")
    if not sign:
        return made
    return Paragraph(
        head + " ", made.size, made.ink, False, made.side, 0, PITCH, f"= {tail}", made.whole
    )


def _footer(slide: Slide) -> list[Placed]:
    found: list[Placed] = []
    room = FOOTER.w - PAGE_ROOM - GAP
    if slide.footer:
        footer = paragraph(slide.footer, room, FOOTER.h, sizes_from(24), QUIET)
        box = Box(FOOTER.x, FOOTER.y, room, FOOTER.h)
        found.append(Text("Footer", box, (footer,), Part.FOOTER, Side.MIDDLE))
    if slide.page:
        look = Look(Ink.SECONDARY, side=Side.END)
        page = paragraph(slide.page, PAGE_ROOM, FOOTER.h, sizes_from(24), look)
        box = Box(FOOTER.right - PAGE_ROOM, FOOTER.y, PAGE_ROOM, FOOTER.h)
        found.append(Text("Page", box, (page,), Part.PAGE, Side.MIDDLE))
    return found
