"""Plan: move the weights, see what the change does beside the plan in force, sign it together."""

import streamlit as st

from metrics.lifecycle.guard import Action
from pages.charts.plan import curve_figure
from pages.components.act import last_said
from pages.components.charts import chart
from pages.components.draft import begin, draft
from pages.components.frame import empty, headline, message, section, title, top_line
from pages.components.persona import acting, banner
from pages.components.plan_desk import (
    beside,
    chosen_period,
    looked,
    outlook_link,
    people,
    period_switch,
    place_in_force,
    version_effects,
)
from pages.components.plan_document import plan_document
from pages.components.plan_parts import WIDTHS, draft_part
from pages.components.plan_style import plan_style, strip_style
from pages.components.session import reader
from pages.components.signing import acknowledge_box
from pages.components.style import theme
from pages.components.tables import short_table
from pages.components.terms import gates_and_kickers, measure_box, points_table
from pages.views.plan_public import (
    build_curves,
    build_no_payees,
    build_no_plan,
    build_none_in_force,
    build_public,
    build_refused,
)
from pages.views.plan_terms import build_curve
from pages.views.plan_versions import build_versions
from pages.views.plan_words import forecast_words
from pages.views.words import Headline

# Load: who looks, the load published now, and what was decided.
who = acting()
plan_style()
banner(who)
if not who.may(Action.SEE_POOL):
    headline(Headline("The plan is for everybody with a role"))
    empty(build_refused())
    st.stop()
source = reader()
period = chosen_period(who.state, source)
top_line("Plan", forecast_words(source))
may_draft = who.may(Action.DRAFT)
if not period:
    headline(Headline("No plan to look at yet"))
    empty(build_no_plan(who.state, may_draft))
    st.stop()
period_switch(who.state, period)
stands = who.state.in_force(period)

# Everybody else: the plan in force, in percent.
if not may_draft:
    if stands is None:
        headline(Headline("No plan is in force yet"))
        empty(build_none_in_force(period))
        st.stop()
    known_plan = looked(source, who.state, stands.plan)
    public = build_public(known_plan)
    headline(public.headline)
    acknowledge_box(who, period)
    short_table(public.measures)
    outlook_link(source, known_plan)
    with st.container(horizontal=True, gap="large", key="public_curves"):
        for place, curve in enumerate(build_curves(known_plan)):
            with st.container(key=f"public_curve_box_{place}", width=480):
                title(curve.title)
                chart(curve_figure(curve, theme()), f"public_curve_{place}", curve.words)
    plan_document(stands.plan, who, "The plan as a document", "plan_document", is_draft=False)
    st.stop()

strip_style()
begin(who.state, period)
message(last_said())
top = st.container()
left, right = st.columns(WIDTHS, gap="large")
history, strip = st.container(), st.container()
with top:
    draft_part(source, right, strip)
    found = beside(source, who.state)
    outlook_link(source, found.force or found.draft)
    if not found.draft.has_payees:
        message(build_no_payees())
with left:
    if draft().measures:
        place = measure_box(draft(), found.draft.known)
        line = found.draft.answers.now.funding.lines[place]
        before = place_in_force(found, place)
        curve = build_curve(line, before, found.draft.known, draft().currency)
        if curve:
            title(curve.title)
            chart(curve_figure(curve, theme()), "plan_curve", curve.words)
            points_table(draft(), place, found.draft.known)
    gates_and_kickers(draft(), found.draft.known)

effects = version_effects(source, who.state, period)
versions = build_versions(who.state, period, people(source), source.load.workspace, effects)
with history:
    section(versions.title)
    if versions.table:
        short_table(versions.table)
    with st.container(horizontal=True):
        plan_document(draft(), who, "The draft as a document", "draft_document", is_draft=True)
        if stands:
            plan_document(stands.plan, who, "The plan in force", "plan_document", is_draft=False)
