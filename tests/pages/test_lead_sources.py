"""Lead sources: what each brings and what becomes of it, added up and told in one sentence."""

from decimal import Decimal

import pytest

from data.warehouse import Reader
from metrics.scope import Scope
from pages.views.asked import Asked, understood
from pages.views.choices import build_choices
from pages.views.lead_sources import KEYS, build_lead_sources
from pages.views.receipt import build_receipt
from pages.views.table import Mark
from tests.pages.screens import heading, screen, shown

PATH = "pages/lead_sources.py"
HANDED_OVER = (
    "handed_over_at >= timestamp '2026-07-01 04:00:00' "
    "and handed_over_at < timestamp '2026-10-01 04:00:00'"
)


def asked_of(reader: Reader, **words: str) -> Asked:
    """The question of a link on the third quarter."""
    return understood({"period": "2026-Q3"} | words, build_choices(reader), reader)


def counted(reader: Reader, where: str) -> int:
    """Leads by plain SQL."""
    sql = f"select count(*) from lead_journey where {HANDED_OVER} and {where}"
    return int(reader.exact_rows(sql)[0][0])


def test_the_screen_names_the_source_whose_leads_do_not_close(reader: Reader) -> None:
    test = screen(PATH, period="2026-Q3")
    assert [error.value for error in test.exception] == []
    assert heading(test).startswith("Paid search brings 26\u202f% of the sales-ready leads, but")
    assert "of them are accepted (69\u202f% overall)" in heading(test)
    assert f"Sales-ready leads {counted(reader, 'true')} leads" in shown(test)


def test_every_source_has_the_leads_that_sql_finds(reader: Reader) -> None:
    grid = build_lead_sources(reader, asked_of(reader), "source").grid
    place = KEYS.index("sales_ready_leads")
    cells = {name: row[place].text for name, row in zip(grid.names, grid.rows, strict=True)}
    assert cells["Paid search"] == str(counted(reader, "source = 'Paid search'"))
    assert cells["All sources"] == str(counted(reader, "true"))
    assert grid.names[0] == "Paid search"
    assert grid.names[-1] == "All sources"


@pytest.mark.parametrize("by", ["source", "channel"])
def test_the_parts_add_up_to_the_last_row(reader: Reader, by: str) -> None:
    view = build_lead_sources(reader, asked_of(reader), by)
    lines = [line.split(",") for line in view.grid.csv.splitlines()]
    for key in ("leads_created", "sales_ready_leads", "pipeline_created", "bookings"):
        place = lines[0].index(key)
        values = [Decimal(line[place] or 0) for line in lines[1:]]
        assert sum(values[:-1]) == values[-1]
        assert values[-1] > 0
    assert f"The {by}s add up to the last row" in view.foot


def test_the_link_splits_by_channel() -> None:
    test = screen(PATH, period="2026-Q3", by="channel")
    assert heading(test).startswith("Paid media brings 34\u202f% of the sales-ready leads")
    assert "Every number of every channel" in shown(test)
    assert screen(PATH, by="nonsense").segmented_control(key="link_by").value == "source"


def test_marks_and_intervals_follow_the_leads(reader: Reader) -> None:
    grid = build_lead_sources(reader, asked_of(reader), "source").grid
    rows = dict(zip(grid.names, grid.rows, strict=True))
    accepted, won = KEYS.index("acceptance_rate"), KEYS.index("win_rate")
    assert rows["Paid search"][accepted].mark is Mark.WORSE
    assert rows["Partner referral"][accepted].mark is Mark.BETTER
    assert rows["Trade show"][won].text == "few 7.6–50\u202f%"
    assert rows["Trade show"][won].mark is Mark.NONE
    assert rows["All sources"][accepted].mark is Mark.NONE


def test_a_cell_opens_the_receipt_of_its_source(reader: Reader) -> None:
    grid = build_lead_sources(reader, asked_of(reader), "source").grid
    cell = grid.rows[grid.names.index("Webinar")][KEYS.index("sales_ready_leads")]
    view = build_receipt(reader, cell.receipt)
    assert view.rows.total == counted(reader, "source = 'Webinar'")
    assert dict(view.facts)["Scope"] == "source=Webinar"


def test_numbers_the_scope_does_not_have_are_left_out_and_named(reader: Reader) -> None:
    asked = asked_of(reader, team="sales")
    assert asked.scope == Scope.of(team="sales")
    view = build_lead_sources(reader, asked, "source")
    assert "Cost per won deal" not in view.grid.columns
    assert "Not counted by team: Cost per sales-ready lead, Cost per opportunity" in view.foot


def test_one_source_alone_is_not_held_against_itself(reader: Reader) -> None:
    view = build_lead_sources(reader, asked_of(reader, source="Webinar"), "source")
    assert view.headline.sentence == "Webinar is the only source in this scope"


def test_a_period_without_leads_says_so() -> None:
    text = shown(screen(PATH, period="2019-Q1"))
    assert "No leads, deals or spend in Q1 2019" in text
    assert "Choose another period" in text


def test_a_headline_stays_within_two_lines(reader: Reader) -> None:
    said = build_lead_sources(reader, asked_of(reader, period="2026-Q4"), "channel").headline
    assert said.sentence.endswith("47\u202f% of them are accepted (68\u202f% overall)")
