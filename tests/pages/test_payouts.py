"""The Payouts screen: exact figures, and for each role no more than the guard lets through."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from metrics.lifecycle.desk import Desk
from metrics.lifecycle.state import State
from tests.pages.screens import heading, shown

PAGE = "pages/payouts.py"
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
FINANCE, HEAD, MEMBER, NOBODY = "P001", "P002", "P005", ""
OUTSIDERS = ("administrator", "data-operations")


@pytest.fixture(autouse=True)
def store(decided: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the demo company with its decisions: what a test does stays in it."""
    place = tmp_path / "store"
    shutil.copytree(decided, place)
    monkeypatch.setenv("TANDEM_STORE", str(place))
    st.cache_resource.clear()
    return place


def payouts(who: str, period: str = "2026-Q3") -> AppTest:
    """The screen as somebody sees it."""
    test = AppTest.from_file(str(Path(__file__).parents[2] / PAGE), default_timeout=60)
    test.session_state["persona"] = who
    test.query_params["payouts"] = period
    test.run()
    assert [one.message for one in test.exception] == []
    return test


def labels(test: AppTest) -> list[str]:
    """The words on the buttons."""
    return [one.label for one in test.button]


def state_of(store: Path) -> State:
    """What stands in the store's ledger."""
    return Desk.open(store, NOW).state


def test_a_closed_quarter_says_what_it_pays_and_who_did_what() -> None:
    test = payouts(FINANCE)
    assert heading(test) == "Q3 2026 pays 91.9\u202f% of target"
    text = shown(test)
    assert "Closed on data as of Wed 07 Oct 2026" in text
    assert "The pool is $339,714.32 of a target pool of $369,620.00." in text
    assert (
        "Closed by Rohan Ferrari on 08 Oct 2026, approved by controller on 11 Oct 2026 and not "
        "paid yet." in text
    )
    assert "Bookings 42.35 % weight 50 % x 84.701781 = 42.35089" in text
    assert "Payees $339,714.32 the pool parts of 55 payees" in text
    assert "Pool of Q2 2026 $319,329.18" in text
    assert "Pool of Q3 2026 $339,714.32" in text


def test_a_running_quarter_says_what_moves_the_pool_this_week() -> None:
    text = shown(payouts(FINANCE, "2026-Q4"))
    assert "Q4 2026 is expected to pay 118.3 % of target" in text
    assert "after 46 of 92 days, it would pay 34.7 %" in text
    assert "pipeline created moved it most this week, by +$37,933" in text
    assert "Bookings $1,808,578 $4,425,213 $4,377,541 +$10,164 $5,268,000 +$118,686" in text
    assert "15 of 56 payees have not acknowledged the plan yet" in text


def test_who_sees_the_level_only_gets_percent_and_no_money_of_the_pool() -> None:
    for who in (*OUTSIDERS, MEMBER):
        running, closed = shown(payouts(who, "2026-Q4")), shown(payouts(who))
        assert "Q3 2026 pays 91.9 % of target" in closed
        assert "Funding 91.91 %" in closed
        assert "moved it most this week, by +10.1 %" in running
        for amount in ("339,714", "369,620", "442,904", "442,905", "374,393", "319,329"):
            assert amount not in closed + running
        assert "How it is distributed" not in closed + running


def test_without_a_role_there_is_one_sentence_and_nothing_else() -> None:
    test = payouts(NOBODY)
    assert heading(test) == "Payouts are for everybody with a role"
    assert "%" not in shown(test).replace("%20", "")
    assert (labels(test), [one.label for one in test.selectbox]) == ([], [])


def test_a_member_sees_the_own_statement_and_nobody_elses() -> None:
    test = payouts(MEMBER)
    text = shown(test)
    assert "Your statement, Q3 2026" in text
    assert "From the shared pool $11,029.09 Payout $11,029.09" in text
    assert "Prorated target $12,000.00" in text
    assert [one.label for one in test.selectbox] == ["Which line?"]
    assert labels(test) == ["Ask"]


def test_a_running_statement_says_earned_expected_and_what_is_next() -> None:
    text = shown(payouts(MEMBER, "2026-Q4"))
    assert "Expected payout $14,195.90" in text
    assert "Earned so far $4,158.14" in text
    assert "You have not acknowledged the plan in force yet: read it on the Plan screen." in text
    assert "Forecast as of Sun 15 Nov 2026" in text
    assert "Bookings $4,425,213 $5,268,000 +$3,804.10" in text


def test_heads_choose_among_their_own_team_and_finance_among_all() -> None:
    marketing = payouts(HEAD).selectbox(key="payouts_person").options
    assert len(marketing) == 14
    assert "Ines Fenwick" not in marketing  # the own one stands above
    assert "Priya Iyer" in marketing
    assert "Malik Ng" not in marketing
    assert len(payouts(FINANCE).selectbox(key="payouts_person").options) == 55


def test_finance_opens_a_statement_with_its_correction() -> None:
    test = payouts(FINANCE)
    test.selectbox(key="payouts_person").select("P050").run()
    text = shown(test)
    assert "Statement of Miriam Brandt, Q3 2026" in text
    assert "Corrections of earlier periods $233.43" in text


def test_the_buttons_are_those_the_guard_allows() -> None:
    made = ["Make the payroll file", "Make the accrual journal"]
    assert labels(payouts(FINANCE)) == [
        "Mark Q3 2026 as paid",
        "Restate by later data",
        "Answer",
        *made,
    ]
    assert labels(payouts(FINANCE, "2026-Q4")) == made[1:]
    assert labels(payouts(HEAD)) == ["Reopen Q3 2026", "Ask"]
    for who in OUTSIDERS:
        assert labels(payouts(who)) == []


def test_finance_pays_what_the_other_approved(store: Path) -> None:
    test = payouts(FINANCE)
    test.button(key="payouts_pay").click().run()
    paid = state_of(store).period("2026-Q3").paid
    assert paid is not None
    assert paid.actor == FINANCE
    assert heading(test) == "Q3 2026 paid 91.9\u202f% of target"
    assert "Mark Q3 2026 as paid" not in labels(test)


def test_a_question_is_asked_and_answered(store: Path) -> None:
    test = payouts(MEMBER)
    test.selectbox(key="payouts_line").select("Funding")
    test.text_area(key="payouts_text").input("Is the reopened deal in?")
    next(one for one in test.button if one.label == "Ask").click().run()
    assert "Malik Ng" in shown(test)
    assert "Is the reopened deal in?" in shown(test)
    finance = payouts(FINANCE)
    finance.text_area(key="payouts_answer_text_3").input("Yes, it is.")
    [one for one in finance.button if one.label == "Answer"][-1].click().run()
    told = state_of(store).disputes["3"]
    assert told.answered is not None
    assert told.answered.actor == FINANCE
    assert "Rohan Ferrari" in shown(payouts(MEMBER))
    assert "Yes, it is." in shown(payouts(MEMBER))
    # Nobody else of the team reads it.
    assert "reopened deal" not in shown(payouts("P004"))


def test_a_refused_act_says_why_and_changes_nothing(store: Path) -> None:
    test = payouts(MEMBER)
    next(one for one in test.button if one.label == "Ask").click().run()
    assert [one.value for one in test.error] == [
        r"A question about a statement needs a reason; it is kept with the decision"
    ]
    assert set(state_of(store).disputes) == {"1", "2"}
    last = Desk.open(store, NOW).ledger.events()[-1]
    assert (last.kind, last.actor, last.body["code"]) == ("refused", MEMBER, "no_reason")


def test_a_role_that_is_taken_away_acts_at_the_next_run(store: Path) -> None:
    test = payouts(FINANCE)
    assert "How it is distributed" in shown(test)
    Desk.open(store, datetime.now(UTC)).revoke("administrator", FINANCE, ["finance"])
    test.run()
    assert "339,714" not in shown(test)
    assert labels(test) == []


def test_a_deleted_person_leaves_the_period_readable(store: Path) -> None:
    Desk.open(store, datetime.now(UTC)).ledger.destroy_key("P050", actor="administrator")
    test = payouts(FINANCE)
    assert heading(test) == "Q3 2026 pays 91.9\u202f% of target"
    assert "Payees $339,714.32 the pool parts of 55 payees" in shown(test)
    assert [one.value for one in test.info] == [
        "Somebody's data was deleted for good, so this period is not worked out again\\."
    ]
    options = test.selectbox(key="payouts_person").options
    assert len(options) == 54
    assert "Miriam Brandt" not in options
    # The pool of the period that runs is worked out without the person.
    assert "Q4 2026 is expected to pay" in shown(payouts(FINANCE, "2026-Q4"))


def test_without_a_plan_or_payees_the_screen_says_what_is_missing(
    demo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "bare"
    shutil.copytree(demo, place)
    with (place / "tandem.toml").open("a", encoding="utf-8") as file:
        file.write('\n[roles]\nfinance = ["P001"]\noperations = ["P000"]\n')
    monkeypatch.setenv("TANDEM_STORE", str(place))
    st.cache_resource.clear()
    text = shown(payouts(FINANCE))
    assert "No plan has been in force yet" in text
    assert "load the payees below" in text
    assert "Nobody is in the register yet" in text
    outsider = shown(payouts("P000"))
    assert "Both heads sign a plan" in outsider
    assert "register" not in outsider
