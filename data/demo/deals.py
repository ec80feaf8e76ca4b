"""Opportunities as the simulation knows them: who, what for, how much, when and how they end."""

from dataclasses import dataclass, fields, replace

import numpy as np

from data.demo.accounts import Accounts
from data.demo.arrays import ABSENT, DAY, HOUR, Draws, Flags, Floats, Ints, whole
from data.demo.company import (
    DEVELOPMENT,
    EMEA,
    LOST,
    OPEN,
    PAID_SEARCH,
    PRODUCTS,
    RETENTION,
    SOURCES,
    SUBSTITUTION,
    WON,
)
from data.demo.people import Staff
from data.demo.rows import Rows
from data.demo.span import Span, day_date, day_number, quarter_start

_PRICES = (25_000.0, 47_000.0, 86_000.0)  # middle of the size band, in the account's currency
_PRICE_GROWTH = 1.03
_CYCLE_DAYS = (50.0, 72.0, 102.0)
_CYCLE_OF_STRATEGY = (1.0, 1.0, 0.72, 1.15)
_WIN_OF_TIER = (1.20, 1.03, 0.82)
_WIN_OF_REGION = (1.04, 1.02, 1.03, 0.95, 0.98, 0.95)
_WIN_OF_STRATEGY = (1.0, 1.0, 1.0, 0.88)


@dataclass(frozen=True)
class Deals(Rows):
    """Opportunities as columns; `lead` points into the unit's leads, -1 is none."""

    created: Ints
    account: Ints
    lead: Ints
    source: Ints
    campaign: Ints
    region: Ints
    industry: Ints
    size: Ints
    tier: Ints
    sourced_by: Ints
    strategy: Ints
    product: Ints
    seat: Ints
    amount: Ints  # final, whole units of the account's currency
    slips: Ints
    first_due: Ints  # day of the first expected close
    last_due: Ints  # day of the last one
    closed: Ints
    outcome: Ints  # OPEN: deleted before it was closed
    first_lost: Ints  # lost once and reopened
    deleted: Ints


def new_deals(created: Ints, account: Ints, accounts: Accounts, **columns: Ints) -> Deals:
    """Deals with their account's dimensions; columns not given are 0, lead and campaign -1."""
    zero = np.zeros(len(created), dtype=np.int64)
    values = {field.name: zero for field in fields(Deals)}
    values |= {"lead": zero - 1, "campaign": zero - 1}
    values |= dict.fromkeys(("closed", "first_lost", "deleted"), zero + ABSENT)
    values |= {
        "region": accounts.region[account],
        "industry": accounts.industry[account],
        "size": accounts.size[account],
        "tier": accounts.tier[account],
    }
    return Deals(**(values | columns | {"created": created, "account": account}))


def priced(deals: Deals, span: Span, draws: Draws) -> Deals:
    """The deals with product and final amount, rounded to fifty."""
    count = len(deals)
    product = draws.codes([product[4] for product in PRODUCTS], count)
    years = (deals.created / DAY - span.start_day) / 365.25
    price = np.array(_PRICES)[deals.size] * np.array([row[3] for row in PRODUCTS])[product]
    price = price * np.where(deals.strategy == DEVELOPMENT, 0.62, 1.0) * _PRICE_GROWTH**years
    amount = whole(np.maximum(draws.lognormal(price, 0.36, count), 2_400) / 50) * 50
    return deals.with_columns(product=product, amount=amount)


def concluded(deals: Deals, span: Span, staff: Staff, draws: Draws) -> Deals:
    """The deals with outcome, close and the path of their expected close."""
    count = len(deals)
    # Few cells, so that neither a region nor a quarter is left to luck.
    cell = deals.region * 2 + (deals.source == PAID_SEARCH)
    is_won = draws.balanced(cell, deals.created) < win_chance(deals)
    cycle = np.array(_CYCLE_DAYS)[deals.size] * np.array(_CYCLE_OF_STRATEGY)[deals.strategy]
    cycle = np.maximum(draws.lognormal(np.where(is_won, cycle, cycle * 1.12), 0.55, count), 6.0)
    day = quarter_end_pull(deals.created // DAY + whole(cycle), is_won, draws)
    slips = draws.poisson(np.where(is_won, 0.9, 1.5), count)
    is_slipping = slips_now(deals, day, span, draws)
    slips = np.where(is_slipping, 1 + draws.poisson(0.9, count), slips)
    first_due = np.where(is_slipping, day, day - slips * whole(draws.lognormal(36.0, 0.5, count)))
    day = np.where(is_slipping, span.end_day + whole(draws.exponential(38.0, count)), day)
    hope = np.where(is_won | is_slipping, 0, whole(draws.exponential(16.0, count) - 8))
    settled = replace(
        deals,
        slips=slips,
        first_due=np.maximum(first_due + hope, deals.created // DAY + 20),
        last_due=np.maximum(day + hope, deals.created // DAY + 20),
        closed=closing_moment(day, deals, span, staff, draws),
        outcome=np.where(is_won, WON, LOST),
    )
    return with_accidents(settled, span, draws)


def win_chance(deals: Deals) -> Floats:
    """The chance of each deal to be won, by source, fit, region and strategy."""
    rate = np.array([source.win_rate for source in SOURCES])[deals.source]
    rate = rate * np.array(_WIN_OF_TIER)[deals.tier] * np.array(_WIN_OF_REGION)[deals.region]
    return np.asarray(rate * np.array(_WIN_OF_STRATEGY)[deals.strategy])


def slips_now(deals: Deals, day: Ints, span: Span, draws: Draws) -> Flags:
    """EMEA's deals that were due this quarter and slip out of it, some again and again."""
    is_due = (day >= span.quarter_day - 8) & (day < span.end_day)
    is_old = deals.created // DAY < span.quarter_day + 20
    is_hit = draws.chance(0.62, len(deals))
    return np.asarray((deals.region == EMEA) & is_due & is_old & is_hit)


def closing_moment(day: Ints, deals: Deals, span: Span, staff: Staff, draws: Draws) -> Ints:
    """A moment of the owner's working day on `day`, or on the Friday before a weekend."""
    weekday = (day + 3) % 7
    workday = day - np.where(weekday > 4, weekday - 4, 0)
    local = workday * DAY + 9 * HOUR + whole(draws.uniform(len(day)) * 8.5 * HOUR)
    closed = span.utc(local, staff.zone[deals.seat])
    return np.maximum(closed, deals.created + 5 * DAY)


def with_accidents(deals: Deals, span: Span, draws: Draws) -> Deals:
    """The deals, of which some are reopened after a loss, deleted, or left lying long."""
    count = len(deals)
    kind = draws.uniform(count)
    is_reopened = (kind < 0.025) & (deals.outcome == LOST)
    is_deleted = (kind >= 0.025) & (kind < 0.034) & (deals.outcome == LOST)
    is_stale = (kind >= 0.034) & (kind < 0.084) & (deals.outcome == LOST)
    later = deals.closed + whole(draws.uniform(count, 50, 120)) * DAY
    is_saved = is_reopened & draws.chance(0.4, count)
    deleted = deals.created + whole(draws.uniform(count, 8, 60) * DAY)
    stale = deals.closed + whole(draws.uniform(count, 40, 190)) * DAY
    outcome = np.where(is_saved, WON, np.where(is_deleted, OPEN, deals.outcome))
    return deals.with_columns(
        first_lost=np.where(is_reopened, deals.closed, ABSENT),
        closed=np.where(is_reopened, later, np.where(is_stale, stale, deals.closed)),
        last_due=np.where(is_reopened, later // DAY, deals.last_due),
        outcome=outcome,
        deleted=np.where(is_deleted, deleted, ABSENT),
    )


def quarter_end_pull(day: Ints, is_won: Flags, draws: Draws) -> Ints:
    """The closing days, many of them moved to the last days of their quarter."""
    count = len(day)
    first, last = day_date(int(day.min(initial=0))), day_date(int(day.max(initial=0)))
    starts = [quarter_start(first)]
    while starts[-1] <= last:
        starts.append(quarter_start(starts[-1], 1))
    ends = np.array([day_number(start) for start in starts[1:]], dtype=np.int64)
    end = ends[np.searchsorted(ends, day, side="right")]
    left = end - day
    is_pulled = draws.chance(np.where(is_won, 0.58, 0.16), count) & (left <= 56)
    late = 1 + np.minimum(whole(draws.exponential(4.0, count)), 14)
    return np.where(is_pulled, end - np.minimum(late, left), day)


def settled_strategy(deals: Deals, since: Ints, draws: Draws) -> Ints:
    """The strategy of each deal given when its account became a customer.

    A customer's further deal is development; others are acquisition or, where a competitor's
    product stands, substitution. Renewals stay what they are.
    """
    is_customer = since[deals.account] < deals.created
    is_replacement = draws.chance(0.24, len(deals))
    fresh = np.where(is_replacement, SUBSTITUTION, 0)
    settled = np.where(is_customer, DEVELOPMENT, fresh)
    return np.where(deals.strategy == RETENTION, RETENTION, settled)


def customers_since(deals: Deals, count: int) -> Ints:
    """The moment of each account's first won deal; far in the future without one."""
    since = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
    won = deals.outcome == WON
    np.minimum.at(since, deals.account[won], deals.closed[won])
    return since
