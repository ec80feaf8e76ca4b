"""One unit of the demo company, simulated: accounts, leads, deals, versions, bookings.

Scale N is N units that share people, campaigns and clocks and nothing else.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.accounts import INSTALLED_BASE, Accounts, build_accounts
from data.demo.arrays import DAY, Draws, Ints
from data.demo.bookings import (
    CHURN,
    Bookings,
    churn_moments,
    customers_of,
    opening_bookings,
    renewals,
    won_bookings,
)
from data.demo.deals import Deals, concluded, customers_since, priced, settled_strategy
from data.demo.demand import Leads, new_leads, recycled_leads
from data.demo.handover import as_known, follow_up, some_unmatched
from data.demo.pipeline import customer_deals, deals_of_leads, direct_deals, earlier_deals
from data.demo.span import Span
from data.demo.versions import Versions, build_versions
from data.demo.world import World


@dataclass(frozen=True)
class Unit:
    """A simulated unit; `all_leads`, `deals` and `bookings` run to the end of the quarter."""

    number: int
    accounts: Accounts
    leads: Leads  # as known at the end of `until`
    all_leads: Leads
    deals: Deals  # by creation; what the CRM shows of them is in versions
    versions: Versions
    entered: Ints
    bookings: Bookings


def build_unit(world: World, number: int, attempt: int = 0) -> Unit:
    """Unit `number` of the company; another attempt is another unit of the same kind."""
    span, staff = world.span, world.staff
    accounts = build_accounts(span, staff, world.draws(number, 1, attempt))
    leads = _all_leads(world, accounts, world.draws(number, 2, attempt))
    deals, bookings = _all_deals(world, leads, accounts, world.draws(number, 3, attempt))
    deals, bookings = _in_the_export(deals, bookings, span)
    known, place = as_known(leads, span)
    deals = deals.with_columns(lead=np.where(deals.lead >= 0, place[np.maximum(deals.lead, 0)], -1))
    known = some_unmatched(known, world.draws(number, 5, attempt))
    versions, entered = build_versions(deals, span, staff, world.draws(number, 4, attempt))
    return Unit(number, accounts, known, leads, deals, versions, entered, bookings)


def _all_leads(world: World, accounts: Accounts, draws: Draws) -> Leads:
    span, staff = world.span, world.staff
    first = follow_up(new_leads(span, accounts, world.campaigns, draws), span, staff, draws)
    again = recycled_leads(first, span, draws)
    return first.followed_by(follow_up(again, span, staff, draws))


def _all_deals(
    world: World, leads: Leads, accounts: Accounts, draws: Draws
) -> tuple[Deals, Bookings]:
    span, staff = world.span, world.staff
    from_leads = deals_of_leads(leads, accounts, staff, draws)
    count = len(from_leads)
    fresh = from_leads.followed_by(
        direct_deals(world, count, accounts, draws), earlier_deals(world, count, accounts, draws)
    )
    fresh = concluded(priced(fresh, span, draws), span, staff, draws)
    fresh = fresh.rows(np.flatnonzero(fresh.closed >= (span.start_day - 365) * DAY))
    opening = opening_bookings(accounts, span, staff, draws)
    since = customers_since(fresh, len(accounts.region))
    since[:INSTALLED_BASE] = opening.booked
    fresh = fresh.with_columns(strategy=settled_strategy(fresh, since, draws))
    churned = churn_moments(since, accounts.size, draws)
    further = customer_deals(world, count, accounts, draws, since=since, churned=churned)
    deals = fresh.followed_by(concluded(priced(further, span, draws), span, staff, draws))
    won = opening.followed_by(won_bookings(deals, since, draws))
    customers = customers_of(since, churned, accounts, staff, draws)
    renewed, renewal_deals = renewals(won, customers, accounts, world, draws)
    shifted = np.where(renewed.deal >= 0, renewed.deal + len(deals), -1)
    # A customer who leaves books nothing, so the lost renewal is not the booking's deal.
    shifted = np.where(renewed.kind == CHURN, -1, shifted)
    renewed = renewed.with_columns(deal=shifted)
    return deals.followed_by(renewal_deals), won.followed_by(renewed)


def _in_the_export(deals: Deals, bookings: Bookings, span: Span) -> tuple[Deals, Bookings]:
    """The deals open at the start of the span or created later, numbered by creation.

    Bookings of earlier deals stay, without their opportunity; rows after `until` stay out of
    the deals, while bookings keep the quarter's rest for the targets.
    """
    is_kept = (deals.closed >= span.start_day * DAY) & (deals.created <= span.cutoff)
    rows = np.flatnonzero(is_kept)
    rows = rows[np.argsort(deals.created[rows], kind="stable")]
    place = np.full(len(deals) + 1, -1, dtype=np.int64)
    place[rows] = np.arange(len(rows))
    moved = bookings.with_columns(deal=place[bookings.deal])
    return deals.rows(rows), moved.rows(np.argsort(moved.booked, kind="stable"))
