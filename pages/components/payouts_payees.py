"""The register of payees on the screen: read and told first, loaded only when asked.

The file lies in a folder of its own for as long as it is read; what is told of it has no amount.
"""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path, PureWindowsPath
from typing import TypeVar

import streamlit as st

from data.errors import AmbiguousDatesError, RevenueError
from metrics.lifecycle.guard import Action
from metrics.lifecycle.payees import Loaded
from pages.components.act import do
from pages.components.frame import foot, section
from pages.components.persona import Acting
from pages.components.session import desk
from pages.components.text import for_markdown
from pages.views.payouts_payees import DATE_ORDERS, build_changes, build_register

_ROUND = "payees_round"
_READ = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "jsonl"]
Found = TypeVar("Found")


def payees_panel(who: Acting, names: Mapping[str, str]) -> None:
    """Who is in the register, and a file in its place; nothing for who may not load payees."""
    if not who.may(Action.PAYEES):
        return
    section("Payees")
    foot(build_register(who.state, names, desk().workspace))
    with st.expander("Load payees from a file"):
        file = st.file_uploader(
            "One CSV or Excel file with every payee",
            type=_READ,
            key=f"payees_file_{st.session_state.get(_ROUND, 0)}",
        )
        order = st.selectbox(
            "Dates such as 03/04/2026",
            list(DATE_ORDERS),
            format_func=lambda one: DATE_ORDERS[one],
            key="payees_order",
            width=320,
        )
        if file is not None:
            _offer(who, names, (file.name, file.getvalue()), order or None)


def _offer(
    who: Acting, names: Mapping[str, str], file: tuple[str, bytes], order: str | None
) -> None:
    """What the file would change, and the button that does it; or why it cannot be used."""
    actor = who.person_id
    try:
        read = _with_file(file, lambda path: desk().read_payees(actor, path, date_order=order))
    except AmbiguousDatesError as error:
        st.warning(for_markdown(error.question, 600))
        return
    except RevenueError as error:
        st.error(for_markdown(error.message, 900))
        return
    told = build_changes(read, who.state, names)
    for words in told.lines:
        foot(words)
    reason = ""
    if told.needs_reason:
        reason = st.text_input("Why are there so many fewer?", key="payees_reason", max_chars=200)
    if st.button("Make this the register", type="primary", key="payees_load"):
        do(lambda: _load(actor, file, order, reason), told.said, then=_next_file)


def _load(actor: str, file: tuple[str, bytes], order: str | None, reason: str) -> Loaded:
    return _with_file(
        file,
        lambda path: desk().load_payees(actor, path, force=reason, date_order=order),
    )


def _with_file(file: tuple[str, bytes], act: Callable[[Path], Found]) -> Found:
    """What `act` makes of the file, which is gone from the disk when it is done."""
    with tempfile.TemporaryDirectory() as folder:
        # The name comes from outside: no path, and short enough for any disk.
        name = PureWindowsPath(file[0].replace("/", "\\")).name[-80:].strip(". ") or "payees.csv"
        path = Path(folder) / "".join(one if one.isprintable() else "_" for one in name)
        path.write_bytes(file[1])
        return act(path)


def _next_file() -> None:
    """An empty box after a load."""
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
