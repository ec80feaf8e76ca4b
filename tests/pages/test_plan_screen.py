"""The Plan screen: what stands on it is what metrics says, for whom the guard lets see it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from metrics.compute import calendar_of
from metrics.forecast import forecast
from metrics.lifecycle.ahead import ahead_of
from metrics.lifecycle.demo_people import ADMIN as NOT_A_PAYEE
from metrics.planning.drafts import terms_hash
from metrics.planning.live import Answers, with_weights
from metrics.pool.bridge import bridge
from metrics.scope import ALL
from metrics.wording import decimal as exactly
from metrics.wording import money, points, rounded, whole_money
from pages.views.plan_looked import build_answers, build_ready
from tests.pages.screens import heading, screen, shown
from tests.plan_stores import (
    ADMIN,
    FINANCE,
    HEAD_OF_MARKETING,
    HEAD_OF_SALES,
    OPERATIONS,
    PERIOD,
    desk_at,
    planned_store,
    with_roles,
)

MEMBER = "P009"
REFUSED = "You have no role here"


@pytest.fixture(scope="module")
def planned(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a plan in force."""
    return planned_store(demo, tmp_path_factory.mktemp("planned"))


@pytest.fixture
def pay_store(planned: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The store the screen reads."""
    monkeypatch.setenv("TANDEM_STORE", str(planned))
    st.cache_resource.clear()
    yield planned
    st.cache_resource.clear()


def seen_by(person_id: str) -> AppTest:
    """The screen as one person sees it."""
    test = AppTest.from_file(str(Path(__file__).parents[2] / "pages/plan.py"), default_timeout=60)
    test.session_state["persona"] = person_id
    return test.run()


def under(store: Path, *weights: int) -> Answers:
    """The plan in force under these weights, as metrics answers it."""
    desk = desk_at(store)
    stands = desk.state.in_force(PERIOD)
    assert stands is not None
    ahead = ahead_of(desk.state, desk.calendar, stands.plan, terms_hash)
    plan = with_weights(stands.plan, [Decimal(one) for one in weights])
    return build_answers(build_ready(desk.warehouse.reader(), ahead), plan)


def test_the_screen_opens_with_the_plan_in_force(pay_store: Path) -> None:
    test = seen_by(HEAD_OF_MARKETING)
    now = under(pay_store, 50, 30, 20).now
    assert now.pool_total is not None
    assert [error.value for error in test.exception] == []
    assert heading(test) == (
        f"The plan in force funds {points(now.pool.funding)}: a pool of "
        f"{whole_money(now.pool_total, 'USD')} at forecast"
    )
    assert [box.value for box in test.number_input][:3] == [50, 30, 20]
    # Its outlook is told beside the landing of the revenue screens, with both figures.
    booked = next(one for one in now.funding.lines if one.label == "Bookings")
    reader = desk_at(pay_store).warehouse.reader()
    window = calendar_of(reader).parse(PERIOD)
    landing = forecast(reader, window, date(2026, 11, 15), ALL).value
    assert booked.result is not None
    assert landing is not None
    assert (
        f"Bookings are expected at {whole_money(booked.result, 'USD')} here and land at "
        f"{money(landing, 'USD')} on Pipeline"
    ) in shown(test)


def test_a_moved_weight_says_the_money_and_the_others_give_way(pay_store: Path) -> None:
    test = seen_by(HEAD_OF_MARKETING)
    test.number_input(key="weight_number_0").set_value(40).run()
    before, after = under(pay_store, 50, 30, 20).now, under(pay_store, 40, 36, 24).now
    gap = bridge(before, after)
    assert gap.opening == before.pool_total
    difference = int(rounded(exactly(gap.closing), 0).replace(",", "")) - int(
        rounded(exactly(gap.opening), 0).replace(",", "")
    )
    assert [box.value for box in test.number_input][:3] == [40, 36, 24]
    assert [box.value for box in test.slider][:3] == [40, 36, 24]
    words = shown(test)
    assert heading(test) == (
        f"The draft funds {points(after.pool.funding)} instead of {points(before.pool.funding)}: "
        f"{whole_money(difference, 'USD')} more at forecast"
    )
    assert f"the pool +{whole_money(difference, 'USD')} at forecast, every team +1.6" in words
    assert "Bookings 50 → 40; pipeline created 30 → 36; win rate 20 → 24" in words


def test_the_teams_add_up_to_the_whole(pay_store: Path) -> None:
    test = seen_by(FINANCE)
    test.number_input(key="weight_number_0").set_value(40).run()
    words = shown(test)
    answers = under(pay_store, 40, 36, 24)
    paid = sum(share.pool_part + share.individual_part for share in answers.now.shares)
    assert f"Paid in all 56 people 441,111 {rounded(exactly(paid), 0)} +6,927" in words
    for team in answers.distribution.teams:
        assert f"{team.name.capitalize()} {team.people} people" in words
    # Nobody's own pay is among what was sent.
    for share in answers.now.shares:
        assert f"{exactly(share.payout):,.2f}" not in words


def test_small_groups_are_told_together(pay_store: Path) -> None:
    words = shown(seen_by(HEAD_OF_SALES))
    assert "Groups under five people" in words
    for role in ("Head of marketing 1", "Content 3", "Sales manager EMEA"):
        assert role not in words


@pytest.mark.parametrize("person_id", ["", OPERATIONS + "x", NOT_A_PAYEE])
def test_a_viewer_is_refused_in_one_sentence(pay_store: Path, person_id: str) -> None:
    test = seen_by(person_id)
    assert REFUSED in shown(test)
    assert [*test.slider, *test.button, *test.number_input] == []
    assert "441" not in shown(test)


@pytest.mark.parametrize("person_id", [ADMIN, OPERATIONS])
def test_admin_and_operations_see_percents_and_no_money_of_pay(
    pay_store: Path, person_id: str
) -> None:
    test = seen_by(person_id)
    now = under(pay_store, 50, 30, 20).now
    words = shown(test)
    assert heading(test) == (
        f"The plan in force for Q4 2026 funds {points(now.pool.funding)} at forecast"
    )
    assert "Weights are worked on by the heads and finance" in words
    assert [*test.slider, *test.number_input] == []
    for amount in ("441,1", "75,6", "308,7", "372,8"):
        assert amount not in words


def test_a_role_taken_away_acts_at_the_next_run(demo: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    store = planned_store(demo, tmp_path)
    monkeypatch.setenv("TANDEM_STORE", str(store))
    st.cache_resource.clear()
    desk = desk_at(store)
    assert REFUSED in shown(seen_by("P041"))
    desk.grant(ADMIN, "P041", ["finance"])
    assert len(seen_by("P041").slider) == 3
    test = seen_by(FINANCE)
    assert len(test.slider) == 3
    text = (store / "tandem.toml").read_text(encoding="utf-8")
    settings = text.replace(f'finance = ["{FINANCE}"]', 'finance = ["P041"]')
    (store / "tandem.toml").write_text(settings, encoding="utf-8")
    test.run()
    assert len(test.slider) == 0
    st.cache_resource.clear()


def test_a_link_does_not_say_who_looks(pay_store: Path) -> None:
    plain = shown(screen("pages/plan.py"))
    for words in ({"person": HEAD_OF_SALES}, {"persona": FINANCE}, {"role": "admin"}):
        assert shown(screen("pages/plan.py", **words)) == plain


def test_without_a_plan_the_command_is_named(demo: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    monkeypatch.setenv("TANDEM_STORE", str(with_roles(demo, tmp_path / "store")))
    st.cache_resource.clear()
    test = seen_by(FINANCE)
    assert heading(test) == "No plan to look at yet"
    assert "python -m metrics plan propose PLAN.toml --as PERSON" in shown(test)
    st.cache_resource.clear()


def test_without_payees_there_are_percents_and_the_command(demo: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    store = planned_store(demo, tmp_path, has_payees=False)
    monkeypatch.setenv("TANDEM_STORE", str(store))
    st.cache_resource.clear()
    test = seen_by(HEAD_OF_MARKETING)
    assert [error.value for error in test.exception] == []
    assert heading(test) == "The plan in force funds 118\u202f% at forecast"
    said = " ".join(one.value for one in test.info)
    assert "python \\-m metrics payees load PAYEES\\.csv" in said
    assert "$" not in heading(test)
    st.cache_resource.clear()
