"""Plan, for those who neither draft nor sign: what is in force, in percent, and nobody's money."""

from dataclasses import dataclass

from metrics.lifecycle.state import State
from metrics.pool.lines import MeasureLine
from metrics.wording import period_label, plain, points
from pages.views.plan_looked import Looked
from pages.views.plan_terms import CurveView, build_curve
from pages.views.plan_words import in_unit
from pages.views.table import Cell, Column, ShortTable
from pages.views.words import Empty, Headline

WHO = "Weights are worked on by the heads and finance; you see the plan in force, in percent."


@dataclass(frozen=True)
class PublicView:
    """The plan in force for everybody."""

    headline: Headline
    measures: ShortTable


def build_public(one: Looked) -> PublicView:
    """Funding and measures of the plan in force at forecast, without any amount of pay."""
    now = one.answers.now
    sentence = (
        f"The plan in force for {period_label(one.plan.period)} funds "
        f"{points(now.pool.funding)} at forecast"
    )
    columns = (
        Column("Measure"),
        Column("Weight", is_number=True),
        Column("Forecast", is_number=True),
        Column("Pays", is_number=True),
    )
    rows = tuple(_row(line, one.plan.currency) for line in now.funding.lines)
    return PublicView(Headline(sentence, WHO), ShortTable(columns, rows))


def build_curves(one: Looked) -> tuple[CurveView, ...]:
    """The curve of each measure that has one."""
    found = [
        build_curve(line, None, one.known, one.plan.currency)
        for line in one.answers.now.funding.lines
    ]
    return tuple(curve for curve in found if curve is not None)


def _row(line: MeasureLine, currency: str) -> tuple[Cell, ...]:
    return (
        Cell(line.label, is_strong=True),
        Cell(f"{plain(line.measure.weight)}\u202f%"),
        Cell(in_unit(line.result, line.unit, currency)),
        Cell("no data" if line.payout is None else points(line.payout)),
    )


def build_refused() -> Empty:
    """Why a person without a role sees nothing of pay."""
    return Empty(
        what="You have no role here",
        why="Everybody with a role, viewers too, sees the plan in force in percent and its curves; "
        "amounts are for those they concern.",
        mend="Ask an administrator for a role. The demo company (python -m metrics demo) has "
        "people to choose under “Acting as”.",
    )


def build_no_plan(state: State, may_draft: bool) -> Empty:
    """No plan is drafted, proposed or in force."""
    what = "There is no plan yet" if not state.versions else "Every planned period is closed"
    mend = (
        "Write one as TOML and propose it: python -m metrics plan propose PLAN.toml --as PERSON."
        if may_draft
        else "The heads of marketing and sales propose and sign one."
    )
    return Empty(what, "So nothing can be weighed, and nobody is paid from it.", mend)


def build_none_in_force(period: str) -> Empty:
    """There is a draft, which is not for everybody, and nothing in force."""
    return Empty(
        what=f"No plan is in force for {period_label(period)}",
        why="It takes the signatures of both heads.",
        mend="What they agree on stands here from its first day.",
    )


def build_no_payees() -> str:
    """A draft without payees has percents and no money."""
    return (
        "Nobody is paid under this plan yet, so it has percents and no money. Finance loads the "
        "payees: python -m metrics payees load PAYEES.csv --as PERSON."
    )
