"""Where deals come from: converted leads, sellers and partners, customers, and the time before."""

import numpy as np

from data.demo.accounts import Accounts
from data.demo.arrays import ABSENT, DAY, HOUR, Draws, Ints, whole
from data.demo.company import (
    ACCOUNT_REGION_SHARES,
    CUSTOMER_SUCCESS,
    DEVELOPMENT,
    OUTBOUND,
    OUTBOUND_INDUSTRY_SHARES,
    PARTNER_REFERRAL,
    SOURCED_BY,
    SOURCES,
)
from data.demo.deals import Deals, new_deals
from data.demo.demand import YEARLY_GROWTH, Leads, day_weights
from data.demo.people import SELLER, SUCCESS_MANAGER, Staff
from data.demo.span import Span
from data.demo.world import World

# Deals that start without a lead, against those that come from leads.
_DIRECT_SHARE, _CUSTOMER_SHARE = 0.30, 0.26
_WARM_UP_DAYS = 600  # deals before the span, of which the span sees the closings
_SOURCED_BY = np.array([SOURCED_BY.index(source.sourced_by) for source in SOURCES])


def deals_of_leads(leads: Leads, accounts: Accounts, staff: Staff, draws: Draws) -> Deals:
    """One deal a converted lead, with the lead's own dimensions."""
    rows = np.flatnonzero(leads.converted != ABSENT)
    source = leads.source[rows]
    return new_deals(
        leads.converted[rows],
        leads.account[rows],
        accounts,
        lead=rows,
        source=source,
        campaign=leads.campaign[rows],
        sourced_by=_SOURCED_BY[source],
        seat=staff.seat_of(SELLER, leads.region[rows], draws),
    )


def direct_deals(world: World, lead_deals: int, accounts: Accounts, draws: Draws) -> Deals:
    """Deals that sellers and partners started, in proportion to those of leads."""
    span = world.span
    created = _working_moments(
        span, span.start_day, span.end_day, round(lead_deals * _DIRECT_SHARE), draws
    )
    source = np.where(draws.chance(0.72, len(created)), OUTBOUND, PARTNER_REFERRAL)
    return _prospects(world, created, source, accounts, draws)


def earlier_deals(world: World, lead_deals: int, accounts: Accounts, draws: Draws) -> Deals:
    """Deals of the time before the span; their leads are not in the export."""
    span = world.span
    inside = day_weights(span, span.start_day, span.end_day, YEARLY_GROWTH).sum()
    before = day_weights(span, span.start_day - _WARM_UP_DAYS, span.start_day, YEARLY_GROWTH).sum()
    count = round(lead_deals * (1 + _DIRECT_SHARE) * float(before / inside))
    created = _working_moments(span, span.start_day - _WARM_UP_DAYS, span.start_day, count, draws)
    weights = np.array(
        [
            source.lead_share
            * source.handover_rate
            * source.acceptance_rate
            * source.opportunity_rate
            for source in SOURCES
        ]
    )
    weights /= weights.sum()
    weights[OUTBOUND] += 0.72 * _DIRECT_SHARE
    weights[PARTNER_REFERRAL] += 0.28 * _DIRECT_SHARE
    return _prospects(world, created, draws.codes(weights, count), accounts, draws)


def customer_deals(
    world: World,
    lead_deals: int,
    accounts: Accounts,
    draws: Draws,
    *,
    since: Ints,
    churned: Ints,
) -> Deals:
    """Deals with accounts that are customers at that time, found by success or by sales."""
    span = world.span
    created = _working_moments(
        span,
        span.start_day - _WARM_UP_DAYS // 2,
        span.end_day,
        round(lead_deals * _CUSTOMER_SHARE),
        draws,
    )
    customers = np.argsort(since, kind="stable")
    known = np.searchsorted(since[customers], created - 30 * DAY)
    created, known = created[known > 0], known[known > 0]
    account = customers[whole(draws.uniform(len(created)) * known)]
    stays = churned[account] > created + 90 * DAY
    created, account = created[stays], account[stays]
    by_success = draws.chance(0.62, len(created))
    region = accounts.region[account]
    seller, success = (
        world.staff.seat_of(group, region, draws) for group in (SELLER, SUCCESS_MANAGER)
    )
    return new_deals(
        created,
        account,
        accounts,
        source=np.where(by_success, CUSTOMER_SUCCESS, OUTBOUND),
        sourced_by=np.where(by_success, SOURCED_BY.index("success"), SOURCED_BY.index("sales")),
        strategy=np.full(len(created), DEVELOPMENT, dtype=np.int64),
        seat=np.where(by_success & draws.chance(0.5, len(created)), success, seller),
    )


def _prospects(
    world: World, created: Ints, source: Ints, accounts: Accounts, draws: Draws
) -> Deals:
    count = len(created)
    region = draws.codes(ACCOUNT_REGION_SHARES, count)
    industry = draws.codes(OUTBOUND_INDUSTRY_SHARES, count)
    tier = draws.codes_by_row([row.tier_shares for row in SOURCES], source)
    account = accounts.pick(region, industry, tier, draws)
    campaign = world.campaigns.pick(source, created, draws)
    has_campaign = (source != OUTBOUND) | draws.chance(0.4, count)
    return new_deals(
        created,
        account,
        accounts,
        source=source,
        campaign=np.where(has_campaign, campaign, -1),
        sourced_by=_SOURCED_BY[source],
        seat=world.staff.seat_of(SELLER, region, draws),
    )


def _working_moments(span: Span, first: int, end: int, count: int, draws: Draws) -> Ints:
    days = first + draws.codes(day_weights(span, first, end, YEARLY_GROWTH), count)
    days -= np.maximum((days + 3) % 7 - 4, 0)
    local = days * DAY + 9 * HOUR + whole(draws.uniform(count) * 8 * HOUR)
    return np.sort(span.utc(local, np.zeros(count, dtype=np.int64)))
