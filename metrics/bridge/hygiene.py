"""Open deals whose record needs a hand: what is wrong with each, and what to do about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from metrics.bridge.parts import ZERO
from metrics.compute import bench_of
from metrics.members import NONE
from metrics.periods import Period
from metrics.question import Question, check_dimensions
from metrics.reader import Reader
from metrics.registry import kpi
from metrics.scope import ALL, Scope
from metrics.sql.flow import Statement
from metrics.sql.state import open_deals_sql
from metrics.sql.view import DAY, Parameters, View

QUIET_DAYS = 30
MANY_PUSHES = 3

COLUMNS = ("owner", "owner_id", "account_id", "region", "stage", "valid_from")
SQL = """with open_deal as (
    select * from {deals}
),
pushed as (
    select opportunity_id, count(*) filter (where expected_close_on > earlier_close_on) as pushes
    from (
        select
            opportunity_id,
            expected_close_on,
            lag(expected_close_on) over (partition by opportunity_id order by version)
                as earlier_close_on
        from opportunity_version
        where valid_from < {cut}
            and opportunity_id in (select open_deal.opportunity_id from open_deal)
    ) as dated
    group by opportunity_id
),
worked as (
    select opportunity_id, max(activities.at) as worked_at
    from activities
    where opportunity_id is not null and activities.at < {cut}
    group by opportunity_id
)
select
    open_deal.opportunity_id,
    coalesce(opportunities.name, open_deal.opportunity_id) as name,
    coalesce(accounts.name, '(none)') as account,
    open_deal.owner, open_deal.region, open_deal.stage, open_deal.expected_close_on,
    open_deal.amount,
    coalesce(pushed.pushes, 0) as pushes,
    greatest(open_deal.valid_from, worked.worked_at) as touched_at,
    people.ended_on
from open_deal
left join pushed on open_deal.opportunity_id = pushed.opportunity_id
left join worked on open_deal.opportunity_id = worked.opportunity_id
left join opportunities on open_deal.opportunity_id = opportunities.opportunity_id
left join accounts on open_deal.account_id = accounts.account_id
left join people on open_deal.owner_id = people.person_id
order by open_deal.opportunity_id"""

SEEN = """select
    exists (select 1 from opportunity_version where not is_derived and valid_from < $cut)
    or exists (
        select 1 from activities where opportunity_id is not null and activities.at < $cut
    )"""


@dataclass(frozen=True)
class OpenDeal:
    """An open deal as its record tells it; the amount in the reporting currency.

    `pushes` counts how often its close was moved to a later day, `quiet_days` the days since
    anything about it changed or was done.
    """

    opportunity_id: str
    name: str
    account: str
    owner: str
    region: str
    stage: str
    closes_on: date | None
    amount: Decimal | None
    pushes: int
    quiet_days: int
    owner_left_on: date | None


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong with an open deal, and what mends it."""

    key: str
    what: str
    mend: str
    holds: Callable[[OpenDeal, date], bool]


RULES = (
    Rule(
        "overdue",
        "Expected close has passed",
        "Agree a new day with the customer, or close the deal.",
        lambda deal, on: deal.closes_on is not None and deal.closes_on < on,
    ),
    Rule(
        "no_amount",
        "No amount",
        "Enter the amount (or load the rate of its currency): it counts 0 until then.",
        lambda deal, on: deal.amount is None,
    ),
    Rule(
        "no_close",
        "No expected close",
        "Enter a day: without one the deal is in no forecast.",
        lambda deal, on: deal.closes_on is None,
    ),
    Rule(
        "no_owner",
        "No owner",
        "Name who follows up.",
        lambda deal, on: deal.owner == NONE,
    ),
    Rule(
        "owner_left",
        "Owner has left",
        "Hand it to somebody who is there.",
        lambda deal, on: deal.owner_left_on is not None and deal.owner_left_on <= on,
    ),
    Rule(
        "pushed",
        f"Close moved {MANY_PUSHES} times or more",
        "Ask the customer what has to happen first; else take it out of this window.",
        lambda deal, on: deal.pushes >= MANY_PUSHES,
    ),
    Rule(
        "quiet",
        f"Nothing done or changed for {QUIET_DAYS} days",
        "Agree a next step with the customer, or close the deal.",
        lambda deal, on: deal.quiet_days >= QUIET_DAYS,
    ),
)


@dataclass(frozen=True)
class Finding:
    """A rule with the deals it holds for, the largest first, and what they are worth."""

    rule: Rule
    deals: tuple[OpenDeal, ...]

    @property
    def amount(self) -> Decimal:
        """What the deals are worth; nothing known counts 0."""
        return sum((deal.amount or ZERO for deal in self.deals), ZERO)


@dataclass(frozen=True)
class Hygiene:
    """What needs a hand at the end of a day; `looked_at` deals were open, `deals` need one."""

    on: date
    looked_at: int
    deals: int
    findings: tuple[Finding, ...]


def hygiene(reader: Reader, on: date, window: Period, scope: Scope = ALL) -> Hygiene:
    """Open deals at the end of `on` due in the window, before it, or on no day, by what is wrong.

    Raises: ScopeError for a dimension that deals do not have.
    """
    check_dimensions(kpi("open_pipeline"), (), scope)
    view = bench_of(reader, Question((), (), scope, as_of=on)).view
    statement = _statement(on, window, view)
    deals = [_deal(row, on, view) for row in reader.exact_rows(statement.sql, statement.parameters)]
    is_seen = _is_work_seen(reader, on, view)
    findings = [
        Finding(rule, tuple(sorted((one for one in deals if rule.holds(one, on)), key=_order)))
        for rule in RULES
        if is_seen or rule.key != "quiet"
    ]
    found = tuple(finding for finding in findings if finding.deals)
    needing = {deal.opportunity_id for finding in found for deal in finding.deals}
    return Hygiene(on, len(deals), len(needing), found)


def _is_work_seen(reader: Reader, on: date, view: View) -> bool:
    """Whether the load holds changes of deals or activities by then; else all would be quiet."""
    ((found,),) = reader.exact_rows(SEEN, {"cut": view.calendar.moment(on + DAY)})
    return bool(found)


def _statement(on: date, window: Period, view: View) -> Statement:
    parameters = Parameters(view)
    after = parameters.name("window", window.end_on_exclusive)
    due = [f"(expected_close_on is null or expected_close_on < {after})"]
    deals = open_deals_sql(on + DAY, COLUMNS, due, view, parameters)
    sql = SQL.format(deals=deals, cut=parameters.name("cut", view.calendar.moment(on + DAY)))
    return Statement(sql, parameters.used_in(sql))


def _deal(row: Sequence[Any], on: date, view: View) -> OpenDeal:
    *known, touched_at, left_on = row
    values = [*known, (on - view.calendar.day_of(touched_at)).days, left_on]
    return OpenDeal(*values)


def _order(deal: OpenDeal) -> tuple[Decimal, str]:
    return -(deal.amount or ZERO), deal.opportunity_id
