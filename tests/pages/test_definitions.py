"""Definitions: every number in words, found by its link and by its words."""

from pathlib import Path

import pytest

from data.workspace import Workspace
from metrics.kpis import FAMILIES, FAMILY_NAMES
from metrics.registry import all_kpis
from pages.views.definitions import Definition, build_definitions
from tests.pages.screens import heading, screen, shown

PATH = "pages/definitions.py"


def found(search: str = "", key: str = "") -> tuple[Definition, ...]:
    """The definitions that fit, in the order shown."""
    view = build_definitions(Workspace(), key, search)
    return tuple(one for family in view.families for one in family.definitions)


def test_every_number_is_there_once_under_its_family() -> None:
    assert len(FAMILY_NAMES) == len(FAMILIES)
    assert [one.key for one in found()] == [one.key for one in all_kpis()]


def test_the_screen_opens_without_any_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_STORE", str(tmp_path))
    test = screen(PATH)
    assert [error.value for error in test.exception] == []
    assert heading(test).startswith(f"{len(all_kpis())} numbers, each with one definition")


def test_a_definition_says_what_it_is_what_it_is_not_and_proves_itself() -> None:
    (rate,) = (one for one in found() if one.key == "win_rate")
    facts = dict(rate.facts)
    assert rate.label == "Win rate"
    assert rate.question == "Of the deals we finished, how many did we win?"
    assert facts["Unit"] == "percent; higher is better"
    assert facts["Owned by"] == "marketing and sales"
    assert facts["Pay"] == "may carry a weight in a plan"
    assert facts["Version"] == "1 · win_rate"
    assert facts["Made of"] == "closed opportunities, by closed on"
    assert rate.outcome.startswith("Q1 2026 gives 33.33\u202f%: one won of three closed")
    assert [table.name for table in rate.given] == ["closed opportunity"]
    assert [len(table.table.rows) for table in rate.given] == [4]


def test_the_link_opens_one_definition_and_keeps_the_rest() -> None:
    text = shown(screen(PATH, kpi="lead_leakage"))
    assert text.index("Lead leakage") < text.index("Leads created")
    assert text.count("Link to this definition") == len(all_kpis()) + 1


def test_a_link_to_no_number_is_answered_in_words() -> None:
    test = screen(PATH, kpi="<img src=x>")
    said = " ".join(box.value.replace("\\", "") for box in test.info)
    assert "There is no number called “<img src=x>”" in said
    assert "<img" not in " ".join(element.proto.body for element in test.get("html"))


def test_the_search_keeps_what_holds_every_word() -> None:
    assert [one.key for one in found("KAPLAN handover")] == ["median_response_hours"]
    assert {one.key for one in found("cost lagged")} == {
        "cost_per_sales_ready_lead",
        "cost_per_opportunity",
        "cost_per_won",
    }


def test_a_search_that_finds_nothing_says_so() -> None:
    test = screen(PATH)
    test.text_input(key="definitions_search").set_value("zebra").run()
    assert "No definition holds “zebra”" in shown(test)
