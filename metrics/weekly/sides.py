"""Blocks 4 and 5: both sides of the handover, and the demand."""

from metrics.cohorts import curves, horizon_of
from metrics.compared import Moment, Wanted
from metrics.compute import Question, answers
from metrics.customers import KEY, hours
from metrics.handover.clocks import clocks
from metrics.handover.leaks import leaks
from metrics.known import known
from metrics.pareto import pareto
from metrics.reader import Reader
from metrics.sentences.weeks import CLOCKS
from metrics.weekly.numbers import numbers_of
from metrics.weekly.records import Demand, Handover, Number

HANDED = (*CLOCKS, "acceptance_rate", "lead_leakage")
REASONS = "hand_back_rate"
COHORT = "lead_to_opportunity_rate"
WANTED = ("sales_ready_leads", "cost_per_sales_ready_lead", "icp_share", COHORT)


def handover(reader: Reader, moment: Moment) -> Handover:
    """Both clocks, acceptance and leakage, hand-backs by reason, leaking leads by name."""
    question = Question(
        (REASONS,), (moment.period,), moment.scope, ("hand_back_reason",), moment.as_of
    )
    by_reason = answers(reader, question)
    return Handover(
        numbers=numbers_of(reader, moment, ((key, Wanted(key)) for key in HANDED)),
        clocks=clocks(reader, moment),
        reasons=pareto(by_reason),
        by_reason=by_reason,
        leaks=leaks(reader, moment),
    )


def demand(reader: Reader, moment: Moment) -> Demand:
    """Leads, cost and fit, how far the last whole period's leads come, hours with customers."""
    calendar = known(reader).calendar
    whole = calendar.previous(moment.period) if moment.is_running else moment.period
    periods = (whole, calendar.previous(whole), calendar.year_before(whole))
    found = curves(reader, COHORT, periods, moment, horizon_of(COHORT))
    return Demand(
        numbers=(
            *numbers_of(reader, moment, ((key, Wanted(key)) for key in WANTED)),
            _hours(reader, moment),
        ),
        curves=found if found and found[0].period == whole else (),
    )


def _hours(reader: Reader, moment: Moment) -> Number:
    """Hours with customers of the months that have ended, with each team beside its aim."""
    found = hours(reader, moment)
    declared, now = found.compared.declared, found.compared.now
    return Number(
        key=KEY,
        label=found.label,
        unit=declared.unit,
        better=declared.better,
        answer=now,
        changes=found.compared.changes,
        declared=declared,
        note=found.note,
    )
