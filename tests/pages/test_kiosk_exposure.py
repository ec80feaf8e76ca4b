"""A wall hangs where anybody walks by: raw clients read every byte that it gets."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.util import calc_hash

from data.warehouse import Warehouse
from metrics.lifecycle.desk import Desk
from metrics.meeting.commitments import Said, commit
from metrics.people import duties_of, names_of
from pages.views.kiosk import KEYS
from pages.views.personas import build_personas
from tests.pay_marks import NOW, give_odd_targets, leaked, marks_of, pay_of
from tests.sessions import Server, serving, visiting

pytestmark = pytest.mark.slow
# Titles of screens that a wall is not told of.
SCREENS = ("Payouts", "Lead sources", "Claims and evidence", "Definitions")
OTHERS = ("funnel", "claims", "lead_sources", "pipeline", "bookings", "plan", "payouts",
          "definitions", "data", "kiosk", "weekly")  # fmt: skip


@pytest.fixture(scope="module")
def store(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo company; somebody typed the names of others into a commitment."""
    place = tmp_path_factory.mktemp("walled") / "store"
    shutil.copytree(decided, place)
    give_odd_targets(place)
    people = duties_of(Warehouse(place).reader())
    whole, first, address = people["P028"], people["P044"].name.split()[0], people["P003"].email
    for what in (
        f"{whole.name} calls P009 about the quotes",
        f"{first} and {whole.name.split()[1]} visit a hospital",
        f"Write to {address} about the fair",
    ):
        said = Said(what, "P028", date(2026, 11, 17), "win_rate", Decimal("0.01"))
        commit(Desk.open(place, NOW), "P003", said)
    return place


@pytest.fixture(scope="module")
def app(store: Path) -> Iterator[Server]:
    """The app on it."""
    with serving(store) as server:
        yield server


def identities(store: Path) -> list[re.Pattern[bytes]]:
    """Every person's name, address and id, as they could stand in the bytes."""
    found = []
    for person_id, duty in duties_of(Warehouse(store).reader()).items():
        for one in (person_id, duty.name, duty.email):
            found.append(re.compile(rb"(?<![A-Za-z0-9])" + re.escape(one.encode()) + rb"(?!\w)"))
    return found


def named_in(raw: bytes, patterns: list[re.Pattern[bytes]]) -> list[bytes]:
    """The people found in the bytes."""
    return [one.pattern for one in patterns if one.search(raw)]


def view_of(texts: tuple[str, ...]) -> str:
    """Which view of a wall stands in a run; '' where none does."""
    found = re.search(r'data-view="(\w+)"', "".join(texts))
    return found.group(1) if found else ""


def test_the_marks_are_found_where_they_may_stand(app: Server, store: Path) -> None:
    # A search that finds nothing anywhere would prove nothing: Weekly itself names who must act.
    with visiting(app.port) as session:
        assert named_in(session.exchange("")[1], identities(store)) != []


def test_a_wall_gets_nobodys_name_and_nobodys_pay(app: Server, store: Path) -> None:
    people = identities(store)
    amounts = marks_of(frozenset(one for amounts in pay_of(store).values() for one in amounts))
    for key in KEYS:
        # A wall begins where its link says: five walls show five views.
        with visiting(app.port) as session:
            shown, raw = session.exchange(f"kiosk=1&view={key}")
        assert shown.faults == ()
        assert view_of(shown.texts) == key
        assert named_in(raw, people) == []
        assert leaked(raw, amounts) == []


def test_typed_names_become_what_people_do(app: Server) -> None:
    with visiting(app.port) as session:
        written = session.run("kiosk=1&view=commitments").values("w-what")
    assert "Inside sales calls Field sales about the quotes" in written


@pytest.mark.parametrize("page", OTHERS)
def test_a_wall_that_asks_for_another_screen_gets_weekly(
    app: Server, store: Path, page: str
) -> None:
    people = identities(store)
    with visiting(app.port) as session:
        session.exchange("kiosk=1")
        for query, name, script in (
            ("kiosk=1", page, ""),
            # The link without the word does not make a wall another session.
            ("", page, ""),
            ("payouts=2026-Q3", page, hash_of(page)),
            ("", "", hash_of(page)),
        ):
            shown, raw = session.exchange(query, name, script=script)
            assert view_of(shown.texts) == "commitments"
            assert shown.faults == ()
            assert named_in(raw, people) == []
            assert [one for one in SCREENS if one.encode() in raw] == []


def hash_of(page: str) -> str:
    """The hash by which a browser asks for the page of that path."""
    return calc_hash(page)


def test_the_hashes_are_those_of_the_pages(app: Server) -> None:
    with visiting(app.port) as session:
        raw = session.exchange("")[1]
    for page in ("plan", "payouts", "data"):
        assert hash_of(page).encode() in raw


def test_nobody_acts_on_a_wall_whoever_was_chosen_before(app: Server, store: Path) -> None:
    names = names_of(Warehouse(store).reader())
    amounts = marks_of(frozenset(one for amounts in pay_of(store).values() for one in amounts))
    label = next(
        one.label
        for one in build_personas(Desk.open(store, NOW).state, names)
        if one.person_id == "P001"
    )
    with visiting(app.port) as session:
        session.exchange("", "payouts")
        chosen: dict[str, str | bool] = {session.ids["Acting as"]: label}
        session.exchange("", "payouts", chosen)
        assert names["P001"].encode() in session.exchange("", "payouts", chosen)[1]
        for query in ("kiosk=1", "", "payouts=2026-Q3"):
            shown, raw = session.exchange(query, "payouts", chosen, hash_of("payouts"))
            assert view_of(shown.texts) == "commitments"
            assert named_in(raw, identities(store)) == []
            assert leaked(raw, amounts) == []
