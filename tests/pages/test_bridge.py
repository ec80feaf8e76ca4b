"""What changed, on Pipeline and Weekly: the words, the bars, the dates of the link, the deals."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data.warehouse import Reader
from metrics.bridge import bridge
from metrics.compute import calendar_of
from metrics.wording import money
from pages.charts.bridge import waterfall
from pages.theme import DARK, LIGHT
from pages.views.asked import Asked, understood
from pages.views.bridge import build_bridge, build_week_bridge
from pages.views.bridge_dates import default_span, understood_dates
from pages.views.bridge_deals import build_bar_deals, build_hygiene, build_untidy_deals
from pages.views.chart import Role
from pages.views.choices import build_choices
from tests.pages.screens import screen, shown

FROM, TO = date(2026, 11, 8), date(2026, 11, 15)


@pytest.fixture
def asked(reader: Reader) -> Asked:
    """The fourth quarter, everything, as of the data's last day."""
    return understood({}, build_choices(reader), reader)


def test_the_title_says_by_how_much(reader: Reader, asked: Asked) -> None:
    found = bridge(reader, FROM, TO, asked.period)
    view = build_bridge(reader, asked, FROM, TO)
    verb = "grew" if found.change > 0 else "shrank"
    assert view.block.title == (
        f"What changed: open pipeline {verb} {money(abs(found.change), 'USD')}"
    )
    assert view.block.aside == "8 Nov to 15 Nov · closing in Q4 2026"
    assert "residual $0.00" in view.foot
    assert view.chart is not None
    created = money(found.amounts["created"], "USD")
    hover = f"Created: +{created} in {found.counts['created']} deals"
    assert view.chart.falls[0].hover == hover


@pytest.mark.parametrize("build", [build_bridge, build_week_bridge])
def test_bars_run_from_zero_to_the_change_and_print_what_adds_up(
    reader: Reader, asked: Asked, build: object
) -> None:
    view = build(reader, asked, FROM, TO)  # type: ignore[operator]
    *falls, change = view.chart.falls
    assert falls[0].start == 0.0
    assert [one.end for one in falls[:-1]] == [one.start for one in falls[1:]]
    assert falls[-1].end == change.end
    printed = [Decimal(one.words.replace("−", "-").replace(",", "")) for one in falls]
    assert sum(printed) == Decimal(change.words.replace("−", "-").replace(",", ""))
    assert (change.name, change.role) == ("Change", Role.PLAN)
    for fall in falls:
        by_sign = Role.BETTER if fall.end > fall.start else Role.WORSE
        assert fall.role is {"Won": Role.ACTUAL, "Rates": Role.QUIET}.get(fall.name, by_sign)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_the_figure_takes_its_colours_by_role(reader: Reader, asked: Asked, theme: object) -> None:
    view = build_bridge(reader, asked, FROM, TO)
    assert view.chart is not None
    drawn = waterfall(view.chart, theme).to_dict()  # type: ignore[arg-type]
    (bars,) = drawn["data"]
    assert [note["text"] for note in drawn["layout"]["annotations"]] == [
        f"<b>{fall.words}</b>" for fall in view.chart.falls
    ]
    assert bars["marker"]["color"][-1] == "rgba(0,0,0,0)"
    assert bars["marker"]["line"]["width"][-1] == 2
    assert bars["marker"]["color"][0] == theme.better  # type: ignore[attr-defined]


def test_each_bar_opens_exactly_its_deals(reader: Reader, asked: Asked) -> None:
    found = bridge(reader, FROM, TO, asked.period)
    view = build_bridge(reader, asked, FROM, TO)
    assert [door.bar for door in view.doors] == [bar for bar, n in found.counts.items() if n]
    for door in view.doors:
        opened = build_bar_deals(reader, asked, FROM, TO, door.bar)
        assert opened.rows.total == found.counts[door.bar]
        name = "amount" if door.bar in ("opening", "closing") else door.bar
        place = opened.rows.columns.index(name)
        values = [row[place] for row in opened.rows.rows]
        assert sum(Decimal(str(value or 0)) for value in values) == found.amounts[door.bar]
        assert door.label.endswith(f" {found.counts[door.bar]}")


def test_the_movers_share_one_scale(reader: Reader, asked: Asked) -> None:
    found = bridge(reader, FROM, TO, asked.period)
    view = build_bridge(reader, asked, FROM, TO)
    assert [one.deal for one in view.movers] == [deal.name for deal in found.movers()]
    assert max(abs(one.share) for one in view.movers) == 100.0
    together = sum(deal.net for deal in found.movers())
    assert view.movers_title.startswith(f"Ten biggest movers, {'+' if together >= 0 else '−'}$")


def test_hygiene_opens_the_deals_of_each_rule(reader: Reader, asked: Asked) -> None:
    view = build_hygiene(reader, asked, TO)
    assert view.title.startswith("Hygiene: ")
    assert view.findings
    for one in view.findings:
        opened = build_untidy_deals(reader, asked, TO, one.key)
        assert one.label.startswith(f"{opened.rows.total} deal")
        assert (opened.title, opened.sentence) == (one.what, one.mend)


def test_nothing_moved_is_an_answer(reader: Reader, asked: Asked) -> None:
    view = build_bridge(reader, asked, TO, TO)
    assert (view.block.title, view.chart) == ("What changed: nothing moved", None)
    assert (view.movers_title, view.movers) == ("No deal moved the pipeline", ())
    assert view.empty is None
    past = replace(asked, period=calendar_of(reader).parse("2019"))
    empty = build_bridge(reader, past, FROM, TO).empty
    assert empty is not None
    assert empty.what == "No deal was open for 2019 on either day"


def test_days_before_the_history_say_what_cannot_be_seen(reader: Reader, asked: Asked) -> None:
    view = build_bridge(reader, asked, date(2020, 1, 1), TO)
    assert view.block.title == "What changed: nothing is on record of the first day"
    assert view.message == (
        "Nothing is on record before 2022-07-19: what was open on 2020-01-01 is not known."
    )
    assert build_bridge(reader, asked, FROM, TO).message == ""


def test_the_dates_of_a_link(reader: Reader, asked: Asked) -> None:
    def days(frm: str, to: str) -> tuple[date, date, int]:
        found = understood_dates(reader, asked, frm, to)
        return found.from_on, found.to_on, len(found.messages)

    assert default_span(asked) == (FROM, TO)
    assert days("", "") == (FROM, TO, 0)
    assert days("2026-10-01", "2026-10-31") == (date(2026, 10, 1), date(2026, 10, 31), 0)
    assert days("", "2026-10-31") == (date(2026, 10, 24), date(2026, 10, 31), 0)
    assert days("2026-10-31", "2026-10-01") == (date(2026, 9, 24), date(2026, 10, 1), 1)
    assert days("soon", "2027-01-01") == (FROM, TO, 2)
    first = date(1901, 1, 1)
    assert days("0001-01-01", "") == (first, TO, 0)
    assert days("", "0001-01-01") == (first, first, 0)
    at_first = replace(asked, as_of=date(1901, 1, 2))
    assert understood_dates(reader, at_first, "", "").from_on == first
    over = replace(asked, period=calendar_of(reader).parse("2026-Q2"))
    assert default_span(over) == (date(2026, 6, 23), date(2026, 6, 30))


def test_the_first_day_of_all_can_stand_in_a_link() -> None:
    test = screen("pages/pipeline.py", **{"from": "0001-01-01", "to": "0001-01-01"})
    assert [error.value for error in test.exception] == []


@pytest.mark.parametrize("path", ["pages/pipeline.py", "pages/weekly.py"])
def test_the_screens_show_what_changed(path: str, reader: Reader) -> None:
    found = bridge(reader, FROM, TO, calendar_of(reader).parse("2026-Q4"))
    words = shown(screen(path))
    assert f"{'grew' if found.change > 0 else 'shrank'} {money(abs(found.change), 'USD')}" in words
    assert "residual $0.00" in words
    assert found.movers()[0].account in words


def test_the_link_sets_the_days_and_a_bar_opens_its_deals() -> None:
    test = screen("pages/pipeline.py", **{"from": "2026-09-30", "to": "2026-10-31"})
    assert "30 Sep to 31 Oct · closing in Q4 2026" in shown(test)
    assert test.date_input(key="bridge_from").value == date(2026, 9, 30)
    test.date_input(key="bridge_to").set_value(date(2026, 10, 15)).run()
    assert "2026-10-15" in test.query_params["to"]
    assert "30 Sep to 15 Oct" in shown(test)
    test.button(key="bar_created").click().run()
    assert [error.value for error in test.exception] == []
    assert "Not on record on the first day; at what it is worth on the last." in shown(test)
