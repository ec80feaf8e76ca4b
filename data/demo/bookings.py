"""What was booked: won deals, renewals, contractions and churn, with recurring revenue.

An account's recurring revenue is the sum of its rows: a won subscription adds, a contraction
and a churn take away, a renewal leaves it as it is.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.accounts import INSTALLED_BASE, Accounts
from data.demo.arrays import ABSENT, DAY, HOUR, Draws, Ints, whole
from data.demo.company import (
    ACQUISITION,
    CUSTOMER_SUCCESS,
    DEVELOPMENT,
    LOST,
    PRODUCTS,
    RETENTION,
    SOURCED_BY,
    WON,
)
from data.demo.deals import Deals, new_deals
from data.demo.people import SELLER, SUCCESS_MANAGER, Staff
from data.demo.rows import Rows
from data.demo.span import Span
from data.demo.world import World

KINDS = ("new", "expansion", "renewal", "contraction", "churn")
NEW, EXPANSION, RENEWAL, CONTRACTION, CHURN = range(5)
YEAR = 365 * DAY
_CHURN_RATE = (0.125, 0.085, 0.05)  # a renewal, by size band
_CONTRACTION_RATE = 0.09
_WITH_DEAL_RATE = (0.03, 0.08, 0.25)  # renewals that run as an opportunity
_IS_RECURRING = np.array([product[5] for product in PRODUCTS])
_RENEWED_PRODUCT = 4


@dataclass(frozen=True)
class Bookings(Rows):
    """Bookings as columns; amounts in cents of the account's currency."""

    booked: Ints  # moment
    amount: Ints
    kind: Ints
    deal: Ints
    account: Ints
    seat: Ints
    strategy: Ints
    product: Ints
    term: Ints
    recurring: Ints


@dataclass(frozen=True)
class Customers(Rows):
    """Customers as columns: since when, until when, and who looks after them."""

    account: Ints
    since: Ints
    churned: Ints
    seat: Ints


def customers_of(
    since: Ints, churned: Ints, accounts: Accounts, staff: Staff, draws: Draws
) -> Customers:
    """The accounts that have bought, each with a seat of customer success."""
    account = np.flatnonzero(since < 2**61).astype(np.int64)
    seat = staff.seat_of(SUCCESS_MANAGER, accounts.region[account], draws)
    return Customers(account, since[account], churned[account], seat)


def opening_bookings(accounts: Accounts, span: Span, staff: Staff, draws: Draws) -> Bookings:
    """What the installed base bought in the second year before the span."""
    count = INSTALLED_BASE
    account = np.arange(count, dtype=np.int64)
    day = span.start_day - 730 + whole(draws.uniform(count) * 365)
    day -= np.maximum((day + 3) % 7 - 4, 0)
    size = accounts.size[account]
    price = np.array((12_000.0, 27_000.0, 62_000.0))[size]
    amount = whole(draws.lognormal(price, 0.4, count) / 120) * 12_000
    is_recurring = draws.chance(0.82, count)
    zero = np.zeros(count, dtype=np.int64)
    return Bookings(
        booked=day * DAY + 17 * HOUR,
        amount=amount,
        kind=zero + NEW,
        deal=zero - 1,
        account=account,
        seat=staff.seat_of(SELLER, accounts.region[account], draws),
        strategy=zero + ACQUISITION,
        product=np.where(
            is_recurring,
            _RENEWED_PRODUCT + draws.codes((0.5, 0.3, 0.2), count),
            draws.codes((0.3, 0.25, 0.25, 0.2), count),
        ),
        term=np.where(is_recurring, 12, ABSENT),
        recurring=np.where(is_recurring, amount // 12, 0),
    )


def won_bookings(deals: Deals, since: Ints, draws: Draws) -> Bookings:
    """One booking a won deal, of the same amount and on the day it was won."""
    rows = np.flatnonzero(deals.outcome == WON)
    won = deals.rows(rows)
    is_recurring = _IS_RECURRING[won.product]
    term = np.where(draws.chance(0.2, len(won)), 24, 12)
    is_first = won.closed <= since[won.account]
    is_new = is_first | (won.strategy != DEVELOPMENT)
    return Bookings(
        booked=won.closed,
        amount=won.amount * 100,
        kind=np.where(is_new, NEW, EXPANSION),
        deal=rows,
        account=won.account,
        seat=won.seat,
        strategy=won.strategy,
        product=won.product,
        term=np.where(is_recurring, term, ABSENT),
        recurring=np.where(is_recurring, won.amount * 100 // term, 0),
    )


def churn_moments(since: Ints, size: Ints, draws: Draws) -> Ints:
    """When each customer will leave: at one of its yearly renewals."""
    years = draws.generator.geometric(np.array(_CHURN_RATE)[size])
    years = np.minimum(years, 60).astype(np.int64)
    return np.where(since > 2**61, since, on_weekday(since + years * YEAR))


def on_weekday(moments: Ints) -> Ints:
    """The moments, those on a weekend moved to the Friday before."""
    weekday = (moments // DAY + 3) % 7
    return np.asarray(moments - np.maximum(weekday - 4, 0) * DAY)


def recurring_before(bookings: Bookings, account: Ints, moments: Ints) -> Ints:
    """Cents of recurring revenue of each account just before each moment."""
    order = np.lexsort((bookings.booked, bookings.account))
    steps = np.concatenate([[0], np.cumsum(bookings.recurring[order])])
    keys = bookings.account[order] * 2**34 + bookings.booked[order]
    until = np.searchsorted(keys, account * 2**34 + moments, side="left")
    start = np.searchsorted(keys, account * 2**34, side="left")
    return np.asarray(steps[until] - steps[start])


def renewals(
    bookings: Bookings, customers: Customers, accounts: Accounts, world: World, draws: Draws
) -> tuple[Bookings, Deals]:
    """What becomes of each customer's subscription at its yearly dates, as far as simulated.

    Returns the bookings, and the opportunities that some of them run through; the bookings'
    `deal` is the place of the opportunity among those, -1 without one.
    """
    end = (world.span.end_day + 75) * DAY
    found: list[Bookings] = []
    deals: list[Deals] = []
    known, deal_count = bookings, 0
    for year in range(1, 8):
        due = on_weekday(customers.since + year * YEAR)
        active = np.flatnonzero((due < end) & (due <= customers.churned))
        rate = recurring_before(known, customers.account[active], due[active])
        active, rate = active[rate > 0], rate[rate > 0]
        sizes = accounts.size[customers.account[active]]
        through = draws.chance(np.array(_WITH_DEAL_RATE)[sizes], len(active))
        place = np.where(through, deal_count + np.cumsum(through) - 1, -1)
        made = _renewed(customers.rows(active), due[active], rate, place, draws)
        deals.append(_renewal_deals(made, accounts, draws))
        deal_count += int(through.sum())
        found.append(made)
        known = known.followed_by(made)
    return found[0].followed_by(*found[1:]), deals[0].followed_by(*deals[1:])


def _renewed(customers: Customers, moment: Ints, rate: Ints, deal: Ints, draws: Draws) -> Bookings:
    """A renewal or a churn for each customer, and a contraction beside some renewals."""
    count = len(moment)
    is_churn = moment == customers.churned
    is_smaller = draws.chance(_CONTRACTION_RATE, count) & ~is_churn
    cut = np.where(is_smaller, whole(rate * draws.uniform(count, 0.1, 0.4)), 0)
    # Whole units, so that a renewal that runs as a deal has the deal's amount.
    amount = np.where(is_churn, rate * 12, (rate - cut) * 12) // 100 * 100
    zero = np.zeros(count, dtype=np.int64)
    main = Bookings(
        booked=moment,
        amount=amount,
        kind=np.where(is_churn, CHURN, RENEWAL),
        deal=deal,
        account=customers.account,
        seat=customers.seat,
        strategy=zero + RETENTION,
        product=zero + _RENEWED_PRODUCT,
        term=np.where(is_churn, ABSENT, 12),
        recurring=np.where(is_churn, -rate, 0),
    )
    smaller = main.with_columns(
        amount=cut * 12,
        kind=zero + CONTRACTION,
        deal=zero - 1,
        term=zero + ABSENT,
        recurring=-cut,
    )
    return main.followed_by(smaller.rows(is_smaller))


def _renewal_deals(made: Bookings, accounts: Accounts, draws: Draws) -> Deals:
    rows = made.rows(made.deal >= 0)
    is_won = rows.kind == RENEWAL
    created = rows.booked - whole(draws.uniform(len(rows), 70, 110) * DAY)
    due = rows.booked // DAY
    return new_deals(
        created,
        rows.account,
        accounts,
        source=np.full(len(rows), CUSTOMER_SUCCESS, dtype=np.int64),
        sourced_by=np.full(len(rows), SOURCED_BY.index("success"), dtype=np.int64),
        strategy=rows.strategy,
        product=rows.product,
        seat=rows.seat,
        amount=rows.amount // 100,
        first_due=due,
        last_due=due,
        closed=rows.booked,
        outcome=np.where(is_won, WON, LOST),
    )
