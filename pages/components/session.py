"""The warehouse and the views shared between sessions: the only file that caches.

A view is frozen and the same for everyone who asks the same question of the same load, so it is
kept once (`cache_resource`, never copied) under the load's fingerprint. A new load has a new
fingerprint; what belongs to old ones is pushed out by the newest entries.
"""

import gc
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import streamlit as st

from data.ledger import Ledger
from data.warehouse import Reader, Warehouse
from data.workspace import FILE_NAME, Workspace
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.state import State
from pages.components.guard import enter_by_the_front_door

View = TypeVar("View")


def store_path() -> Path:
    """The folder of the store: TANDEM_STORE, else data/store beside the code."""
    return Path(os.environ.get("TANDEM_STORE") or Path(__file__).parents[2] / "data" / "store")


@st.cache_resource(max_entries=4, show_spinner=False)
def _warehouse(store: str) -> Warehouse:
    return Warehouse(Path(store))


def reader() -> Reader:
    """The load published now. A run asks once and hands it on, so a page shows one load."""
    enter_by_the_front_door()
    return _warehouse(str(store_path())).reader()


@st.cache_resource(max_entries=600, show_spinner="Counting …")
def _kept(key: str, _build: Callable[[], View]) -> View:
    return _build()


def shared(build: Callable[..., View], source: Reader, *asked: object) -> View:
    """`build(source, *asked)`, counted once for each load and question, read-only."""
    question = "|".join(repr(part) for part in asked)
    key = f"{source.load.fingerprint}|{build.__module__}.{build.__qualname__}|{question}"
    return _kept(key, lambda: build(source, *asked))


@st.cache_resource(max_entries=24, show_spinner="Looking ahead …")
def _prepared(key: str, _build: Callable[[], View]) -> View:
    return _build()


def prepared(build: Callable[..., View], source: Reader, key: str, *given: object) -> View:
    """`build(source, *given)`, made once for each load and `key`: what a slider reads from.

    The key names everything given, weights and who looks apart; few are kept, as each holds
    thousands of draws.
    """
    name = f"{source.load.fingerprint}|{build.__module__}.{build.__qualname__}|{key}"
    return _prepared(name, lambda: build(source, *given))


# Few: what is kept is walked by Streamlit's collection of garbage after every run.
@st.cache_resource(max_entries=32, show_spinner=False)
def _answered(key: str, _build: Callable[[], View]) -> View:
    return _build()


def answered(build: Callable[..., View], source: Reader, key: str, *given: object) -> View:
    """The same for one position of the sliders: every block of a run asks for it."""
    name = f"{source.load.fingerprint}|{build.__module__}.{build.__qualname__}|{key}"
    return _answered(name, lambda: build(*given))


@st.cache_resource(max_entries=96, show_spinner="Counting …")
def _remembered(key: str, _build: Callable[[], View]) -> View:
    return _build()


def remembered(build: Callable[..., View], source: Reader, key: str, *given: object) -> View:
    """`build(source, *given)`, counted once for each load and `key`: what the ledger changes too.

    The key names everything of the ledger that it depends on.
    """
    name = f"{source.load.fingerprint}|{build.__module__}.{build.__qualname__}|{key}"
    return _remembered(name, lambda: build(source, *given))


@st.cache_resource(max_entries=4, show_spinner=False)
def _desk(store: str, settings: tuple[int, int]) -> Desk:
    ledger = Ledger.open(Path(store), clock=lambda: datetime.now(UTC))
    return Desk(ledger, _warehouse(store), Workspace.read(Path(store)), datetime.now(UTC))


def _stamp(file: Path) -> tuple[int, int]:
    """When the file was written and how long it is; reading it takes as long as all the rest."""
    try:
        told = file.stat()
    except FileNotFoundError:
        return (0, 0)
    return (told.st_mtime_ns, told.st_size)


def desk() -> Desk:
    """The commands of the store at this moment; what others decided since is taken in.

    Raises: LedgerError when the ledger cannot be opened or does not hold.
    """
    kept = _kept_desk()
    kept.state  # noqa: B018 - read once for all runs, so that none starts from the first event
    return kept.at(datetime.now(UTC))


def decided() -> State:
    """Everything decided so far, by anybody.

    Raises: LedgerError when the ledger cannot be opened or does not hold.
    """
    return _kept_desk().state


def _kept_desk() -> Desk:
    enter_by_the_front_door()
    store = store_path()
    # Another [roles] in tandem.toml is another start of everything that was decided.
    return _desk(str(store), _stamp(store / FILE_NAME))


@st.cache_resource(max_entries=2, show_spinner=False)
def _good(store: str) -> dict[str, object]:
    return {}


def last_good() -> dict[str, object]:
    """What the walls of this process drew last from a store that could be read, by view."""
    return _good(str(store_path()))


@st.cache_resource(show_spinner=False)
def warm_up() -> bool:
    """Freeze what start-up built, once a process.

    Streamlit collects garbage after every run; walking the modules again each time took more
    than the run itself.
    """
    gc.collect()
    gc.freeze()
    return True


def company() -> str:
    """The company's name as the store's settings have it, for the brand."""
    return Workspace.read(store_path()).company
