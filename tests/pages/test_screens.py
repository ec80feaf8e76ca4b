"""Each screen runs, has its sentence and shows one number that SQL finds too."""

from decimal import Decimal
from pathlib import Path

import pytest

from data.warehouse import Reader
from metrics.wording import money
from tests.pages.screens import heading, screen, shown

SCREENS = (
    "pages/weekly.py",
    "pages/funnel.py",
    "pages/claims.py",
    "pages/pipeline.py",
    "pages/bookings.py",
)
SENTENCES = {
    "pages/weekly.py": "Bookings are on pace; pipeline created was",
    "pages/funnel.py": "leads were handed to sales in Q4 2026",
    "pages/claims.py": "sales answers late in EMEA",
    "pages/pipeline.py": "covers what is left",
    "pages/bookings.py": "Bookings are on pace",
}
BOOKED = "select sum(amount) from booking where kind in ('new', 'expansion', 'renewal')"
QUARTER = "booked_on >= date '2026-10-01' and booked_on < date '2026-11-16'"


@pytest.mark.parametrize("path", SCREENS)
def test_a_screen_opens_with_its_sentence(path: str) -> None:
    test = screen(path)
    assert [error.value for error in test.exception] == []
    assert SENTENCES[path] in heading(test)


def booked(reader: Reader, where: str) -> Decimal:
    """Bookings by plain SQL."""
    return Decimal(reader.exact_rows(f"{BOOKED} and {where}", {})[0][0])


@pytest.mark.parametrize("path", ["pages/weekly.py", "pages/bookings.py"])
def test_the_hero_is_what_the_quarter_booked(path: str, reader: Reader) -> None:
    amount = money(booked(reader, QUARTER), "USD")
    assert f"Booked this quarter {amount}" in shown(screen(path))


def test_the_link_sets_the_scope(reader: Reader) -> None:
    amount = money(booked(reader, f"{QUARTER} and region = 'East'"), "USD")
    test = screen("pages/weekly.py", region="East", period="2026-Q4")
    assert f"Booked this quarter {amount}" in shown(test)
    assert test.selectbox(key="scope_region").value == "East"


def test_a_segment_is_a_size_band_or_an_industry(reader: Reader) -> None:
    amount = money(booked(reader, f"{QUARTER} and size_band = 'Enterprise'"), "USD")
    test = screen("pages/bookings.py", segment="size_band:Enterprise")
    assert f"Booked this quarter {amount}" in shown(test)


def test_the_as_of_closes_the_view(reader: Reader) -> None:
    where = "booked_on >= date '2026-10-01' and booked_on < date '2026-11-02'"
    amount = money(booked(reader, where), "USD")
    test = screen("pages/bookings.py", as_of="2026-11-01")
    assert f"Booked this quarter {amount}" in shown(test)
    assert "As of Sun 01 Nov 2026" in shown(test)


def test_the_funnel_counts_the_leads_handed_over(reader: Reader) -> None:
    count = reader.exact_rows(
        "select count(*) from lead_journey where handed_over_at >= timestamp '2026-10-01 04:00:00'",
        {},
    )[0][0]
    assert f"Sales-ready leads {count} leads {count}" in shown(screen("pages/funnel.py"))


def test_pipeline_shows_the_open_deals_of_the_quarter(reader: Reader) -> None:
    count = reader.exact_rows(
        "select count(*) from opportunity_version where is_current and is_open "
        "and expected_close_on >= date '2026-10-01' and expected_close_on < date '2027-01-01'",
        {},
    )[0][0]
    assert f"Open pipeline {count} deals" in shown(screen("pages/pipeline.py"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"period": "soon"}, "is no period"),
        ({"period": "2027-Q2"}, "starts after the data ends"),
        ({"as_of": "tomorrow"}, "is no date"),
        ({"as_of": "0001-01-05"}, "is no date"),
        ({"as_of": "2031-01-01"}, "The data ends on 15 Nov 2026"),
        ({"region": "<b>Mars</b>"}, "There is no region"),
    ],
)
def test_a_link_that_makes_no_sense_gets_a_sentence_and_the_default(
    words: dict[str, str], said: str
) -> None:
    test = screen("pages/weekly.py", **words)
    assert [error.value for error in test.exception] == []
    assert said in " ".join(box.value.replace("\\", "") for box in test.info)
    assert "Booked this quarter" in shown(test)


def test_a_period_without_records_says_so() -> None:
    text = shown(screen("pages/weekly.py", period="2019-Q1"))
    assert "No records in Q1 2019" in text
    assert "Choose another period" in text


def test_an_empty_store_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    text = shown(screen("app.py"))
    assert "python -m data demo" in text
