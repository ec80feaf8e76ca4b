"""Upload: files dropped, checked and previewed, and loaded only when asked.

The files wait in the store's incoming area under a name of this session. A refusal is an answer
here, shown beside the files it is about: this file, like app.py, catches it to show its words.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from data.errors import AmbiguousDatesError, RevenueError
from data.load import LoadResult, check, load
from data.mapping import known_mappings
from data.uploads import READABLE, Upload, discard_upload, save_upload
from data.workspace import Workspace
from pages.components.frame import foot
from pages.components.job import Step, watched
from pages.components.preview import preview
from pages.components.session import store_path
from pages.components.text import for_html
from pages.views.data_upload import (
    MODE_SAYS,
    MODES,
    ORDER_SAYS,
    ORDERS,
    Preview,
    build_outcome,
    build_preview,
    on_screen,
)

FIRST = "They are read, checked and shown first; nothing changes until you load them."
_ROUND, _SAVED, _CHECKED, _SAID = "upload_round", "upload_saved", "upload_checked", "data_said"


@dataclass(frozen=True)
class Wish:
    """What the person asked for; the same wish is checked once."""

    files: tuple[str, ...]
    is_incremental: bool
    source: str | None
    max_bad: Decimal
    force: str | None
    date_order: str | None


@dataclass(frozen=True)
class Checked:
    """The answer to a wish: a preview, or the sentence that refuses it."""

    wish: Wish
    preview: Preview | None
    refusal: str = ""
    question: str = ""


def upload_panel(settings: Workspace, has_data: bool) -> None:
    """From the dropped files to a published load, or the sentence that says why not."""
    files = _files()
    if not files:
        _forget()
        return
    wish = _wish(files, settings, has_data)
    found = st.session_state.get(_CHECKED)
    if found is None or found.wish != wish:
        found = _checked(wish, files, settings)
        st.session_state[_CHECKED] = found
    if found.question:
        _ask_for_order(found.question)
    elif found.refusal:
        _refused(found.refusal)
    elif found.preview is not None:
        foot(ORDER_SAYS.get(wish.date_order or "", ""))
        preview(found.preview)
        _load_button(found, settings)


def _files() -> list[UploadedFile]:
    """The files dropped; a new round after a load starts with an empty box."""
    files = st.file_uploader(
        "The files of an export, several at once",
        type=list(READABLE),
        accept_multiple_files=True,
        key=f"upload_files_{st.session_state.get(_ROUND, 0)}",
    )
    foot("" if files else FIRST)
    return files


def _wish(files: list[UploadedFile], settings: Workspace, has_data: bool) -> Wish:
    """The choices beside the files: how to load, and what to allow."""
    words = [one.word for one in MODES]
    mode = "full"
    if has_data:
        mode = st.segmented_control(
            "How to load",
            words,
            format_func=lambda word: next(one.label for one in MODES if one.word == word),
            default=words[0],
            required=True,
            key="upload_mode",
        )
        foot(MODE_SAYS[mode])
    source, max_bad, force = _options(settings)
    return Wish(
        files=tuple(f"{one.name}|{one.file_id}" for one in files),
        is_incremental=mode == "incremental",
        source=source,
        max_bad=max_bad,
        force=force,
        date_order=st.session_state.get("upload_order_kept"),
    )


def _options(settings: Workspace) -> tuple[str | None, Decimal, str | None]:
    """The format, the bad rows allowed and the reason to load a small export."""
    with st.expander("Options"), st.form("upload_options", border=False):
        names = ["recognised", "canonical", *(one.name for one in known_mappings())]
        one, two, three = st.columns([2, 2, 4])
        with one:
            source = st.selectbox("Format", names, key="upload_source")
        with two:
            bad = st.number_input(
                "Unreadable rows, % of a file",
                min_value=0.0,
                max_value=100.0,
                step=0.5,
                value=float(settings.max_bad_percent),
                key="upload_bad",
            )
        with three:
            force = st.text_input(
                "Reason, to load an empty or much smaller export",
                key="upload_force",
                max_chars=200,
            )
        st.form_submit_button("Check again")
    return (
        None if source == "recognised" else source,
        Decimal(str(bad)),
        (force or "").strip() or None,
    )


def _checked(wish: Wish, files: list[UploadedFile], settings: Workspace) -> Checked:
    """The preview of the wish, or why it is refused."""
    try:
        result = watched("Checking", lambda step: _go(check, wish, files, step))
    except AmbiguousDatesError as error:
        return Checked(wish, None, question=error.question)
    except RevenueError as error:
        return Checked(wish, None, refusal=on_screen(error.message))
    return Checked(wish, build_preview(result, settings))


def _load_button(found: Checked, settings: Workspace) -> None:
    """Load what was previewed; the outcome stands over the fresh screen."""
    if found.preview is None or not found.preview.can_load:
        return
    if not st.button("Load and publish", type="primary", key="upload_load"):
        return
    try:
        result = watched("Loading", lambda step: _go(load, found.wish, None, step))
    except RevenueError as error:
        _refused(on_screen(error.message))
        return
    st.session_state[_SAID] = build_outcome(result, settings)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    _forget()
    st.rerun()


def _go(
    act: Callable[..., LoadResult],
    wish: Wish,
    files: list[UploadedFile] | None,
    step: Step,
) -> LoadResult:
    """Check or load the saved files as wished."""
    saved = _saved(wish, files)
    return act(
        [saved.folder],
        store_path(),
        source=wish.source,
        incremental=wish.is_incremental,
        max_bad=wish.max_bad,
        force=wish.force,
        date_order=wish.date_order,
        progress=step,
    )


def _saved(wish: Wish, files: list[UploadedFile] | None) -> Upload:
    """The files on disk, written once for the same files."""
    kept = st.session_state.get(_SAVED)
    if kept is not None and kept[0] == wish.files:
        return kept[1]
    given = [(one.name, one) for one in files or []]
    for _, content in given:
        content.seek(0)
    saved = save_upload(store_path(), _visitor(), given)
    st.session_state[_SAVED] = (wish.files, saved)
    return saved


def _visitor() -> str:
    return str(st.session_state.setdefault("upload_visitor", secrets.token_hex(16)))


def _ask_for_order(question: str) -> None:
    """The one question a file cannot answer by itself."""
    st.html(
        '<div class="t-empty" role="alert"><strong>Which comes first, the day or the month?'
        f"</strong><p>{for_html(question, 600)}.</p></div>"
    )
    st.segmented_control(
        "Dates are written",
        [one.word for one in ORDERS],
        format_func=lambda word: next(one.label for one in ORDERS if one.word == word),
        key="upload_order",
        on_change=_keep_order,
    )


def _keep_order() -> None:
    # The question leaves the screen with its answer: the answer is kept beside it.
    st.session_state["upload_order_kept"] = st.session_state["upload_order"]


def _refused(words: str) -> None:
    st.html(
        '<div class="t-empty" role="alert"><strong>This cannot be loaded as it is; nothing was '
        f"changed</strong><p>{for_html(words, 2000)}</p></div>"
    )


def _forget() -> None:
    """Remove the files and what was said of them."""
    if st.session_state.pop(_SAVED, None) is not None:
        discard_upload(store_path(), _visitor())
    for key in (_CHECKED, "upload_order_kept"):
        st.session_state.pop(key, None)
