"""The screens asked for what is rare: a small scope, all time, a quarter that is over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from data.warehouse import Reader
from metrics.compute import answer, calendar_of
from metrics.forecast.ageing import ageing
from metrics.wording import money
from pages.views.asked import Asked, moment_of, understood
from pages.views.attribution import build_attribution, found_attribution
from pages.views.breakdown import build_breakdown
from pages.views.choices import build_choices, word_label
from pages.views.forecast_record import build_ageing
from pages.views.handover import build_handover
from pages.views.number import build_number
from pages.views.pipeline import build_closes, build_pipeline
from pages.views.week import build_outlook
from tests.pages.screens import screen, shown

REVENUE = ("weekly", "funnel", "claims", "lead_sources", "pipeline", "bookings")
NARROW = {"region": "LATAM", "source": "Trade show"}


def asked_of(reader: Reader, **words: str) -> Asked:
    return understood(words, build_choices(reader), reader)


@pytest.mark.parametrize("name", REVENUE)
@pytest.mark.parametrize("words", [NARROW, {"period": "all"}, {"period": "2026-Q2"}])
def test_every_screen_stands_and_says_no_word_of_code(name: str, words: dict[str, str]) -> None:
    test = screen(f"pages/{name}.py", **words)
    assert [error.value for error in test.exception] == []
    text = shown(test)
    assert not [word for word in ("n/m", "(none)", "2026-Q2", "nan", "for all;") if word in text]


def test_what_the_data_does_not_name_is_said_in_words_and_stands_last(reader: Reader) -> None:
    asked = asked_of(reader, period="2026-Q4")
    view = build_breakdown(reader, asked, "source", ("bookings", "win_rate"))
    assert view is not None
    assert [row[0].text for row in view.table.rows][-2:] == ["(no source named)", "All"]
    assert "\n(none)," in view.csv.replace("\r", "")
    assert word_label("source", "(none)") == "(no source named)"
    assert word_label("segment", "size_band:(none)") == "(no size named)"
    assert word_label("segment", "industry:Energy") == "Energy"


def test_where_nothing_was_booked_no_source_did_most(reader: Reader) -> None:
    booked = found_attribution(reader, asked_of(reader), "source")
    found = replace(booked, total=Decimal(0), unattributed=Decimal(0))
    view = build_attribution(found, "linear", None, "USD")
    assert view.block.title == "Nothing was booked, so no source is credited"
    assert view.rows == ()


def test_all_time_is_held_against_the_quarter_that_runs(reader: Reader) -> None:
    asked = asked_of(reader, period="all")
    outlook = build_outlook(reader, asked)
    quarter = calendar_of(reader).containing(asked.as_of, "quarter")
    covered = answer(reader, "pipeline_coverage", quarter, as_of=asked.as_of, window=quarter)
    assert covered.value is not None
    assert (outlook[0].label, outlook[0].value) == (
        "Coverage, this quarter",
        f"{covered.value:.1f}×",
    )
    assert [tile.key for tile in outlook] == ["pipeline_coverage", "pipeline_coverage_next"]
    assert outlook[1].label == "Coverage, next quarter"
    assert "forecast" not in build_number(reader, asked).block.title
    view = build_pipeline(reader, asked)
    assert view.block.aside == "whenever they are expected to close"
    assert view.headline.sentence.endswith("deals, whenever they are expected to close")


def test_a_quarter_that_is_over_is_shown_as_it_stood_at_its_end(reader: Reader) -> None:
    asked = asked_of(reader, period="2026-Q2")
    assert moment_of(asked).seen_to == date(2026, 6, 30)
    closes = build_closes(reader, asked)
    assert closes is not None
    assert closes.bars[0].name == "Jun 2026"
    june = calendar_of(reader).parse("2026-06")
    late = answer(reader, "open_pipeline", asked.period, as_of=asked.as_of, window=june)
    amount = late.beside["overdue_before_window_amount"]
    assert closes.title.endswith(f"; {money(amount, 'USD')} was expected before Jun 2026")
    open_then = answer(reader, "open_pipeline", asked.period, as_of=asked.as_of, window="all")
    view = build_ageing(reader, asked)
    assert view is not None
    assert f" of {open_then.rows} open deals" in view.title
    now = ageing(reader, moment_of(asked_of(reader)))
    assert now.whole.deals != open_then.rows


def test_leaks_of_other_periods_are_no_more_of_none(reader: Reader) -> None:
    view = build_handover(reader, asked_of(reader, **NARROW))
    assert view.leaks is None or " more that fell due" in view.leaks_foot
    if view.leaks is None:
        assert " more " not in view.leaks_foot
