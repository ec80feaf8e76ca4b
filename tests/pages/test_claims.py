"""Claims and evidence: both claims on the same leads, told, counted and opened lead by lead."""

import csv
import io
from decimal import Decimal

import pytest

from data.warehouse import Reader
from metrics.claims_evidence import MEDIAN
from metrics.registry import kpi
from pages.components.marks import dots_html
from pages.components.tables import table_html
from pages.theme import DARK, LIGHT, Theme
from pages.views.asked import Asked, understood
from pages.views.choices import build_choices
from pages.views.claims import KINDS, build_claims, build_claims_sentence
from pages.views.claims_measures import LABELS
from pages.views.claims_receipt import (
    DEFINITIONS,
    QUESTIONS,
    ClaimReceipt,
    build_cell_rows,
    build_claim_receipt,
)
from pages.views.table import Mark
from tests.pages.screens import heading, screen, shown
from tests.pages.test_shell import contrast

PATH = "pages/claims.py"
THIRD = (
    "handed_over_at >= timestamp '2026-07-01 04:00:00' "
    "and handed_over_at < timestamp '2026-10-01 04:00:00'"
)


def asked_of(reader: Reader, **words: str) -> Asked:
    """The question of a link on the third quarter."""
    return understood({"period": "2026-Q3"} | words, build_choices(reader), reader)


def counted(reader: Reader, where: str) -> int:
    """Leads of the third quarter by plain SQL."""
    sql = f"select count(*) from lead_journey where {THIRD} and {where}"
    return int(reader.exact_rows(sql)[0][0])


def test_the_screen_holds_both_claims_against_the_same_leads(reader: Reader) -> None:
    test = screen(PATH, period="2026-Q3")
    assert [error.value for error in test.exception] == []
    assert heading(test) == (
        "Both claims hold, in different places: sales answers late in five of six regions, most "
        "of all in EMEA; Paid search leads are mostly handed back"
    )
    text = shown(test)
    leads, accepted = counted(reader, "true"), counted(reader, "decision = 'accepted'")
    decided = counted(reader, "decision is not null")
    assert f"The same {leads} leads handed over in Q3 2026" in text
    share = round(100 * accepted / decided)
    assert f"Acceptance rate {share} % {accepted} of {decided}" in text
    assert "none of them is 180 days old" in text


def test_the_verdict_strip_holds_every_lead_once(reader: Reader) -> None:
    view = build_claims(reader, asked_of(reader, period="2026"), "region")
    assert sum(one.leads for one in view.segments) == int(
        reader.exact_rows(
            "select count(*) from lead_journey "
            "where handed_over_at >= timestamp '2026-01-01 05:00:00'"
        )[0][0]
    )
    assert [one.label for one in view.segments] == [
        "Neither claim", "Only late follow-up", "Only weak leads", "Both", "Few"]  # fmt: skip


def test_the_table_marks_cells_and_never_totals(reader: Reader) -> None:
    table = build_claims(reader, asked_of(reader), "region").table
    rows = {row[0].text: row for row in table.rows}
    groups = [column.group for column in table.columns]
    emea = groups.index("EMEA")
    search = rows["Paid search"]
    assert search[emea].mark is Mark.WORSE
    searched = counted(reader, "source = 'Paid search'")
    assert search[0].second == f"{searched} leads"
    answered = counted(
        reader,
        "source = 'Paid search' and region = 'EMEA' and response_business_seconds <= 14400",
    )
    whole = counted(reader, "source = 'Paid search' and region = 'EMEA'")
    assert search[emea].second == f"{answered} of {whole}"
    assert rows["Trade show"][emea].text == "few"
    totals = [*rows["All sources"], *(cell for row in table.rows for cell in row[-2:])]
    assert {cell.mark for cell in totals} == {Mark.NONE}
    assert groups[-1] == "All regions"
    assert "t-mark-worse" in table_html(table)


def test_few_are_counted_with_their_interval_and_no_share(reader: Reader) -> None:
    table = build_claims(reader, asked_of(reader), "region").table
    few = [cell for row in table.rows for cell in row if cell.text == "few"]
    assert few
    for cell in few:
        made, _, interval = cell.second.partition(": ")
        below = int(made.partition(" of ")[2])
        assert below < 20
        low, high = (int(end) for end in interval.removesuffix("\u202f%").split("–"))
        assert 0 <= low < high <= 100


def test_the_owners_regions_are_a_switch() -> None:
    test = screen(PATH, period="2026", place="owner_region")
    assert [error.value for error in test.exception] == []
    assert "regions of owners" in heading(test)
    assert test.segmented_control(key="link_place").value == "owner_region"
    assert screen(PATH, place="nonsense").segmented_control(key="link_place").value == "region"


@pytest.mark.parametrize("kind", [one.word for one in KINDS])
def test_the_file_adds_up(reader: Reader, kind: str) -> None:
    view = build_claims(reader, asked_of(reader), kind)
    lines = list(csv.DictReader(io.StringIO(view.csv)))
    cells = [one for one in lines if "All" not in one["source"] and "All" not in one[kind]]
    last = lines[-1]
    assert (last["source"], last[kind]) == ("All sources", "All regions")
    for name in ("leads", "answered", "accepted", "decided", "pipeline"):
        assert sum(Decimal(one[name]) for one in cells) == Decimal(last[name])
    assert int(last["leads"]) == counted(reader, "true")
    assert all(one["bucket"] for one in cells)
    assert last["bucket"] == ""
    assert view.file_name == f"claims_by_source_and_{kind}_2026-Q3_2026-11-15.csv"


def test_the_receipt_ties_to_the_leads_and_tells_of_chance(reader: Reader) -> None:
    view = build_claim_receipt(
        reader, ClaimReceipt.of(asked_of(reader), "acceptance_rate", "region")
    )
    facts = dict(view.facts)
    accepted, decided = (
        counted(reader, f"decision {word}") for word in ("= 'accepted'", "is not null")
    )
    assert facts["Made of"] == f"{accepted} ÷ {decided}"
    assert int(facts["Not decided yet"]) == counted(reader, "true") - decided
    assert facts["Agreed limit"] == "72.00\u202f%"
    assert "chance alone would mark about" in facts["Marks and chance"]
    assert facts["Owned by"] == " and ".join(kpi("acceptance_rate").owners)
    assert view.rows.total == counted(reader, "true")


def test_every_measure_has_a_receipt(reader: Reader) -> None:
    assert LABELS.keys() == QUESTIONS.keys() == DEFINITIONS.keys()
    for key in LABELS:
        for period in ("2026-Q3", "2025"):
            asked = asked_of(reader, period=period)
            view = build_claim_receipt(reader, ClaimReceipt.of(asked, key, "owner_region"))
            assert "{" not in dict(view.facts)["Definition"]
            assert view.value != "no data" or (key, period) == ("win_rate", "2026-Q3")
    assert "still waiting" in DEFINITIONS[MEDIAN]


def test_the_leads_behind_a_cell_can_be_listed(reader: Reader) -> None:
    asked = asked_of(reader)
    view = build_claims(reader, asked, "region")
    sources, places = view.sources, view.places
    assert [sources[0].label, places[0].label] == ["All sources", "All regions"]
    assert {"Webinar", "EMEA"} <= {one.word for one in (*sources, *places)}
    table = build_cell_rows(reader, asked, "region", "Webinar", "EMEA")
    assert table.total == counted(reader, "source = 'Webinar' and region = 'EMEA'")
    test = screen(PATH, period="2026-Q3", cell_source="Webinar", cell_region="EMEA")
    assert f"{table.total} rows" in shown(test)
    assert test.selectbox(key="link_cell_source").value == "Webinar"


def test_without_a_limit_nothing_is_marked_and_the_mend_is_said(reader: Reader) -> None:
    test = screen(PATH, period="all")
    assert heading(test) == (
        "Nothing is agreed for this period that the two claims could be held against"
    )
    assert "choose one to hold the claims against" in test.info[0].value
    text = shown(test)
    assert "Nothing is marked: no limit is agreed" in text
    assert "no limit of acceptance rate is agreed for this period" in text
    assert "leads handed over so far" in text
    view = build_claims(reader, asked_of(reader, period="2026-08-03..2026-08-19"), "region")
    assert view.message == ""
    assert "Not judged" not in [one.label for one in view.segments]


def test_a_period_without_handovers_says_so(reader: Reader) -> None:
    text = shown(screen(PATH, period="2019-Q1"))
    assert "No lead was handed over to sales in Q1 2019" in text
    assert "Choose another period" in text
    asked = asked_of(reader, period="2019-Q1")
    assert build_claims_sentence(reader, asked).startswith("No lead was handed over")


def test_the_funnel_gives_the_sentence_and_the_way() -> None:
    text = shown(screen("pages/funnel.py", period="2026-Q3"))
    assert "Both claims hold, in different places: sales answers late" in text
    assert "Claims and evidence" in text


def test_a_strip_is_read_out_and_its_words_are_literal(reader: Reader) -> None:
    view = build_claims(reader, asked_of(reader), "region")
    strip = view.claims[0].measures[0].strip
    assert strip is not None
    assert strip.limit_words == "target 80\u202f%"
    assert strip.words.endswith("; target 80\u202f%")
    assert len(strip.dots) == 6
    drawn = dots_html(strip)
    assert drawn.count("t-dot-worse") == 5
    assert 'role="img" aria-label="' in drawn
    assert "<svg" not in drawn


@pytest.mark.parametrize(("theme", "part"), [(LIGHT, 0.11), (DARK, 0.18)], ids=["light", "dark"])
def test_words_on_the_tint_of_a_marked_cell_can_be_read(theme: Theme, part: float) -> None:
    ground, tint = (
        [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
        for colour in (theme.background, theme.worse)
    )
    mixed = [
        round(part * ink + (1 - part) * paper) for ink, paper in zip(tint, ground, strict=True)
    ]
    assert contrast(theme.worse_text, "#" + "".join(f"{one:02x}" for one in mixed)) >= 4.5


def test_the_title_of_the_strip_names_the_largest_part(reader: Reader) -> None:
    one = build_claims(reader, asked_of(reader, period="2025", region="EMEA"), "region")
    assert one.strip.title == (
        "Only Paid search leads in EMEA support both claims; "
        f"{one.segments[0].leads} leads, more than half, speak of late follow-up only"
    )
    assert [part.label for part in one.segments] == ["Only late follow-up", "Both", "Few"]
    third = build_claims(reader, asked_of(reader), "region")
    assert third.strip.title.endswith("leads, more than half, stand in cells too small to judge")
