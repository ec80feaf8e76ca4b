"""The attribution block: what each model says, what nobody touched, and one's own weights."""

import csv
import io
from decimal import Decimal

import pytest

from data.warehouse import Reader
from metrics.attribution import MODELS, Attribution
from metrics.compute import answer, calendar_of
from pages.views.asked import understood
from pages.views.attribution import (
    EVEN,
    OWN,
    AttributionView,
    build_attribution,
    found_attribution,
    own_weights,
)
from pages.views.choices import build_choices
from tests.pages.screens import screen, shown

PATH = "pages/lead_sources.py"


@pytest.fixture(scope="module")
def found(reader: Reader) -> Attribution:
    asked = understood({"period": "2026-Q3"}, build_choices(reader), reader)
    return found_attribution(reader, asked, "source")


def lines(view: AttributionView) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(view.csv)))


def test_every_model_in_the_file_adds_up_to_what_was_booked(
    reader: Reader, found: Attribution
) -> None:
    booked = answer(reader, "bookings", calendar_of(reader).parse("2026-Q3")).value
    view = build_attribution(found, OWN, own_weights(EVEN), "USD")
    *members, unattributed, total = lines(view)
    assert (unattributed["source"], total["source"]) == ("unattributed", "total")
    for model in (*MODELS, OWN):
        credited = sum(Decimal(line[model]) for line in members)
        assert credited + Decimal(unattributed[model]) == Decimal(total[model]) == booked
    assert Decimal(unattributed["linear"]) > 0


def test_the_rows_are_in_the_order_of_the_model_chosen(found: Attribution) -> None:
    for model in ("first", "shapley"):
        view = build_attribution(found, model, None, "USD")
        credits = found.models[model].credits
        assert credits is not None
        most = max(credits, key=lambda name: credits[name])
        assert view.rows[0].name == ("(no source named)" if most == "(none)" else most)
        places = [row.credit for row in view.rows]
        assert places == sorted(places, reverse=True)
        bounds = [(row.low, row.credit, row.high) for row in view.rows]
        assert [bound for bound in bounds if not 0 <= bound[0] <= bound[1] <= bound[2] <= 100] == []


def test_a_value_below_zero_stands_left_of_nothing(found: Attribution) -> None:
    view = build_attribution(found, "shapley", None, "USD")
    least = min(one.low for one in found.members)
    top = max(one.high for one in found.members)
    assert least < 0
    row = min(view.rows, key=lambda one: one.low)
    assert (row.low, row.zero) == (0.0, float(-least / (top - least)) * 100)
    assert row.range_words.startswith("−$")


def test_own_weights_of_one_anchor_are_that_model(found: Attribution) -> None:
    first = own_weights((50, 0, 0, 0, 0))
    view = build_attribution(found, OWN, first, "USD")
    assert view.model_words == "Own weights: first touch 100\u202f%"
    assert [line[OWN] for line in lines(view)] == [line["first"] for line in lines(view)]
    full = own_weights((45, 45, 45, 45, 20))
    lined = lines(build_attribution(found, OWN, full, "USD"))
    assert [line[OWN] for line in lined] == [line["full_path"] for line in lined]


def test_own_weights_are_told_in_whole_percents_that_add_up(found: Attribution) -> None:
    view = build_attribution(found, OWN, own_weights((30, 20, 20, 50, 10)), "USD")
    assert view.model_words == (
        "Own weights: first touch 23\u202f%, lead creation 15\u202f%, opportunity creation "
        "15\u202f%, last touch 39\u202f%, middle 8\u202f%"
    )


def test_weights_that_are_none_are_no_model(found: Attribution) -> None:
    assert own_weights((0, 0, 0, 0, 0)) is None
    assert own_weights((-5, 5, 5, 5, 5)) is None
    view = build_attribution(found, OWN, None, "USD")
    assert view.credit_title == "Linear"
    assert build_attribution(found, "nonsense", None, "USD").credit_title == "Linear"


def test_flips_are_told_with_their_places(found: Attribution) -> None:
    view = build_attribution(found, "linear", None, "USD")
    by_name = {one.name: one for one in found.members}
    for row in view.rows:
        if row.name in by_name:
            one = by_name[row.name]
            ranks = sorted(set(one.ranks.values()))
            assert row.is_flipping is bool(one.flips)
            if one.flips:
                assert row.flip_words.startswith(f"place {ranks[0]} to {ranks[-1]}; swaps with ")


def test_the_screen_says_that_it_is_for_learning(found: Attribution) -> None:
    test = screen(PATH, period="2026-Q3", model="w_shaped")
    assert [error.value for error in test.exception] == []
    words = shown(test)
    assert "For learning, never for pay." in words
    assert (
        "W-shaped: first touch 30 %, lead creation 30 %, opportunity creation 30 %, middle 10 %"
        in words
    )
    assert "Unattributed: no touch on record" in words


def test_a_moved_weight_moves_the_credits(found: Attribution) -> None:
    test = screen(PATH, period="2026-Q3", model=OWN, own="100-0-0-0-0")
    before = build_attribution(found, OWN, own_weights((100, 0, 0, 0, 0)), "USD")
    assert before.rows[0].credit_words in shown(test)
    assert [slider.value for slider in test.slider] == [100, 0, 0, 0, 0]
    test.slider[0].set_value(0)
    test.slider[3].set_value(100)
    moved = test.run()
    after = build_attribution(found, OWN, own_weights((0, 0, 0, 100, 0)), "USD")
    assert "Own weights: last touch 100 %" in shown(moved)
    assert after.rows[0].credit_words in shown(moved)
    assert moved.query_params["own"] in (["0-0-0-100-0"], "0-0-0-100-0")


@pytest.mark.parametrize("words", ["1-2-3", "a-b-c-d-e", "9999-0-0-0-0", "<b>", "²-0-0-0-0"])
def test_a_link_that_makes_no_sense_opens_with_even_weights(words: str) -> None:
    test = screen(PATH, period="2026-Q3", model=OWN, own=words)
    assert [error.value for error in test.exception] == []
    assert tuple(slider.value for slider in test.slider) == EVEN


def test_weights_of_nothing_are_told_and_linear_stands_in() -> None:
    test = screen(PATH, period="2026-Q3", model=OWN, own="0-0-0-0-0")
    assert "Weights of 0 alone credit nobody: linear is shown instead." in shown(test)
