"""What the Plan screen looks at in a run: the period, the draft and the plan in force, answered.

Everything that takes longer than a blink is kept by components/session.py: prepared once for a
load and a draft's terms, answered once for a position of the sliders.
"""

from dataclasses import dataclass

import streamlit as st

from data.errors import RevenueError
from data.warehouse import Reader
from metrics.lifecycle.ahead import ahead_of, periods_planned
from metrics.lifecycle.state import State
from metrics.people import names_of
from metrics.periods import FiscalCalendar
from metrics.planning.drafts import terms_hash, weights_key
from metrics.planning.findings import Findings
from metrics.planning.treatments import Parts
from metrics.pool.lines import MeasureLine
from metrics.pool.plan import Plan
from metrics.wording import period_label
from pages.components.draft import draft
from pages.components.link import link_choice, link_switch, screen_link
from pages.components.session import answered, prepared, shared
from pages.views.plan_live import effect_words
from pages.views.plan_looked import (
    Looked,
    build_answers,
    build_findings,
    build_parts,
    build_ready,
)
from pages.views.plan_outlook import build_outlook_words
from pages.views.plan_versions import stood_before
from pages.views.words import Labelled

MOST_EFFECTS = 6
_BESIDE = "plan_beside_kept"


def chosen_period(state: State, source: Reader) -> str:
    """The planned period in the link, else the one that the data stands in; '' without any."""
    found = periods_planned(state)
    if not found:
        return ""
    seen = source.load.data_date
    calendar = FiscalCalendar(source.load.workspace)
    running = [name for name in found if seen and calendar.parse(name).holds(seen)]
    first = running[0] if running else found[-1]
    choices = [Labelled(one, period_label(one)) for one in (first, *found)]
    return link_choice("plan", list(dict.fromkeys(choices)))


def period_switch(state: State, period: str) -> None:
    """Buttons for the planned periods, where there are several."""
    found = periods_planned(state)
    if len(found) > 1:
        names = [period, *(one for one in found if one != period)]
        link_switch("plan", "Period", [Labelled(one, period_label(one)) for one in sorted(names)])


def looked(source: Reader, state: State, plan: Plan) -> Looked:
    """The plan with its answers.

    Raises: MissingResultError, PayeeError, PlanError as a run does.
    """
    calendar = FiscalCalendar(source.load.workspace)
    ahead = ahead_of(state, calendar, plan, terms_hash)
    ready = prepared(build_ready, source, ahead.key, ahead)
    answers = answered(build_answers, source, f"{ahead.key}|{weights_key(plan)}", ready, plan)
    return Looked(plan, ready, answers)


def outlook_link(source: Reader, one: Looked) -> None:
    """What the plan expects of bookings beside what the revenue screens do, and where they do."""
    words = build_outlook_words(source, one)
    if words:
        screen_link("pages/pipeline.py", "Pipeline", words)


def found_in(source: Reader, state: State, one: Looked) -> Findings:
    """Health, gaming and the inverse of a plan that was looked at."""
    calendar = FiscalCalendar(source.load.workspace)
    ahead = ahead_of(state, calendar, one.plan, terms_hash)
    key = f"{ahead.key}|{weights_key(one.plan)}"
    return answered(build_findings, source, key, one.ready, one.plan, one.answers)


@dataclass(frozen=True)
class Beside:
    """The draft beside the plan in force; `force` is None where none is."""

    draft: Looked
    force: Looked | None
    is_same: bool


def beside(source: Reader, state: State) -> Beside:
    """Both, as they stand in this run; the parts of one run do not work them out again."""
    plan = draft()
    kept = st.session_state.get(_BESIDE)
    if kept and kept[0] == (source.load.fingerprint, state.seq) and kept[1] is plan:
        found: Beside = kept[2]
        return found
    made = _beside(source, state, plan)
    st.session_state[_BESIDE] = ((source.load.fingerprint, state.seq), plan, made)
    return made


def _beside(source: Reader, state: State, plan: Plan) -> Beside:
    stands = state.in_force(plan.period)
    force = looked(source, state, stands.plan) if stands else None
    is_same = stands is not None and _is_same(stands.plan, plan)
    return Beside(looked(source, state, plan), force, is_same)


def _is_same(one: Plan, other: Plan) -> bool:
    """Whether both say the same; terms and weights together are the whole plan."""
    return weights_key(one) == weights_key(other) and terms_hash(one) == terms_hash(other)


def cut_of(source: Reader, state: State, one: Looked) -> Parts | None:
    """The running period before and after a change; None where it does not run."""
    calendar = FiscalCalendar(source.load.workspace)
    ahead = ahead_of(state, calendar, one.plan, terms_hash)
    return prepared(build_parts, source, ahead.key, one.ready)


def people(source: Reader) -> dict[str, str]:
    """Names by id, for who proposed and signed."""
    return dict(shared(names_of, source))


def place_in_force(found: Beside, place: int) -> MeasureLine | None:
    """The line in force of the draft's measure at `place`: the same KPI in the same scope."""
    if found.force is None:
        return None
    measure = found.draft.plan.measures[place]
    lines = found.force.answers.now.funding.lines
    return next(
        (
            one
            for one in lines
            if (one.measure.kpi, one.measure.scope) == (measure.kpi, measure.scope)
        ),
        None,
    )


def version_effects(source: Reader, state: State, period: str) -> dict[int, str]:
    """What the latest versions differ by, in words and money at forecast, by number.

    A version that nobody could pay any more is left to its words.
    """
    versions = state.versions_of(period)
    found = {}
    for one in versions[-MOST_EFFECTS:]:
        before = stood_before(one, versions)
        if before is None:
            continue
        try:
            old, new = (looked(source, state, each.plan) for each in (before, one))
        except RevenueError:
            continue
        found[one.number] = effect_words(old.answers, new.answers, sees_teams=True)
    return found
