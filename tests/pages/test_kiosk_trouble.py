"""A wall whose store or ledger cannot be read keeps its last good views, and says so."""

import shutil
from pathlib import Path

import pytest

from pages.views.kiosk import KEYS, TELL
from tests.sessions import Session, Shown, serving, visiting

pytestmark = pytest.mark.slow


@pytest.fixture
def store(decided: Path, tmp_path: Path) -> Path:
    """A store to damage."""
    place = tmp_path / "store"
    shutil.copytree(decided, place)
    return place


def told(shown: Shown) -> tuple[str, str]:
    """The sentence and the large number of a view."""
    return shown.values("w-headline")[0], shown.values("w-hero")[0]


def banner(shown: Shown) -> str:
    """The first banner's words; that of a lost connection stands last, hidden."""
    return shown.values("w-banner")[0]


def look(session: Session, key: str) -> Shown:
    """A view of the wall, reached by its keys."""
    shown = session.run("kiosk=1")
    for _ in KEYS:
        if f'data-view="{key}"' in "".join(shown.texts):
            return shown
        shown, _ = session.exchange("kiosk=1", widgets={session.ids["Next"]: True})
    raise AssertionError(f"the keys do not lead to {key}")


def test_without_its_store_the_wall_keeps_what_it_showed(store: Path) -> None:
    with serving(store) as server, visiting(server.port) as session:
        seen = {key: told(look(session, key)) for key in KEYS}
        current = store / "warehouse" / "current"
        name = current.read_text(encoding="utf-8")
        current.unlink()
        for key in KEYS:
            shown = look(session, key)
            assert told(shown) == seen[key]
            assert banner(shown).startswith("The data cannot be read now; this was read on")
            assert shown.faults == ()
            assert shown.values("t-empty") == ()
        with visiting(server.port) as later:
            assert told(look(later, "number")) == seen["number"]
        current.write_text(name, encoding="utf-8")
        shown = look(session, "number")
        assert "cannot be read" not in " ".join(shown.values("w-banner"))


def test_without_its_ledger_only_what_stands_in_it_is_old(store: Path) -> None:
    with serving(store) as server, visiting(server.port) as session:
        seen = {key: told(look(session, key)) for key in KEYS}
        for file in (store / "ledger").iterdir():
            file.write_bytes(b"no ledger")
        for key in ("commitments", "number", "changed"):
            shown = look(session, key)
            assert told(shown) == seen[key]
            assert banner(shown).startswith("The ledger cannot be read now; this was read on")
            assert shown.faults == ()
        for key in ("handover", "demand"):
            shown = look(session, key)
            assert told(shown) == seen[key]
            assert "cannot be read" not in " ".join(shown.values("w-banner"))


def test_a_wall_that_never_saw_the_ledger_says_so_in_the_place_of_commitments(
    store: Path,
) -> None:
    for file in (store / "ledger").iterdir():
        file.write_bytes(b"no ledger")
    with serving(store) as server, visiting(server.port) as session:
        shown = look(session, "commitments")
        assert shown.values("w-headline") == (
            "The commitments stand in the ledger, which cannot be read now",
        )
        shown = look(session, "number")
        assert shown.values("w-hero")[0].startswith("$")
        assert shown.values("w-value")[-1] == "no data"
        assert banner(shown) == "The ledger cannot be read now; it is tried again"
        assert shown.faults == ()


def test_a_store_without_a_load_fills_by_itself_later(tmp_path: Path, decided: Path) -> None:
    store = tmp_path / "bare"
    store.mkdir()
    with serving(store) as server, visiting(server.port) as session:
        shown = session.run("kiosk=1&view=number")
        assert shown.values("w-headline") == ("No data is loaded yet",)
        assert shown.values("w-asof") == ("As of no day yet",)
        shutil.copytree(decided, store, dirs_exist_ok=True)
        assert look(session, "number").values("w-hero")[0].startswith("$")


def test_a_wall_that_never_saw_a_view_says_what_cannot_be_read_and_who_helps(store: Path) -> None:
    current = store / "warehouse" / "current"
    current.write_text("nothing of this name\n", encoding="utf-8")
    with serving(store) as server, visiting(server.port) as session:
        shown = session.run("kiosk=1&view=number")
        assert shown.values("w-headline") == ("The data cannot be read now",)
        assert shown.values("w-said") == (TELL,)
        assert banner(shown) == "The data cannot be read now; it is tried again"
