"""The wall's session: which view stands, when it turns, what is shown while something is wrong.

A beat of a few seconds asks what is published and how far the ledger goes; only when that, the
day or the turn changed is anything drawn again. What was read last stays for every wall of the
process, so that a store that cannot be read leaves the last good view, and a banner over it.
"""

import time
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

import streamlit as st

from data.errors import RevenueError
from data.warehouse import Reader
from metrics.meeting.agenda import stamp
from pages.components.kiosk_draw import draw
from pages.components.session import decided, last_good, reader, shared
from pages.components.stage import full_screen, stage, stage_keys
from pages.components.store import is_bare
from pages.views.asked import Asked, understood
from pages.views.choices import build_choices
from pages.views.kiosk import (
    KEYS,
    TELL,
    Decided,
    WallView,
    age_of,
    empty_view,
    neighbour,
    trouble_words,
    turn_of,
    unread_words,
)
from pages.views.kiosk_views import OF_LEDGER, build_wall_view

_BEAT_SECONDS = 5
_VIEW, _TURNED, _TURN, _SIGN = "kiosk_view", "kiosk_turned", "kiosk_turn", "kiosk_sign"
_BARE = "The wall fills by itself once an export is loaded on the Data screen or by command."
_DATA, _LEDGER, _SCREEN = "The data", "The ledger", "This view"

Sign = tuple[str, str, date] | None


@dataclass(frozen=True)
class _Look:
    """What can be read now; `sign` differs from the one before when there is anything new."""

    source: Reader | None
    decided: Decided | None
    sign: Sign


@dataclass(frozen=True)
class _Good:
    """A view as it was drawn last from data that could be read, and when."""

    view: WallView
    sign: Sign
    read_at: datetime


def wall() -> None:
    """The view that stands now, its keys and its beat."""
    look = _look()
    _show(*_view_of(look, _standing()), look.sign)


def wall_without() -> None:
    """The last good view, after a fault of ours; the beat tries again."""
    _show(*_fallback(_standing(), _SCREEN), None)


def _show(view: WallView, banner: str, sign: Sign) -> None:
    st.session_state[_SIGN] = sign
    # Keys before what they turn: a browser that draws the view has them, or is about to.
    stage_keys(_back, _on)
    with stage("wall"):
        draw(view, banner)
    full_screen()
    with st.container(key="keys_beat"):
        st.fragment(_beat, run_every=_beat_seconds())()


def _look() -> _Look:
    try:
        source = reader()
    except (RevenueError, OSError):
        return _Look(None, None, None)
    day = datetime.now(source.load.workspace.zone).date()
    fingerprint = source.load.fingerprint
    try:
        state = decided()
    except (RevenueError, OSError):
        return _Look(source, None, (fingerprint, "", day))
    known = Decided(stamp(state), day, state)
    return _Look(source, known, (fingerprint, known.stamp, day))


def _view_of(look: _Look, key: str) -> tuple[WallView, str]:
    """The view and its banner: from what can be read now, else the last good one."""
    if look.source is None:
        return _fallback(key, _DATA)
    if look.decided is None and key in OF_LEDGER and key in last_good():
        return _fallback(key, _LEDGER)
    try:
        view = shared(build_wall_view, look.source, _asked(look.source), key, look.decided)
    except (RevenueError, OSError):
        return _fallback(key, _DATA)
    if look.decided is None and key in OF_LEDGER:
        return view, trouble_words(_LEDGER, None)
    now = datetime.now(look.source.load.workspace.zone)
    last_good()[key] = _Good(view, look.sign, now)
    return view, age_of(look.source, now.date())


def _fallback(key: str, what: str) -> tuple[WallView, str]:
    """The last good view with what cannot be read; without one a sentence."""
    good = last_good().get(key)
    if isinstance(good, _Good):
        return good.view, trouble_words(what, good.read_at)
    if is_bare():
        return empty_view(key, "No data is loaded yet", said=_BARE), ""
    return empty_view(key, unread_words(what), said=TELL), trouble_words(what, None)


def _asked(source: Reader) -> Asked:
    """The company's quarter that runs at the end of the data: a wall has no scope of its own."""
    return understood({}, shared(build_choices, source), source)


def _beat() -> None:
    """Turns the view when it is time, draws again when something is new, else counts ahead."""
    turn = _turn()
    if turn and time.monotonic() - st.session_state[_TURNED] >= turn - 0.5:
        _on()
        st.rerun()
    try:
        look = _look()
    except Exception:
        if st.session_state[_SIGN] is None:
            raise
        # The whole run meets the same fault, and the last boundary puts the banner up.
        st.rerun()
    if look.sign != st.session_state[_SIGN]:
        st.rerun()
    good = last_good()
    for key in KEYS:
        kept = good.get(key)
        if look.source and not (isinstance(kept, _Good) and kept.sign == look.sign):
            # One a beat: a turn finds its view counted, and nobody waits for all five.
            _view_of(look, key)
            return


def _standing() -> str:
    """The key of the view that stands; the link may say with which to begin."""
    if _VIEW not in st.session_state:
        asked = st.query_params.get("view", "")
        st.session_state[_VIEW] = asked if asked in KEYS else KEYS[0]
        st.session_state[_TURNED] = time.monotonic()
    return str(st.session_state[_VIEW])


def _turn() -> int:
    """Seconds a view stands; 0 where it turns by the keys alone."""
    if "rotate" in st.query_params or _TURN not in st.session_state:
        st.session_state[_TURN] = turn_of(st.query_params.get("rotate", ""))
    return int(st.session_state[_TURN])


def _beat_seconds() -> float:
    """A beat of at most five seconds, so that whole beats make a turn."""
    turn = _turn()
    return turn / ceil(turn / _BEAT_SECONDS) if turn else _BEAT_SECONDS


def _move(by: int) -> None:
    st.session_state[_VIEW] = neighbour(_standing(), by)
    st.session_state[_TURNED] = time.monotonic()


def _back() -> None:
    _move(-1)


def _on() -> None:
    _move(1)
