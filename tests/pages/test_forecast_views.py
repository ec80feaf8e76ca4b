"""What the screens say of the forecast is what metrics answers."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.warehouse import Reader
from metrics.compute import calendar_of
from metrics.forecast import forecast
from metrics.forecast.words import short_words
from metrics.handed import Handed
from metrics.lifecycle.forecasts import handed_from
from metrics.scope import Scope
from pages.charts.forecast import landing_figure
from pages.components.drawn import lines_html
from pages.theme import LIGHT
from pages.views.asked import Asked
from pages.views.chart import Role
from pages.views.forecast import build_landing, landing_words
from pages.views.forecast_frozen import build_coverage, build_frozen
from pages.views.forecast_receipt import build_landing_receipt
from pages.views.forecast_record import build_ageing, build_record
from pages.views.forecast_tile import FanChart, build_landing_tile, build_pace_fan
from pages.views.number import build_number
from pages.views.tile import LandingRequest

AS_OF = date(2026, 11, 15)


@pytest.fixture(scope="module")
def asked(reader: Reader) -> Asked:
    """This quarter, everything."""
    return Asked(calendar_of(reader).parse("2026-Q4"), Scope(), AS_OF, ())


def test_the_landing_and_its_parts_add_up(reader: Reader, asked: Asked) -> None:
    view = build_landing(reader, asked)
    assert view is not None
    assert view.block.title == "Where it lands: $4.69M, $300k over target"
    assert view.block.aside == "Q4 2026 · week 7 · learned from 8 past quarters"
    assert view.message == ""
    assert view.parts is not None
    amounts = [Decimal(row[4].text.strip("$").replace(",", "")) for row in view.parts.rows]
    assert sum(amounts[:-1]) == amounts[-1] == Decimal("4689637.89")
    chart = view.chart
    assert chart is not None
    assert sum(one.length for one in chart.segments) == pytest.approx(chart.landing.at)
    assert chart.landing.words == "Lands at $4.69M, P10–P90 $4.13M to $5.28M"
    drawn = landing_figure(chart, LIGHT)
    assert [bar.base[0] for bar in drawn.data[:3]] == [one.start for one in chart.segments]
    assert drawn.data[1].marker.pattern.shape == "/"


def test_the_record_is_told_with_its_misses(reader: Reader, asked: Asked) -> None:
    found = build_record(reader, asked)
    assert found is not None
    assert found.title == "6 of 8 past quarters ended inside the range told at this moment"
    assert sum(row[2].second == "outside" for row in found.tests.rows) == 2
    assert found.bands_title == "Of 1,300 deals 202 were expected, 196 booked"


def test_frozen_forecasts_stand_against_what_came(
    reader: Reader, asked: Asked, decided: Path
) -> None:
    found = build_frozen(reader, asked, handed_from(decided))
    assert found is not None
    assert found.table is not None
    assert len(found.table.rows) == 8
    assert "over 8 quarters" in found.title
    none = build_frozen(reader, asked, Handed())
    assert none is not None
    assert (none.title, none.table) == ("No past forecast was frozen", None)
    assert "forecast freeze" in none.foot
    assert build_frozen(reader, replace(asked, scope=Scope.of(region="EMEA")), Handed()) is None


def test_coverage_stands_in_three_forms(reader: Reader, asked: Asked) -> None:
    found = build_coverage(reader, asked)
    assert found is not None
    assert [row[0].text for row in found.table.rows] == ["Q4 2026", "Q1 2027"]
    assert all(cell.text for row in found.table.rows for cell in row)


def test_ageing_tells_how_many_are_old(reader: Reader, asked: Asked) -> None:
    found = build_ageing(reader, asked)
    assert found is not None
    old = sum(int(row[6].text) for row in found.table.rows)
    assert found.title.startswith(f"{old} of ")


def test_weekly_says_where_it_lands(reader: Reader, asked: Asked) -> None:
    tile = build_landing_tile(reader, asked)
    assert tile is not None
    assert (tile.value, tile.note) == ("$4.69M", "P10–P90 $4.13M to $5.28M")
    assert len(tile.trend) == 7
    assert isinstance(tile.receipt, LandingRequest)
    receipt = build_landing_receipt(reader, tile.receipt)
    assert receipt.value == "$4,689,637.89"
    assert receipt.parts is not None
    title = build_number(reader, asked).block.title
    assert title.endswith(", and the forecast lands $300k over target")


def test_the_pace_chart_opens_to_the_landing(reader: Reader, asked: Asked) -> None:
    view = build_pace_fan(reader, asked)
    assert isinstance(view, FanChart)
    (landing,) = [line for line in view.lines if line.role is Role.ESTIMATE]
    assert landing.y[-1] == pytest.approx(4689637.89)
    assert view.low[0] == view.high[0] == (landing.x[0], landing.y[0])
    assert (view.low[-1][1], view.high[-1][1]) == pytest.approx((4132115.44, 5276968.56))
    assert '<span class="t-c-fan" style="clip-path:polygon(' in lines_html(view, 250)
    past = replace(asked, period=calendar_of(reader).parse("2026-Q3"))
    assert not isinstance(build_pace_fan(reader, past), FanChart)


def test_what_has_no_number_says_why(reader: Reader, asked: Asked) -> None:
    calendar = calendar_of(reader)
    young = replace(asked, period=calendar.parse("2023-Q4"), as_of=date(2023, 11, 15))
    view = build_landing(reader, young)
    assert view is not None
    assert (view.chart, view.parts) == (None, None)
    assert view.block.title == "Where it lands: that cannot be told yet"
    assert view.message.endswith("nothing to learn from.")
    assert build_record(reader, young) is None
    few = forecast(reader, calendar.parse("2024-Q3"), date(2024, 8, 11))
    assert "range" not in landing_words(few, "USD")
    past = forecast(reader, calendar.parse("2026-Q3"), AS_OF)
    assert short_words(past, "USD") == ""
    over = build_landing(reader, replace(asked, period=calendar.parse("2026-Q3")))
    assert over is not None
    assert over.message == "Q3 2026 has ended: it landed where it is booked."
