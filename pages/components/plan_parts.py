"""The parts of the Plan screen that run again by themselves: figures, answers, signatures.

A moved weight runs the figures first and the charts after them, and nothing else of the page.
Each part asks who looks and what they may see, in every run.
"""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.errors import RevenueError
from data.warehouse import Reader
from metrics.lifecycle.guard import Action, check
from metrics.wording import points
from pages.charts.plan import backtest_figure
from pages.components.charts import chart
from pages.components.draft import draft, is_moving
from pages.components.frame import foot, headline, refusal, title
from pages.components.persona import Acting, acting
from pages.components.plan_desk import Beside, beside, cut_of, found_in, people
from pages.components.plan_figures import health, hero, influence
from pages.components.signing import TREATMENT, signing_strip
from pages.components.style import theme
from pages.components.tables import short_table
from pages.components.text import for_html, visible
from pages.components.turns import TURNS
from pages.components.weights import nothing_to_weigh, weight_sliders
from pages.views.plan_answers import build_backtest, build_groups, build_influence
from pages.views.plan_findings import (
    build_gaming,
    build_health,
    build_inverse,
    build_marginal,
    inverse_words,
)
from pages.views.plan_live import build_live, build_treatments, build_weights
from pages.views.plan_looked import build_treated
from pages.views.plan_terms import measure_labels
from pages.views.plan_versions import build_signing

WIDTHS = (10, 21)
# A frame or two of a small browser: what was sent is painted before more comes to be drawn.
PAINT_SECONDS = 0.03
Body = Callable[[Reader, Acting], None]
Part = Callable[[Reader, DeltaGenerator, DeltaGenerator], None]


def part(body: Callable[[Reader, Acting, DeltaGenerator, DeltaGenerator], None]) -> Part:
    """A fragment for who may draft; app.py's boundary does not see its later runs, so it has one.

    An error that nobody foresaw is Streamlit's to show: without details, as in the settings.
    """

    @wraps(body)
    def guarded(source: Reader, below: DeltaGenerator, strip: DeltaGenerator) -> None:
        try:
            who = acting()
            check(Action.DRAFT, who.person_id, who.state)
            body(source, who, below, strip)
        except RevenueError as error:
            refusal(error)

    fragment: Any = st.fragment(guarded, key="plan_live")
    return fragment


@part
def draft_part(source: Reader, who: Acting, below: DeltaGenerator, strip: DeltaGenerator) -> None:
    """What follows a slider in one run: figures, then sliders, then charts, then the strip.

    The charts go into `below` and the strip into `strip`, containers of the page: one run draws
    everything, where parts of their own would each have cost the figures another start.
    """
    pause = PAINT_SECONDS if is_moving() else 0.0
    with TURNS.figures():
        found = beside(source, who.state)
        places = _figures(who, found)
    TURNS.give_way(pause)
    _weights(source, who, found, places)
    TURNS.give_way(pause)
    for place, body in ((below, _answers), (strip, _signing)):
        with place:
            _bounded(body, source, who)


def _bounded(body: Body, source: Reader, who: Acting) -> None:
    """What cannot be told does not take the rest with it."""
    try:
        body(source, who)
    except RevenueError as error:
        refusal(error)


def _figures(who: Acting, found: Beside) -> tuple[DeltaGenerator, DeltaGenerator]:
    """The headline and the large figures; the places left for the treatments and the sliders.

    No chart and no slider, so that what a move is waited for is sent and painted first.
    """
    answers = found.draft.answers
    force = found.force.answers if found.force else None
    sees_teams = who.may(Action.SEE_TEAMS)
    view = build_live(answers, force, is_same=found.is_same, sees_teams=sees_teams)
    headline(view.headline)
    treated = st.container()
    left, right = st.columns(WIDTHS, gap="large")
    with right:
        told = answers.simulation
        _column("What it would do, beside the plan in force",
                f"{told.draws:,} draws · seed {told.seed}")  # fmt: skip
        hero(view)
    return treated, left


def _weights(
    source: Reader, who: Acting, found: Beside, places: tuple[DeltaGenerator, DeltaGenerator]
) -> None:
    """The sliders beside the figures, and the treatments between them and the headline."""
    treated, left = places
    with left:
        _column("The draft", _draft_words(who, found))
        lines = _weight_lines(found)
        if lines:
            weight_sliders(lines)
        else:
            nothing_to_weigh()
    with treated:
        _treatments(source, who, found)


def _weight_lines(found: Beside) -> tuple[Any, ...]:
    plan = found.draft.plan
    labels = measure_labels(plan, found.draft.known)
    force = found.force.plan.measures if found.force else ()
    same = [one.kpi for one in force] == [one.kpi for one in plan.measures]
    return build_weights(
        [(label, one.weight) for label, one in zip(labels, plan.measures, strict=True)],
        [one.weight for one in force] if same else [],
    )


def _column(words: str, aside: str) -> None:
    st.html(
        f'<div class="t-column"><h2>{for_html(words)}</h2>'
        f'<span class="t-aside">{for_html(aside)}</span></div>'
    )


def _draft_words(who: Acting, found: Beside) -> str:
    opened = who.state.open_version(found.draft.plan.period)
    return f"from version {opened.number}" if opened else ""


def _treatments(source: Reader, who: Acting, found: Beside) -> None:
    """How a change inside the running period is treated, each way with its effect."""
    if found.force is None or found.is_same:
        return
    cut = cut_of(source, who.state, found.draft)
    told = build_treated(found.draft, found.force, cut) if cut else ()
    choices = build_treatments(told, found.draft.plan.currency)
    if not choices or cut is None:
        return
    labels = {one.word: one.label for one in choices}
    with st.container(horizontal=True, vertical_alignment="center", key="plan_treated"):
        words = f"Changed after {points(cut.percent)} of the period"
        st.html(f'<span class="t-foot">{for_html(words)}</span>', width="content")
        st.segmented_control(
            "How a change inside the period is treated",
            list(labels),
            format_func=lambda word: visible(labels.get(word, word), 80),
            key=TREATMENT,
            default="whole",
            required=True,
            on_change="ignore",
            label_visibility="collapsed",
        )


def _answers(source: Reader, who: Acting) -> None:
    """Who gets what, the closed periods, what decides, and what is not healthy."""
    found = beside(source, who.state)
    draft_one, force = found.draft, None if found.is_same else found.force
    before = force.answers if force else None
    left, right = st.columns(2, gap="large")
    with left:
        if who.may(Action.SEE_TEAMS) and draft_one.has_payees:
            by_team, by_role = build_groups(draft_one.answers, before)
            title(by_team.title)
            short_table(by_team.table)
            foot(by_team.foot)
            with st.expander("By role"):
                short_table(by_role.table)
    with right:
        backtest = build_backtest(draft_one.answers, before)
        if backtest:
            title(backtest.title)
            chart(backtest_figure(backtest, theme()), "plan_backtest", backtest.words)
            foot(backtest.foot)
        else:
            foot("No closed period can be re-run under this plan yet.")
    st.html('<hr class="t-rule">')
    _lower(source, who, found)


def _lower(source: Reader, who: Acting, found: Beside) -> None:
    """Influence and health side by side, then money at the margin, gaming and the inverse."""
    draft_one = found.draft
    told = found_in(source, who.state, draft_one)
    was = found_in(source, who.state, found.force) if found.force and not found.is_same else None
    left, right = st.columns(2, gap="large")
    currency, is_money = draft_one.plan.currency, draft_one.answers.simulation.is_money
    with left:
        moves = build_influence(draft_one.answers.influence)
        if moves:
            title(moves.title)
            influence(moves)
    with right:
        state_of = build_health(told, was, draft_one.known)
        title(state_of.title)
        health(state_of)
    margins = build_marginal(draft_one.answers)
    if margins:
        title("What one more is worth at forecast")
        short_table(margins)
    left, right = st.columns(2, gap="large")
    with left:
        games = build_gaming(told.gaming, currency, draft_one.known, is_money)
        if games:
            title("What the plan invites, and where it would show")
            short_table(games)
    with right:
        needed = build_inverse(told.inverse, currency)
        if needed:
            title("What must be true to fund 100\u202f%")
            short_table(needed)
            foot(inverse_words(told.inverse))


def _effective_on(source: Reader, who: Acting) -> date | None:
    """The first day after the data, where the change falls into a period that runs."""
    found = beside(source, who.state)
    if found.force is None:
        return None
    cut = cut_of(source, who.state, found.draft)
    return cut.effective_on if cut else None


def _signing(source: Reader, who: Acting) -> None:
    """The strip that stays in sight: who has signed, and what the person may do."""
    view = build_signing(who.state, who.person_id, draft(), people(source), source.load.workspace)
    with st.container(horizontal=True, vertical_alignment="center", key="plan_strip", gap="medium"):
        signing_strip(view, who, _effective_on(source, who))
