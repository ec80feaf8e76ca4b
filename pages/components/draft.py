"""The draft of this session: what the person in front of the screen has moved and typed.

Nothing of it is decided: it becomes an event when it is saved or proposed.
"""

from decimal import Decimal

import streamlit as st

from metrics.errors import PlanError
from metrics.lifecycle.ahead import working_draft
from metrics.lifecycle.state import State
from metrics.planning.live import with_weights
from metrics.planning.weights import STEP, moved
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash

_DRAFT, _BASE, _LOCKS, _ROUND = "plan_draft", "plan_base", "plan_locks", "plan_round"
_MOVED = "plan_moved"
_FINE = Decimal("0.1")


def begin(state: State, period: str) -> Plan:
    """The draft of the period: what was moved here, else where everybody stands.

    A proposal, a saved draft or a plan put in force by anybody is a new base; what was moved on
    the old one is given up for it.
    """
    plan, _ = working_draft(state, period)
    if plan is None:
        raise PlanError(f"there is no plan for {period} yet; save a draft of one")
    base = f"{period}|{plan_hash(plan)}|{len(state.versions)}"
    if st.session_state.get(_BASE) != base:
        st.session_state[_BASE] = base
        st.session_state[_DRAFT] = plan
        st.session_state[_LOCKS] = frozenset()
        next_round()
    return draft()


def draft() -> Plan:
    """The draft as it stands in this session."""
    found: Plan = st.session_state[_DRAFT]
    return found


def give_up() -> None:
    """Back to where everybody stands, at the next run."""
    st.session_state.pop(_BASE, None)


def keep(plan: Plan) -> None:
    """The draft with other terms."""
    st.session_state[_DRAFT] = plan


def round_number() -> int:
    """Changes when typed tables start afresh."""
    return int(st.session_state.get(_ROUND, 0))


def next_round() -> None:
    """Typed tables start afresh from the draft."""
    st.session_state[_ROUND] = round_number() + 1


def is_locked(place: int) -> bool:
    """Whether the measure keeps its weight while others move."""
    return place in st.session_state.get(_LOCKS, frozenset())


def turn_lock(place: int) -> None:
    """Locks or unlocks a measure."""
    st.session_state[_LOCKS] = st.session_state.get(_LOCKS, frozenset()) ^ {place}


def weights() -> tuple[Decimal, ...]:
    """The draft's weights in percent points, in the order of its measures."""
    return tuple(measure.weight for measure in draft().measures)


def step() -> Decimal:
    """How finely weights move: whole points, unless the plan has finer ones."""
    return STEP if all(weight % STEP == 0 for weight in weights()) else _FINE


def move(place: int, box: str) -> None:
    """Takes what a slider or a box says; the others give way before anything is drawn."""
    locked = {at for at in range(len(weights())) if is_locked(at)}
    to = Decimal(str(st.session_state[box]))
    found = moved(weights(), place, to, locked, step())
    keep(with_weights(draft(), found))
    for at, weight in enumerate(found):
        for key in (slider_key(at), number_key(at)):
            st.session_state[key] = number(weight)
    st.session_state[_MOVED] = True


def is_moving() -> bool:
    """Whether this run follows a moved weight; told once."""
    return bool(st.session_state.pop(_MOVED, False))


def number(weight: Decimal) -> int | float:
    """A weight as the elements take it."""
    return int(weight) if step() == STEP else float(weight)


def slider_key(place: int) -> str:
    """The slider of a measure."""
    return f"weight_slider_{place}"


def number_key(place: int) -> str:
    """The box of a measure."""
    return f"weight_number_{place}"
