"""Nobody's pay reaches a browser that is not entitled: raw clients read every byte."""

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import pytest

from data.warehouse import Warehouse
from metrics.lifecycle.desk import Desk
from metrics.people import names_of
from pages.views.personas import build_personas
from tests.pay_marks import NOW, give_odd_targets, leaked, marks_of, pay_of
from tests.sessions import Server, Session, Shown, serving, visiting

pytestmark = pytest.mark.slow
PAGES = ("", "funnel", "claims", "lead_sources", "pipeline", "bookings", "plan", "payouts",
         "definitions", "data")  # fmt: skip
PERIODS = ("2026-Q4", "2026-Q3", "2026-Q2")
PERSONA = "Acting as"


@pytest.fixture(scope="module")
def store(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo company with its decisions, and a target of everybody's own."""
    place = tmp_path_factory.mktemp("exposed") / "store"
    shutil.copytree(decided, place)
    give_odd_targets(place)
    return place


@pytest.fixture(scope="module")
def app(store: Path) -> Iterator[Server]:
    """The app on it."""
    with serving(store) as server:
        yield server


@pytest.fixture(scope="module")
def pay(store: Path) -> dict[str, frozenset[Fraction]]:
    """By person every amount that is theirs alone to see."""
    return pay_of(store)


@pytest.fixture(scope="module")
def labels(store: Path) -> Mapping[str, str]:
    """The words of the persona box by person id."""
    state = Desk.open(store, NOW).state
    names = names_of(Warehouse(store).reader())
    return {one.person_id: one.label for one in build_personas(state, names)}


def act_as(session: Session, label: str, query: str = "", page: str = "payouts") -> bytes:
    """The bytes of a page after somebody was chosen in the persona box."""
    session.exchange(query, page)
    session.exchange(query, page, {session.ids[PERSONA]: label})
    return session.exchange(query, page, {session.ids[PERSONA]: label})[1]


def everybody(pay: Mapping[str, frozenset[Fraction]], *, but: str = "") -> set[bytes]:
    """The marks of everybody's pay; what `but` gets too is no secret to them."""
    own = pay.get(but, frozenset())
    amounts = frozenset(one for amounts in pay.values() for one in amounts) - own
    return marks_of(amounts)


def test_the_marks_are_found_where_they_may_stand(
    app: Server, pay: Mapping[str, frozenset[Fraction]], labels: Mapping[str, str]
) -> None:
    # A search that finds nothing anywhere would prove nothing: the own statement holds its marks.
    with visiting(app.port) as session:
        raw = act_as(session, labels["P005"], "payouts=2026-Q3")
    assert leaked(raw, marks_of(pay["P005"])) != []


def test_without_a_cookie_no_page_holds_anybodys_pay(
    app: Server, store: Path, pay: Mapping[str, frozenset[Fraction]], labels: Mapping[str, str]
) -> None:
    marks = everybody(pay)
    hidden = _canaries(store, labels)
    with visiting(app.port) as session:
        for page in PAGES:
            shown, raw = session.exchange("", page)
            assert shown.faults == ()
            assert leaked(raw, marks) == [], page
        for period in PERIODS:
            raw = session.exchange(f"payouts={period}", "payouts")[1]
            assert leaked(raw, marks) == []
            assert [name for name in hidden if name.encode() in raw] == []


def _canaries(store: Path, labels: Mapping[str, str]) -> list[str]:
    """Names of payees that no persona bears."""
    names = names_of(Warehouse(store).reader())
    payees = Desk.open(store, NOW).state.payees
    return [name for one, name in names.items() if one in payees and one not in labels]


@pytest.mark.parametrize("who", ["administrator", "data-operations", "P005", "P008", "P004"])
def test_each_role_gets_no_more_than_the_own_pay(
    app: Server,
    store: Path,
    pay: Mapping[str, frozenset[Fraction]],
    labels: Mapping[str, str],
    who: str,
) -> None:
    marks, hidden = everybody(pay, but=who), _canaries(store, labels)
    with visiting(app.port) as session:
        for period in PERIODS:
            raw = act_as(session, labels[who], f"payouts={period}")
            assert leaked(raw, marks) == []
            assert [name for name in hidden if name.encode() in raw] == []
        for page in ("", "plan", "definitions"):
            assert leaked(act_as(session, labels[who], "", page), marks) == []


def test_a_head_gets_the_own_teams_pay_and_no_other(
    app: Server, store: Path, pay: Mapping[str, frozenset[Fraction]], labels: Mapping[str, str]
) -> None:
    state = Desk.open(store, NOW).state
    names = names_of(Warehouse(store).reader())
    team = {one for one in pay if state.team_of(one) == "marketing"}
    shared = frozenset(amount for one in team for amount in pay[one])
    others = frozenset(a for one in pay if one not in team for a in pay[one]) - shared
    with visiting(app.port) as session:
        raw = act_as(session, labels["P002"], "payouts=2026-Q3")
        assert names["P009"].encode() not in raw
        assert leaked(raw, marks_of(others)) == []
        # Somebody of the other team, asked for by a forged value of the box.
        forged = {session.ids[PERSONA]: labels["P002"], session.ids["Statement of"]: "P009"}
        raw = session.exchange("payouts=2026-Q3", "payouts", forged)[1]
        assert leaked(raw, marks_of(others)) == []


@pytest.mark.parametrize("value", ["P001", "nobody", "", "NaN", "-1", "9" * 40, "' or 1=1"])
def test_forged_widgets_give_nothing(
    app: Server, store: Path, pay: Mapping[str, frozenset[Fraction]], value: str
) -> None:
    before = Desk.open(store, NOW).state
    with visiting(app.port) as session:
        session.exchange("payouts=2026-Q3", "payouts")
        forged = {
            session.ids[PERSONA]: value,
            "$$ID-payouts_person-payouts_person": "P009",
            "$$ID-payouts_pay-payouts_pay": True,
            "payouts_payroll": True,
        }
        for _ in range(2):
            shown, raw = session.exchange("payouts=2026-Q3", "payouts", forged)
            assert shown.faults == ()
            assert leaked(raw, everybody(pay)) == []
    after = Desk.open(store, NOW).state
    assert after.period("2026-Q3").paid is before.period("2026-Q3").paid is None


def test_words_in_the_link_change_nothing(app: Server) -> None:
    with visiting(app.port) as session:
        plain = session.exchange("payouts=2026-Q3", "payouts")[0].texts
    for words in ("person=P009", "role=admin", "persona=P001", "persona_box=P001&as=P001"):
        with visiting(app.port) as session:
            assert session.exchange(f"payouts=2026-Q3&{words}", "payouts")[0].texts == plain


def test_a_payroll_file_lies_under_no_address(
    app: Server, pay: Mapping[str, frozenset[Fraction]], labels: Mapping[str, str]
) -> None:
    with visiting(app.port) as finance, visiting(app.port) as stranger:
        act_as(finance, labels["P001"], "payouts=2026-Q3")
        asked: dict[str, str | bool] = {
            finance.ids[PERSONA]: labels["P001"],
            finance.ids["Make the payroll file"]: True,
        }
        raw = finance.exchange("payouts=2026-Q3", "payouts", asked)[1]
        assert raw.count(b"NB-0") == 55
        assert b"/media/" not in raw
        # Gone with the next run, and never in another session.
        quiet = {finance.ids[PERSONA]: labels["P001"]}
        assert b"NB-0" not in finance.exchange("payouts=2026-Q3", "payouts", quiet)[1]
        forged = {finance.ids["Make the payroll file"]: True}
        raw = stranger.exchange("payouts=2026-Q3", "payouts", forged)[1]
        assert b"NB-0" not in raw
        assert leaked(raw, everybody(pay)) == []


def test_two_roles_alternating_on_a_kept_page_do_not_mix(
    app: Server, pay: Mapping[str, frozenset[Fraction]], labels: Mapping[str, str]
) -> None:
    """200 runs in 8 sessions at once: four of finance, four of the administrator."""
    marks = everybody(pay)

    def visits(number: int) -> list[tuple[bool, bool]]:
        who = "P001" if number % 2 else "administrator"
        found = []
        with visiting(app.port) as session:
            act_as(session, labels[who], "payouts=2026-Q3")
            box = {session.ids[PERSONA]: labels[who]}
            for _ in range(25):
                shown, raw = session.exchange("payouts=2026-Q3", "payouts", box)
                found.append((_has_money(shown), bool(leaked(raw, marks))))
        return found

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(visits, range(8)))
    for number, found in enumerate(told):
        assert [has_money for has_money, _ in found] == [bool(number % 2)] * 25
        if number % 2 == 0:
            assert not any(is_leaked for _, is_leaked in found)


def _has_money(shown: Shown) -> bool:
    return any("339,714.32" in text for text in shown.texts)
