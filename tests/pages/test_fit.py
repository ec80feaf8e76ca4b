"""Lead sources: where leads and quota lie apart, what steps cost; Bookings: who worked on them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from data.warehouse import Reader
from metrics.compute import answer, calendar_of
from metrics.fit import fit, fits
from metrics.mix import Segment
from metrics.wording import NARROW, rounded
from pages.views.asked import Asked, understood
from pages.views.choices import build_choices
from pages.views.fit import PAIRS, build_fit, build_fits, fit_choices, least_fitting
from pages.views.receipt import build_receipt
from pages.views.source_costs import build_costs
from pages.views.tile import ReceiptRequest
from pages.views.together import build_together
from tests.pages.screens import screen, shown

PATH = "pages/lead_sources.py"


def asked_of(reader: Reader, **words: str) -> Asked:
    """The question of a link on the third quarter."""
    return understood({"period": "2026-Q3"} | words, build_choices(reader), reader)


def shares(reader: Reader, sql: str) -> dict[str, Fraction]:
    """Each member's share by plain SQL."""
    found = {name: Fraction(value) for name, value in reader.exact_rows(sql, {})}
    whole = sum(found.values())
    return {name: value / whole for name, value in found.items()}


def plain(words: str) -> str:
    """The words with ordinary spaces, as `shown` gives them."""
    return " ".join(words.split())


LEADS = (
    "select industry, count(*) from lead_journey where created_at >= timestamp '2026-07-01 04:00' "
    "and created_at < timestamp '2026-10-01 04:00' group by 1"
)
QUOTA = (
    "select industry, value from target where kpi = 'bookings' and period = '2026-Q3' "
    "and industry is not null"
)


def test_the_widest_gap_is_the_sentence_and_the_first_row(reader: Reader) -> None:
    leads, quota = shares(reader, LEADS), shares(reader, QUOTA)
    apart = {name: share - quota.get(name, Fraction(0)) for name, share in leads.items()}
    widest = max(apart, key=lambda name: abs(apart[name]))
    asked = asked_of(reader)
    view = build_fit(reader, asked, "leads-quota", "industry")
    assert view is not None
    assert view.chart is not None
    said = f"{round(leads[widest] * 100)}{NARROW}% of its leads into {widest}, where "
    assert said in view.block.title
    assert view.chart.rows[0].name == widest
    assert view.chart.rows[0].is_over is (apart[widest] > 0)
    assert view.chart.rows[0].gap_words == f"{round(abs(apart[widest]) * 100)} points"
    overlap = 1 - sum(abs(gap) for gap in apart.values()) / 2
    assert view.block.aside.startswith(f"go-to-market fit {round(overlap * 100)}{NARROW}%")


def test_the_screen_opens_with_the_split_that_fits_least(reader: Reader) -> None:
    asked = asked_of(reader)
    found = build_fits(reader, asked, "leads-quota")
    assert [one.dimension for one in found] == ["region", "industry", "size_band"]
    assert least_fitting(found) == "industry"
    test = screen(PATH, period="2026-Q3")
    assert [error.value for error in test.exception] == []
    view = build_fit(reader, asked, "leads-quota", "industry")
    assert view is not None
    assert plain(view.block.title) in shown(test)
    by_region = screen(PATH, period="2026-Q3", fit="region")
    view = build_fit(reader, asked, "leads-quota", "region")
    assert view is not None
    assert plain(view.block.title) in shown(by_region)


def test_mixes_that_lie_alike_are_calm(reader: Reader) -> None:
    view = build_fit(reader, asked_of(reader, period="2026-Q2"), "leads-quota", "region")
    assert view is not None
    found = "Leads and quota lie in the same places: no region is more than 2 points apart"
    assert view.block.title == found


def test_the_block_and_the_kpi_say_the_same(reader: Reader) -> None:
    period = calendar_of(reader).parse("2026-Q3")
    of_region = fit(reader, period, "region")
    headline = answer(reader, "go_to_market_fit", period)
    assert of_region.overlap is not None
    assert Decimal(of_region.overlap.numerator) / of_region.overlap.denominator == headline.value
    assert headline.beside["gaps"] == {
        one.name: Decimal(one.gap.numerator) / one.gap.denominator for one in of_region.segments
    }


@pytest.mark.parametrize("pair", [one.word for one in PAIRS])
def test_every_pair_adds_up(reader: Reader, pair: str) -> None:
    for found in build_fits(reader, asked_of(reader), pair):
        if found.overlap is None:
            assert found.note
            continue
        assert sum(one.demand for one in found.segments) == 1
        assert sum(one.supply for one in found.segments) == 1
        assert sum(one.common for one in found.segments) == found.overlap


def test_a_mix_that_names_little_says_so(reader: Reader) -> None:
    view = build_fit(reader, asked_of(reader), "spend-quota", "industry")
    assert view is not None
    assert view.block.title.endswith(f"{NARROW}% of the spend names no industry")
    assert "says little" in view.foot


def test_inside_a_region_only_the_other_splits_are_offered(reader: Reader) -> None:
    asked = asked_of(reader, region="EMEA")
    found = build_fits(reader, asked, "leads-quota")
    assert [one.word for one in fit_choices(found)] == ["industry", "size_band"]
    view = build_fit(reader, asked, "leads-quota", "industry")
    assert view is not None
    assert view.foot.startswith("No quota is set here by industry: pipeline created takes its")


def test_by_a_source_there_is_no_fit(reader: Reader) -> None:
    asked = asked_of(reader, source="Webinar")
    assert build_fits(reader, asked, "leads-quota") == ()
    assert build_fit(reader, asked, "leads-quota", "region") is None
    test = screen(PATH, period="2026-Q3", source="Webinar")
    assert [error.value for error in test.exception] == []


def test_the_gap_is_signed_and_the_common_part_the_smaller() -> None:
    one = Segment("SMB", Fraction(31, 100), Fraction(18, 100))
    assert (one.gap, one.common) == (Fraction(13, 100), Fraction(18, 100))


def test_fits_of_a_period_without_leads_say_why(reader: Reader) -> None:
    period = calendar_of(reader).parse("2019-Q1")
    assert all(one.overlap is None and one.note for one in fits(reader, period))


def test_every_step_has_both_forms_of_its_cost(reader: Reader) -> None:
    view = build_costs(reader, asked_of(reader))
    assert view is not None
    period = calendar_of(reader).parse("2026-Q3")
    won = answer(reader, "cost_per_won", period)
    row = next(row for row in view.table.rows if row[0].text == "Won deal")
    assert row[1].second == f"{won.denominator} in the period"
    assert row[2].second == f"spend of {won.beside['lag_days']}{NARROW}d earlier"
    assert [tile.key for tile in view.tiles] == [
        "blended_cac",
        "cac_payback_months",
        "magic_number",
    ]
    assert view.tiles[1].value.endswith(f"{NARROW}mo")
    assert view.tiles[0].count.endswith(" customers")
    assert build_costs(reader, asked_of(reader, team="sales")) is None


def test_the_printed_shares_of_who_sourced_it_add_up_to_100(reader: Reader) -> None:
    view = build_together(reader, asked_of(reader))
    assert view.table is not None
    shown_shares = [int(row[2].text.split(NARROW)[0]) for row in view.table.rows]
    assert sum(shown_shares[:-1]) == shown_shares[-1] == 100
    assert [row[0].text for row in view.table.rows] == [
        "Marketing",
        "Sales",
        "Partner",
        "Success",
        "Nobody on record",
        "All",
    ]
    marketing = view.tiles[1]
    assert {change.verdict.value for change in marketing.changes} == {"neither"}
    words = shown(screen("pages/bookings.py", period="2026-Q3"))
    assert plain(view.block.title) in words


def test_before_anything_was_booked_there_is_no_table(reader: Reader) -> None:
    asked = replace(asked_of(reader), period=calendar_of(reader).parse("2019-Q1"))
    asked = replace(asked, as_of=date(2026, 11, 15))
    view = build_together(reader, asked)
    assert (view.table, view.title) == (None, "Who sourced it")


def test_a_receipt_tells_the_gaps_by_name(reader: Reader) -> None:
    asked = asked_of(reader)
    period = calendar_of(reader).parse("2026-Q3")
    request = ReceiptRequest("go_to_market_fit", period, asked.scope, asked.as_of)
    facts = dict(build_receipt(reader, request).facts)
    gaps = answer(reader, "go_to_market_fit", period).beside["gaps"]
    assert isinstance(gaps, dict)
    first = min(gaps)
    assert facts["Gaps"].startswith(f"{first} {rounded(gaps[first], 2)}, ")
    assert facts["Against"] == "quota"
