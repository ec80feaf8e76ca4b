"""The warehouse and the views shared between sessions: the only file that caches.

A view is frozen and the same for everyone who asks the same question of the same load, so it is
kept once (`cache_resource`, never copied) under the load's fingerprint. A new load has a new
fingerprint; what belongs to old ones is pushed out by the newest entries.
"""

import gc
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import streamlit as st

from data.warehouse import Reader, Warehouse
from data.workspace import Workspace
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
