"""Decks for the tests of the files: one in the spirit of an all-hands, one full of bad text."""

from dataclasses import replace
from decimal import Decimal

from pages.views.chart import Role
from pages.views.slide import (
    Bars,
    Curve,
    Deck,
    Figure,
    Line,
    Slide,
    SlideBar,
    Span,
    Words,
)
from pages.views.tile import Change, Direction, Verdict

FOOTER = (
    "Northbeam Instruments · As of Sun 15 Nov 2026 · frozen Mon 16 Nov, 09:00 · "
    "fingerprint 7c1e 94b2 0fd3 · definitions v14"
)
DOWN, UP = Direction.DOWN, Direction.UP
WORSE, BETTER = Verdict.WORSE, Verdict.BETTER


def _numbers() -> Slide:
    bookings = Figure(
        "Bookings",
        "$1.62M",
        "40\u202f% of $4.00M",
        Span(
            Decimal("1620114.50"),
            Decimal("4400000"),
            Decimal("3810000"),
            Decimal("4000000"),
            "$4.00M",
            Decimal("1720000"),
            "pace $1.72M",
        ),
        (
            Change("6\u202f% behind pace", DOWN, WORSE),
            Change("28\u202f% on last year", UP, BETTER),
            Change("Forecast $3.81M, P10–P90 $3.52–4.10M"),
        ),
    )
    pipeline = Figure(
        "Pipeline created",
        "$4.68M",
        "52\u202f% of $9.00M",
        Span(
            Decimal("4680000.25"),
            Decimal("10000000"),
            Decimal("9360000"),
            Decimal("9000000"),
            "$9.00M",
            Decimal("4500000"),
            "pace $4.50M",
        ),
        (
            Change("4\u202f% ahead of pace", UP, BETTER),
            Change("12\u202f% on last year", UP, BETTER),
            Change("Forecast $9.36M"),
        ),
    )
    accepted = Figure(
        "Leads accepted by sales",
        "67\u202f%",
        "of leads decided, target 70\u202f%",
        Span(Decimal("0.67"), Decimal(1), target=Decimal("0.7"), target_words="70\u202f%"),
        (
            Change("3 points below target", DOWN, WORSE),
            Change("2 points on last year", UP, BETTER),
            Change("371 of 554 decided this quarter"),
        ),
    )
    return Slide(
        "numbers",
        "Three numbers against target",
        "Pipeline is ahead of plan; bookings and lead acceptance are behind",
        figures=(bookings, pipeline, accepted),
        foot="What they fund at forecast, in the shared pool",
        sum="50\u202f% × 88 + 30\u202f% × 120 + 20\u202f% × 85 = 97\u202f% of target",
    )


def _together() -> Slide:
    joint = Bars(
        "Two of three won deals were worked by both teams",
        "bookings",
        (
            SlideBar("Both teams", Decimal("1080000.10"), "$1.08M · 67\u202f%"),
            SlideBar("Sales alone", Decimal("420000"), "$420k · 26\u202f%", Role.PREVIOUS),
            SlideBar("Marketing alone", Decimal("120114.40"), "$120k · 7\u202f%", Role.PREVIOUS),
        ),
        "Joint: touches of both teams in the 180 days before the win",
    )
    sourced = Bars(
        "Marketing sourced 58\u202f% of bookings",
        "bookings",
        (
            SlideBar("Marketing", Decimal("940000"), "$940k"),
            SlideBar("Sales", Decimal("530000"), "$530k"),
            SlideBar("Partners", Decimal("150114.50"), "$150k"),
        ),
    )
    strategy = Bars(
        "New customers bring the most",
        "bookings",
        (
            SlideBar("New business", Decimal("800000"), "$800k"),
            SlideBar("Expansion of existing customers", Decimal("450000"), "$450k"),
            SlideBar("Renewal with upsell", Decimal("250000"), "$250k", Role.ESTIMATE),
            SlideBar("Win-back", Decimal("120114.50"), "$120k", Role.PLAN),
        ),
    )
    return Slide(
        "together",
        "How we got there together",
        "Two thirds of bookings came from deals that both teams worked",
        bars=(joint, sourced, strategy),
        foot="Parts add up to bookings of $1,620,114.50",
    )


def _curve() -> Slide:
    shares = ((0, 0), ("0.7", 0), ("0.7", "0.35"), (1, 1), ("1.2", "1.6"), ("1.5", 2))
    curve = Curve(
        "At forecast the pool pays 94\u202f% of target",
        "Shared pool",
        "attainment of the plan",
        "what is paid, as a share of target",
        tuple((Decimal(x), Decimal(y)) for x, y in shares),
        (Decimal("0.97"), Decimal("0.935")),
        "Forecast 97\u202f% pays 94\u202f%",
    )
    return Slide(
        "pool",
        "What the pool pays",
        "At forecast the shared pool pays 94\u202f% of target",
        curve=curve,
        figures=(Figure("Attainment at forecast", "97\u202f%", "range 91 to 103\u202f%"),),
        lines=(
            Line("Below 70\u202f%", "nothing is paid"),
            Line("Above 120\u202f%", "each point pays two until 150\u202f%"),
        ),
    )


def _texts() -> tuple[Slide, ...]:
    win = Slide(
        "win",
        "A win",
        "Harbour Robotics signed for $310k after a joint pilot",
        lines=(
            Line("Marketing", "ran the pilot day with 14 engineers of the customer"),
            Line("Sales", "agreed the pilot's goals in writing and closed in 61 days"),
            Line("Together", "31 touches of 7 people; answered within 2 hours every time"),
        ),
        words=(
            Words("win", "A win", "Harbour Robotics signed", "Harbour Robotics: $310k, 31 touches"),
        ),
    )
    failed = Slide(
        "failed",
        "What did not work",
        "Two deals in EMEA slipped, and webinar leads were answered late",
        lines=(
            Line("Slipped deals: $240k", "Half of the gap; both now close in January", WORSE),
            Line("Webinar leads: 61\u202f% answered in time", "Agreed are 80\u202f%", WORSE),
            Line("Partner leads: 84\u202f% answered in time", "Agreed are 80\u202f%", BETTER),
        ),
    )
    customers = Slide(
        "customers",
        "Customers",
        "We keep 96\u202f% of revenue, and 22 customers are new",
        figures=(
            Figure("New customers", "22", lines=(Change("5 on last year", UP, BETTER),)),
            Figure("Revenue kept", "96\u202f%", "of revenue a year ago"),
            Figure("Largest industry", "Robotics", "38\u202f% of bookings"),
        ),
        lines=(Line("They say", "“You answer before we ask.”"),),
    )
    after = Slide(
        "next",
        "What we do next",
        "Three things until the next all-hands",
        lines=(
            Line("Head of sales, by 27 Nov", "Both EMEA deals have an agreed close plan"),
            Line("Head of marketing, by 4 Dec", "Webinar leads are routed within the hour"),
            Line("Operations, by 11 Dec", "Leads without a region are none"),
        ),
    )
    terms = tuple(
        Line(
            f"Term {number}",
            f"What the term {number} means, in one sentence that says how it counts",
        )
        for number in range(1, 11)
    )
    glossary = Slide("glossary", "Glossary", "What the words on these slides mean", lines=terms)
    return win, failed, customers, after, glossary


def invented() -> Deck:
    """Nine slides of a company that does not exist."""
    sentence = Slide(
        "sentence",
        "All-hands, Q4 2026",
        "Bookings are 6\u202f% behind pace; half of the gap is two EMEA deals that slipped",
    )
    win, failed, customers, after, glossary = _texts()
    slides = (
        sentence,
        _numbers(),
        _together(),
        win,
        failed,
        customers,
        _curve(),
        after,
        glossary,
    )
    count = len(slides)
    return Deck(
        "Northbeam Instruments: all-hands of 16 Nov 2026",
        7,
        "all-hands-2026-11-16",
        tuple(
            replace(slide, footer=FOOTER, page=f"{number} of {count}")
            for number, slide in enumerate(slides, 1)
        ),
    )


LONG = "W" * 500
NASTY = (
    '=HYPERLINK("http://x","y") <b>&amp;</b> #import "x"; $x$ *bold* _it_ \\u{41} '
    "\x00\x0b\x1f\ufffe]] ``` @ref <label> {{x}} \u202etxt 日本語 🎉 " + LONG
)


def hostile() -> Deck:
    """The same slides with every text replaced by one that attacks; the numbers stay."""
    deck = invented()
    slides = tuple(
        replace(
            slide,
            kicker=NASTY,
            sentence=NASTY,
            figures=tuple(_bad_figure(figure) for figure in slide.figures),
            bars=tuple(_bad_bars(bars) for bars in slide.bars),
            curve=slide.curve
            and replace(
                slide.curve, title=NASTY, name=NASTY, x_title=NASTY, y_title=NASTY, here_words=NASTY
            ),
            lines=tuple(Line(NASTY, NASTY, line.mark) for line in slide.lines),
            foot=NASTY if slide.foot else "",
            sum=NASTY + " = " + NASTY if slide.sum else "",
            footer=NASTY,
            page=NASTY,
            words=tuple(replace(one, label=NASTY, computed=NASTY) for one in slide.words),
        )
        for slide in deck.slides
    )
    return replace(deck, title=NASTY, slides=slides)


def _bad_figure(figure: Figure) -> Figure:
    span = figure.span and replace(figure.span, target_words=NASTY, pace_words=NASTY)
    lines = tuple(replace(line, text=NASTY) for line in figure.lines)
    return replace(figure, label=NASTY, value=NASTY, of_target=NASTY, span=span, lines=lines)


def _bad_bars(bars: Bars) -> Bars:
    rows = tuple(replace(bar, name=NASTY, words=NASTY) for bar in bars.bars)
    return replace(bars, title=NASTY, unit=NASTY, foot=NASTY, bars=rows)
