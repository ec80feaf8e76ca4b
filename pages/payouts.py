"""Payouts: what the shared pool pays for a period, how it came about, and what happens to it."""

import streamlit as st

from metrics.lifecycle.bridging import bridge_of
from metrics.lifecycle.guard import Action
from metrics.lifecycle.teams import team_pay
from metrics.people import names_of
from pages.components.act import last_said
from pages.components.frame import block, empty, foot, headline, message, section, top_line
from pages.components.payouts_blocks import files, others_statements, own_statement, questions
from pages.components.payouts_desk import (
    calculation_of,
    chosen_period,
    desk_strip,
    looked,
    period_switch,
    statements_to_see,
)
from pages.components.payouts_parts import figures, payouts_style, table_block, tree
from pages.components.payouts_payees import payees_panel
from pages.components.persona import acting, banner
from pages.components.session import desk, reader, shared
from pages.components.tables import short_table
from pages.views.payouts_head import (
    Told,
    build_as_of,
    build_desk,
    build_headline,
    build_level,
    build_no_period,
    build_not_counted,
    build_refused,
)
from pages.views.payouts_life import build_corrections, build_teams, build_unread
from pages.views.payouts_look import closed_before, payees_in, stored_steps
from pages.views.payouts_moves import build_bridge, build_moves, build_no_bridge
from pages.views.payouts_tree import company_tree
from pages.views.plan_words import forecast_words
from pages.views.words import Block, Headline

# Load: who looks, the load published now, and what was decided.
who = acting()
payouts_style()
banner(who)
if not who.may(Action.SEE_POOL):
    headline(Headline("Payouts are for everybody with a role"))
    empty(build_refused())
    st.stop()
source = reader()
has_money = who.may(Action.SEE_TEAMS)
name = chosen_period(who.state)
if not name:
    top_line("Payouts", forecast_words(source))
    headline(Headline("No period to pay yet"))
    empty(build_no_period(may_load=who.may(Action.PAYEES)))
    payees_panel(who, dict(shared(names_of, source)))
    st.stop()
record, names = who.state.period(name), dict(shared(names_of, source))
told = Told(desk().calendar.parse(name), record, names, desk().workspace, desk().today)
top_line("Payouts", build_as_of(told, forecast_words(source)))
period_switch(who.state)

found = looked(source, who.state, name)
headline(build_headline(told, found.opened, has_money=has_money))
message(last_said())
desk_strip(build_desk(told, who.may, who.person_id), who, found.period)
if found.trouble and record.close is not None:
    message(found.trouble)
    section("How the period was worked out")
    kept, currency = stored_steps(record.close)
    tree(company_tree(kept, currency, has_money=has_money), is_open=True)
elif found.trouble:
    empty(build_not_counted(found.trouble, may_see=who.may(Action.PAYEES)))

seen = statements_to_see(who, found)
own_statement(source, who, found, names, seen)

calculation = found.calculation
if calculation:
    currency = calculation.basis.plan.currency
    moves = build_moves(
        found.opened.movements if found.opened else (), currency, has_money=has_money
    )
    steps = company_tree(calculation.company, currency, has_money=has_money)
    block(moves.block if moves else Block("How the period is worked out"))
    left, right = st.columns([5, 16], gap="large")
    with left:
        figures(build_level(told, found.opened, calculation, has_money=has_money))
    with right:
        if moves:
            short_table(moves.table)
            foot(moves.foot)
        else:
            tree(steps, is_open=True)
    if moves:
        with st.expander("How the expected pool is worked out"):
            tree(steps, is_open=True)

if calculation and has_money:
    left, right = st.columns([11, 10], gap="large")
    before = closed_before(who.state, found.period.start_on, found.period.grain)
    past = calculation_of(source, before) if before is not None else None
    bridge = bridge_of(past, calculation) if past else None
    if past and bridge:
        drawn = build_bridge(bridge, past, calculation)
        with left:
            block(drawn.block)
            short_table(drawn.table)
            foot(drawn.foot)
    elif before is not None:
        with left:
            block(build_no_bridge(before.subject))
    with right:
        table_block(build_teams(team_pay(calculation), calculation.basis.plan.currency))

others_statements(source, who, found, names, seen)

corrections = build_corrections(record, told.workspace, has_money=has_money)
people = payees_in(who.state, name, found.opened) if found.opened else ()
unread = build_unread(who.state.in_force(name), people, who.may, names, who.person_id)
if corrections or unread:
    section("Corrections and acknowledgements")
    for words in (*corrections, unread):
        foot(words)

questions(who, found, names)
payees_panel(who, names)
files(who, found)
