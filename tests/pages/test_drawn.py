"""Charts drawn as HTML: every place, every word, and nothing that text from data could open."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

from pages.components.drawn import lines_html, waterfall_html
from pages.views.bridge import Fall, Waterfall
from pages.views.chart import Line, LineChart, Role
from pages.views.forecast_tile import FanChart

HOSTILE = '"><img src=x onerror=alert(1)>'

ACTUAL = Line(
    "Booked $3M", Role.ACTUAL, (0.0, 10.0), (0.0, 3.0), ("0: nothing", "10: $3M"),
    label_side="left", has_dot=True,
)  # fmt: skip
LAST_YEAR = Line(
    "2025 $4M", Role.PREVIOUS, (0.0, 10.0, 20.0), (0.0, 2.0, 4.0), ("a year", "two", "three")
)
PLAN = Line("Target $4M", Role.PLAN, (0.0, 20.0), (0.0, 4.0), ("the plan", "the plan"))
TICKS = ((0.0, "Oct"), (10.0, "Nov"))
LINES = LineChart("Pace", "Booked so far", (ACTUAL, LAST_YEAR, PLAN), 0.0, 20.0, 5.0, TICKS)


class Seen(HTMLParser):
    """The tags and attributes a browser would find."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what is opened."""
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def points(html: str) -> list[str]:
    """The points of every line, in percent of the box from its top left corner."""
    drawn = re.findall(r"[^-]mask-image:url\(&quot;(.*?)&quot;\)", html)
    return [re.findall(r"points='(.*?)'", unquote(source))[0] for source in drawn]


def attribute(html: str, css_class: str, name: str = "style") -> list[str]:
    """What the elements of a class have as an attribute."""
    return re.findall(rf'<\w+ class="{css_class}"[^>]*?{name}="([^"]*)"', html)


def test_lines_run_where_their_values_are() -> None:
    html = lines_html(LINES, 240)
    assert points(html) == [
        "0.00,100.00 50.00,40.00",
        "0.00,100.00 50.00,60.00 100.00,20.00",
        "0.00,100.00 100.00,20.00",
    ]
    assert attribute(html, "t-c-dot") == ["left:50.00%;top:40.00%"]
    assert attribute(html, "t-c-tick") == ["left:0.00%", "left:50.00%"]
    assert 'role="img" aria-label="Booked so far" style="height:240px"' in html


def test_a_dashed_line_keeps_its_width_when_stretched() -> None:
    drawn = re.findall(r"[^-]mask-image:url\(&quot;(.*?)&quot;\)", lines_html(LINES, 240))
    plan = unquote(drawn[2])
    assert "stroke-dasharray='9 9'" in plan
    assert "vector-effect='non-scaling-stroke'" in plan
    assert "preserveAspectRatio='none'" in plan


def test_no_name_stands_on_another() -> None:
    # Two lines end at the same value: 4 of 5, in 200 pixels, is 160 from the axis.
    html = lines_html(LINES, 240)
    assert attribute(html, "t-c-name t-c-right t-c-name-previous") == [
        "left:100.00%;bottom:160.0px"
    ]
    assert attribute(html, "t-c-name t-c-right t-c-name-plan") == ["left:100.00%;bottom:179.0px"]
    # At the left of its end, inside the chart, it keeps its place and covers what runs there.
    assert attribute(html, "t-c-name t-c-left t-c-name-actual t-c-inside") == [
        "left:50.00%;bottom:120.0px"
    ]


def test_a_day_says_what_each_line_has_there() -> None:
    tips = re.findall(
        r'<i data-tip="(.*?)"( class="t-late")? style="(.*?)"', lines_html(LINES, 240)
    )
    assert tips == [
        ("0: nothing&#10;a year&#10;the plan", "", "left:0.00%;width:25.00%"),
        ("10: $3M&#10;two", "", "left:25.00%;width:50.00%"),
        ("three&#10;the plan", ' class="t-late"', "left:75.00%;width:25.00%"),
    ]


def test_what_is_open_or_young_is_hatched() -> None:
    plain = lines_html(LINES, 240)
    assert "t-c-fan" not in plain
    assert "t-c-veil" not in plain
    veiled = lines_html(replace(LINES, veil_from=15.0, veil_words="too young"), 240)
    assert attribute(veiled, "t-c-veil") == ["left:75.00%"]
    assert '<span class="t-c-veil-words">too young</span>' in veiled
    names = ("title", "words", "lines", "start", "end", "top", "ticks")
    fan = FanChart(
        **{name: getattr(LINES, name) for name in names},
        low=((10.0, 3.0), (20.0, 3.5)),
        high=((10.0, 3.0), (20.0, 5.0)),
    )
    assert attribute(lines_html(fan, 240), "t-c-fan") == [
        "clip-path:polygon(50.00% 40.00%,100.00% 0.00%,100.00% 30.00%,50.00% 40.00%)"
    ]


def test_a_chart_of_nothing_is_drawn() -> None:
    empty = LineChart("", "Nothing", (Line("x", Role.ACTUAL, (), (), ()),), 0.0, 0.0, 0.0, ())
    assert "t-c-line" not in lines_html(empty, 100)
    assert 'aria-label="Nothing"' in waterfall_html(Waterfall("", "Nothing", ()), 100)


def falls() -> Waterfall:
    """In 10, out 15, so the sum is 5 below zero; 4 bars share 4.1 of room."""
    return Waterfall(
        "What changed",
        "Minus five",
        (
            Fall("Created", 0.0, 10.0, "+10", "10 created", Role.BETTER),
            Fall("Lost", 10.0, -5.0, "−15", "15 lost", Role.WORSE),
            Fall("Won", -5.0, -5.0, "0", "none won", Role.ACTUAL),
            Fall("Change", 0.0, -5.0, "−5", "5 less", Role.PLAN),
        ),
    )


def test_bars_hang_from_one_end_to_the_next() -> None:
    html = waterfall_html(falls(), 300)
    # From -7.1 to 12.1: 15 and a seventh of it, nearly, over and under.
    assert attribute(html, "t-c-bar t-c-better") == [
        "left:4.63%;width:17.56%;top:10.94%;height:52.08%"
    ]
    assert attribute(html, "t-c-bar t-c-worse") == [
        "left:29.02%;width:17.56%;top:10.94%;height:78.13%"
    ]
    assert attribute(html, "t-c-bar t-c-plan t-late") == [
        "left:77.80%;width:17.56%;top:63.02%;height:26.04%"
    ]
    assert attribute(html, "t-c-zero") == ["top:63.02%"]
    assert attribute(html, "t-c-join") == [
        "left:22.20%;width:6.83%;top:10.94%",
        "left:46.59%;width:6.83%;top:89.06%",
        "left:70.98%;width:6.83%;top:89.06%",
    ]


def test_words_stand_over_a_bar_or_under_it() -> None:
    html = waterfall_html(falls(), 300)
    assert attribute(html, "t-c-value t-c-over") == [
        "left:13.41%;top:10.94%", "left:37.80%;top:10.94%", "left:86.59%;top:63.02%",
    ]  # fmt: skip
    assert attribute(html, "t-c-value t-c-under") == ["left:62.20%;top:89.06%"]
    assert attribute(html, "t-c-bar t-c-worse", "data-tip") == ["15 lost"]
    assert '<span class="t-c-tick t-strong" style="left:86.59%">Change</span>' in html


def test_text_from_data_opens_nothing() -> None:
    hostile = Line(HOSTILE, Role.ACTUAL, (0.0, 1.0), (0.0, 1.0), (HOSTILE, HOSTILE))
    chart = LineChart("", HOSTILE, (hostile,), 0.0, 1.0, 1.0, ((0.0, HOSTILE),), 90, 0.5, HOSTILE)
    fall = Fall(HOSTILE, 0.0, 1.0, HOSTILE, HOSTILE, Role.BETTER)
    for html in (lines_html(chart, 100), waterfall_html(Waterfall("", HOSTILE, (fall,)), 100)):
        seen = Seen()
        seen.feed(html)
        assert seen.tags == {"div", "span", "i"}
        assert seen.attributes == {"class", "style", "role", "aria-label", "data-tip"}
