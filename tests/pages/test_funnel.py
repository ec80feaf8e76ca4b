"""Funnel and handover: the veil over what is young, stages, ends, moves, clocks, leaks."""

import csv
import io
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from data.warehouse import Reader
from metrics.cohorts import cohorts_to, curves, horizon_of
from metrics.compared import Moment
from metrics.compute import calendar_of
from metrics.handover.leaks import leaks
from metrics.scope import Scope
from pages.charts.lines import line_figure
from pages.components.strips import strips_html
from pages.components.tables import table_html
from pages.theme import LIGHT
from pages.views.asked import Asked
from pages.views.chart import Role
from pages.views.cohorts import GRAINS, WAYS, build_cohorts, build_curve
from pages.views.handover import build_handover
from pages.views.handover_clocks import build_clocks
from pages.views.stages import StagesView, Strip, build_endings, build_stages
from pages.views.stages_moves import build_moves
from pages.views.words import Block
from tests.pages.screens import screen, shown

AS_OF = date(2026, 11, 15)


def asked(reader: Reader, period: str = "2026-Q4", as_of: date = AS_OF, **scope: str) -> Asked:
    """What the scope bar asks for."""
    return Asked(calendar_of(reader).parse(period), Scope.of(**scope), as_of, ())


@pytest.mark.parametrize("way", [one.word for one in WAYS])
@pytest.mark.parametrize("grain", [one.word for one in GRAINS])
def test_nothing_young_is_drawn_or_written_as_mature(reader: Reader, way: str, grain: str) -> None:
    view = build_cohorts(reader, asked(reader), way, grain)
    assert view.chart is not None
    assert view.table is not None
    solid = [line for line in view.chart.lines if line.role in (Role.ACTUAL, Role.PREVIOUS)]
    assert view.chart.veil_from is not None
    newest = next(line for line in view.chart.lines if line.role is Role.ESTIMATE)
    for line in view.chart.lines:
        if line.role is Role.ACTUAL:
            assert max(line.x) <= view.chart.veil_from
    assert min(newest.x) == view.chart.veil_from
    assert solid
    periods = cohorts_to(
        Moment(calendar_of(reader).parse("2026-Q4"), AS_OF), calendar_of(reader), grain, 6
    )
    found = curves(reader, way, periods, Moment(periods[0], AS_OF), horizon_of(way))
    ages = [int(column.name.split()[0]) for column in view.table.columns[2:]]
    veiled = 0
    for curve, row in zip(found, view.table.rows, strict=True):
        for days, cell in zip(ages, row[2:], strict=True):
            assert cell.is_veiled == (days > curve.ripe_days)
            assert cell.is_veiled == cell.text.startswith(("≈", "too young"))
            veiled += cell.is_veiled
    assert veiled > 0
    assert table_html(view.table).count("t-veiled") == veiled


def test_a_past_cohort_that_is_young_is_dotted_too(reader: Reader) -> None:
    view = build_cohorts(reader, asked(reader), "lead_to_won_rate", "month")
    assert view.chart is not None
    # August is the newest that is a third of 180 days old; July's youngest lead has 107 days.
    assert view.chart.veil_from == 76
    quiet = [line for line in view.chart.lines if line.role is Role.QUIET]
    assert [min(line.x) for line in quiet] == [107.0]
    assert "est." in quiet[0].name


def test_the_veil_is_hatched_and_says_what_it_means(reader: Reader) -> None:
    view = build_curve(reader, asked(reader))
    assert view is not None
    figure = line_figure(view, LIGHT).to_dict()
    assert figure["data"][0]["fillpattern"]["shape"] == "/"
    assert figure["data"][0]["x"][0] == 46
    dotted = [line for line in figure["data"] if line.get("line", {}).get("dash") == "dot"]
    assert [min(line["x"]) for line in dotted] == [46]
    words = [note["text"] for note in figure["layout"]["annotations"]]
    assert "not all leads are this old" in words
    assert any(word.startswith("est. ") for word in words)
    assert view.title.endswith("at 46 days")


def test_a_name_stands_inside_the_chart_where_the_quarter_has_just_begun(reader: Reader) -> None:
    view = build_curve(reader, asked(reader, as_of=date(2026, 10, 1)))
    assert view is not None
    assert view.veil_from == 1
    assert [(one.x[-1], one.label_side) for one in view.lines if one.has_dot] == [(1, "right")]


def test_a_cohort_of_few_says_so_and_compares_with_nothing(reader: Reader) -> None:
    question = asked(reader, region="EMEA")
    view = build_cohorts(reader, question, "created_win_rate", "month")
    assert view.chart is not None
    assert view.table is not None
    assert view.chart.title.endswith("are too few to compare")
    for row in view.table.rows:
        assert (row[1].second == "few") == (int(row[1].text) < 20)


def test_a_cohort_too_young_compares_with_nothing(reader: Reader) -> None:
    view = build_curve(reader, asked(reader, "2026-11-01..2026-11-15"))
    assert view is not None
    assert view.title == (
        "Lead to opportunity: 2026-11-01 to 2026-11-15 is too young to compare with anything"
    )
    assert view.veil_from == 0
    assert all(line.role is not Role.ACTUAL for line in view.lines)


def test_stages_say_what_is_not_reached(reader: Reader) -> None:
    view = build_stages(reader, asked(reader))
    assert view is not None
    assert [one.name for one in view.strips] == ["Qualify", "Discover", "Propose", "Negotiate"]
    assert all(one.median is not None and one.upper_quartile is not None for one in view.strips)
    young = build_stages(reader, asked(reader, "2026-W46"))
    assert young is not None
    assert young.strips == view.strips
    strip = Strip("<b>X</b>", 40.0, None, (1.0, 0.5), ("2 days", "not reached", "4"), "X")
    written = strips_html(StagesView(Block(""), "", ("a", "b", "c"), "5 days", (strip,), ""))
    assert "not reached" in written
    assert "&lt;b&gt;X&lt;/b&gt;" in written
    assert "→" in written
    assert written.count("t-stay") == 1


def test_the_foot_tells_naive_shares_apart(reader: Reader) -> None:
    view = build_endings(reader, asked(reader))
    assert view is not None
    assert view.chart is not None
    won, lost = (next(line for line in view.chart.lines if line.name.startswith(name))
                 for name in ("Won", "Lost"))  # fmt: skip
    assert all(one + two <= 1 for one, two in zip(won.y, lost.y, strict=True))
    assert list(won.y) == sorted(won.y)
    assert "of the closed ones or" in view.foot
    few = build_endings(reader, asked(reader, region="Nowhere"))
    assert few is not None
    assert few.chart is None
    assert few.title.startswith("Fewer than 20 deals")


def test_the_matrix_has_a_share_a_count_and_money(reader: Reader) -> None:
    view = build_moves(reader, asked(reader))
    assert view is not None
    first = view.table.rows[0]
    assert first[0].text == "Qualify"
    heads = [column.name for column in view.table.columns]
    # No deal goes back to the first stage: it is no target.
    assert heads[:3] == ["From", "to Discover", "to Propose"]
    assert re.fullmatch(r"[\d.]+\u202f%", first[1].text)
    assert re.fullmatch(r"[\d,]+ · \$[\d.]+[kM]", first[1].second)
    assert view.returns.startswith("Came back: ")
    assert view.skips.startswith(("Skipped: ", "No deal went past"))


def test_both_clocks_stand_on_one_scale(reader: Reader) -> None:
    view = build_clocks(reader, asked(reader))
    assert view is not None
    names = [row[0].text for row in view.table.rows]
    assert names == [
        "A handover for sales’ answer",
        "… until the system assigns it",
        "… until a person answers",
        "A hand-back for marketing’s answer",
    ]
    bars = [row[1].bar for row in view.table.rows]
    assert all(bar is not None and 0 < bar <= 100 for bar in bars)
    assert [row[3].text for row in view.table.rows] == ["4\u202fh", "", "", "16\u202fh"]


def test_the_leaks_on_the_screen_are_those_of_the_period(reader: Reader) -> None:
    question = asked(reader)
    view = build_handover(reader, question, 10)
    found = leaks(reader, Moment(question.period, AS_OF))
    assert view.leaks is not None
    assert [row[2].text for row in view.leaks.rows] == [
        one.who_must_act for one in found.of_period[:10]
    ]
    rows = list(csv.DictReader(io.StringIO(view.leaks_csv)))
    assert [row["lead_id"] for row in rows] == [one.lead_id for one in found.leads]
    assert (
        f"{len(found.leads) - len(found.of_period)} more leak, due outside this period"
        in view.leaks_foot
    )


def test_a_scope_without_leaks_says_so(reader: Reader) -> None:
    view = build_handover(reader, asked(reader, "2023-Q4", date(2023, 10, 2)))
    assert view.leaks is None
    assert view.leaks_title == "No lead of the period leaks right now"


def test_the_screen_has_two_charts_and_its_blocks_in_order(store: Path) -> None:
    test = screen("pages/funnel.py")
    assert [error.value for error in test.exception] == []
    assert len(test.get("plotly_chart")) == 2
    text = shown(test)
    blocks = (
        "The trip: from lead to won",
        "How far each cohort comes, and when",
        "Time in stage, and how deals end",
        "Where deals go from each stage",
        "The handover:",
        "A handover for sales’ answer",
        "leads of the period leak right now",
    )
    places = [text.index(block) for block in blocks]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "words",
    [
        {"way": "created_win_rate", "cohorts": "month"},
        {"way": "<b>", "cohorts": "century"},
        {"period": "all"},
        {"period": "2026-W46", "region": "EMEA"},
        {"team": "sales", "segment": "size_band:Enterprise"},
        {"period": "2023-Q4", "as_of": "2023-10-05"},
    ],
    ids=str,
)
def test_any_link_shows_a_screen(words: dict[str, str]) -> None:
    test = screen("pages/funnel.py", **words)
    assert [error.value for error in test.exception] == []
    assert "The trip: from lead to won" in shown(test) or "No leads in" in shown(test)


def test_the_same_question_has_the_same_views(reader: Reader) -> None:
    question = asked(reader, region="EMEA")
    again = replace(question)
    assert build_clocks(reader, question) == build_clocks(reader, again)
    assert build_stages(reader, question) == build_stages(reader, again)
