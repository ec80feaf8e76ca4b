"""The rows of leads, opportunities, their history and bookings, as the files show them."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.accounts import ACCOUNTS
from data.demo.arrays import ABSENT, DAY, Draws, Ints
from data.demo.bookings import KINDS
from data.demo.company import (
    CHANNELS,
    COMPETITORS,
    CURRENCIES,
    FORECAST_CATEGORIES,
    HAND_BACK_REASONS,
    ICP_TIERS,
    INDUSTRIES,
    LOSS_REASONS,
    LOST,
    OPEN,
    OUTCOMES,
    PRODUCTS,
    REGIONS,
    SIZE_BANDS,
    SOURCE_CHANNEL,
    SOURCE_NAMES,
    SOURCED_BY,
    STAGE_NAMES,
    STRATEGIES,
    SUBSTITUTION,
)
from data.demo.deals import Deals
from data.demo.files import Columns, cents, codes, days, flags, ids, moments, numbers, picked, text
from data.demo.people import Staff
from data.demo.span import Span
from data.demo.unit import Unit
from data.demo.versions import NO_AMOUNT

_RESPONSE_KINDS = ("", "human", "automated")
_LOSS_SHARES = (0.27, 0.21, 0.20, 0.11, 0.12, 0.09)
_COMPETITOR_SHARES = (0.34, 0.26, 0.19, 0.13, 0.08)
_LOST_TO_COMPETITOR = LOSS_REASONS.index("Lost to competitor")


@dataclass(frozen=True)
class Offsets:
    """The number of the first lead, deal and booking of a unit."""

    lead: int
    deal: int
    booking: int
    touch: int
    activity: int

    def shifted(self, places: Ints, name: str) -> Ints:
        """Numbers in the whole export of the places in a unit; -1 stays empty."""
        return np.where(places >= 0, places + int(getattr(self, name)), -1)


def account_numbers(unit: Unit, places: Ints) -> Ints:
    """Numbers in the whole export of the unit's accounts; -1 stays empty."""
    return np.where(places >= 0, places + unit.number * ACCOUNTS, -1)


def leads_table(unit: Unit, offsets: Offsets, staff: Staff, draws: Draws) -> Columns:
    """The rows of `leads`; some lack their segment."""
    leads, count = unit.leads, len(unit.leads)
    lacks_segment = draws.chance(0.03, count)
    deal = np.full(count, -1, dtype=np.int64)
    with_lead = np.flatnonzero(unit.deals.lead >= 0)
    deal[unit.deals.lead[with_lead]] = with_lead
    is_skipped = (deal >= 0) & draws.chance(0.03, count)
    owner = staff.person_at(np.maximum(leads.seat, 0), leads.assigned)
    return {
        "lead_id": ids("L", offsets.shifted(np.arange(count), "lead"), 7),
        "created_at": moments(leads.created),
        "source": codes(SOURCE_NAMES, leads.source),
        "campaign_id": ids("C", leads.campaign, 3),
        "account_id": ids("A", account_numbers(unit, leads.account), 7),
        "owner_id": ids("P", np.where(leads.assigned == ABSENT, -1, owner), 3),
        "region": codes(REGIONS, leads.region),
        "industry": codes(INDUSTRIES, np.where(lacks_segment, -1, leads.industry)),
        "size_band": codes(SIZE_BANDS, np.where(lacks_segment, -1, leads.size)),
        "icp_tier": codes(ICP_TIERS, leads.tier),
        "handed_over_at": moments(leads.handed),
        "assigned_at": moments(leads.assigned),
        "first_response_at": moments(leads.responded),
        "first_response_kind": codes(
            _RESPONSE_KINDS, np.where(leads.response_kind == 0, -1, leads.response_kind)
        ),
        "accepted_at": moments(np.where(is_skipped, ABSENT, leads.accepted)),
        "handed_back_at": moments(leads.handed_back),
        "hand_back_reason": codes(HAND_BACK_REASONS, leads.reason),
        "hand_back_answered_at": moments(leads.answered),
        "disqualified_at": moments(leads.disqualified),
        "recycled_from": ids("L", offsets.shifted(leads.recycled_from, "lead"), 7),
        "opportunity_id": ids("O", offsets.shifted(deal, "deal"), 7),
        "converted_at": moments(np.where(deal >= 0, leads.converted, ABSENT)),
    }


def history_table(unit: Unit, offsets: Offsets) -> Columns:
    """The rows of `opportunity_history`."""
    versions, deals = unit.versions, unit.deals
    return {
        "opportunity_id": ids("O", offsets.shifted(versions.deal, "deal"), 7),
        "changed_at": moments(versions.changed),
        "stage": codes(STAGE_NAMES, versions.stage),
        "amount": numbers(np.where(versions.amount == NO_AMOUNT, ABSENT, versions.amount)),
        "expected_close_on": days(versions.due),
        "probability": numbers(versions.probability),
        "forecast_category": codes(FORECAST_CATEGORIES, versions.forecast),
        "owner_id": ids("P", versions.owner, 3),
        "outcome": codes(OUTCOMES, versions.outcome),
        "is_deleted": flags(versions.deleted == 1),
        "region": codes(REGIONS, versions.region),
        "source": codes(SOURCE_NAMES, deals.source[versions.deal]),
        "industry": codes(INDUSTRIES, deals.industry[versions.deal]),
        "size_band": codes(SIZE_BANDS, deals.size[versions.deal]),
    }


def closed_moments(unit: Unit, span: Span) -> Ints:
    """When each deal was closed as known at the end of `until`; ABSENT while it is open."""
    outcome = unit.versions.outcome[unit.versions.is_last]
    deals = unit.deals
    closed = np.where(deals.closed > span.cutoff, deals.first_lost, deals.closed)
    return np.where(outcome == OPEN, ABSENT, closed)


def opportunities_table(
    unit: Unit, offsets: Offsets, names: pa.Array, span: Span, draws: Draws
) -> Columns:
    """The rows of `opportunities`, each made from its last version."""
    deals, count = unit.deals, len(unit.deals)
    last = unit.versions
    at_end = last.is_last
    outcome, amount = last.outcome[at_end], last.amount[at_end]
    title = pc.binary_join_element_wise(
        picked(names, deals.account), codes([row[1] for row in PRODUCTS], deals.product), ": "
    )
    return {
        "opportunity_id": ids("O", offsets.shifted(np.arange(count), "deal"), 7),
        "account_id": ids("A", account_numbers(unit, deals.account), 7),
        "lead_id": ids("L", offsets.shifted(deals.lead, "lead"), 7),
        "name": title,
        "owner_id": ids("P", last.owner[at_end], 3),
        "source": codes(SOURCE_NAMES, deals.source),
        "channel": codes(CHANNELS, np.array(SOURCE_CHANNEL, dtype=np.int64)[deals.source]),
        "campaign_id": ids("C", deals.campaign, 3),
        "product_id": codes([row[0] for row in PRODUCTS], deals.product),
        "icp_tier": codes(ICP_TIERS, deals.tier),
        "sourced_by": codes(SOURCED_BY, deals.sourced_by),
        "strategy": codes(STRATEGIES, deals.strategy),
        "created_at": moments(deals.created),
        "entered_pipeline_at": moments(unit.entered),
        "stage": codes(STAGE_NAMES, last.stage[at_end]),
        "amount": numbers(np.where(amount == NO_AMOUNT, ABSENT, amount)),
        "currency": codes(CURRENCIES, unit.accounts.currency[deals.account]),
        "probability": numbers(last.probability[at_end]),
        "expected_close_on": days(last.due[at_end]),
        "closed_at": moments(closed_moments(unit, span)),
        "outcome": codes(OUTCOMES, outcome),
        **_reasons(deals, outcome, draws),
        "region": codes(REGIONS, last.region[at_end]),
        "industry": codes(INDUSTRIES, deals.industry),
        "size_band": codes(SIZE_BANDS, deals.size),
    }


def _reasons(deals: Deals, outcome: Ints, draws: Draws) -> Columns:
    """Why deals were lost, and the competitor met in closed ones."""
    reason = draws.codes(_LOSS_SHARES, len(deals))
    competitor = draws.codes(_COMPETITOR_SHARES, len(deals))
    met = (reason == _LOST_TO_COMPETITOR) | (deals.strategy == SUBSTITUTION)
    return {
        "loss_reason": codes(LOSS_REASONS, np.where(outcome == LOST, reason, -1)),
        "competitor": codes(COMPETITORS, np.where(met & (outcome != OPEN), competitor, -1)),
    }


def bookings_table(unit: Unit, offsets: Offsets, staff: Staff, span: Span) -> Columns:
    """The rows of `bookings` up to `until`, dated in the workspace's zone."""
    made = unit.bookings.rows(unit.bookings.booked <= span.cutoff)
    return {
        "booking_id": ids("B", offsets.shifted(np.arange(len(made)), "booking"), 7),
        "booked_on": days(span.home_days(made.booked)),
        "amount": cents(made.amount),
        "currency": codes(CURRENCIES, unit.accounts.currency[made.account]),
        "kind": codes(KINDS, made.kind),
        "opportunity_id": ids("O", offsets.shifted(made.deal, "deal"), 7),
        "account_id": ids("A", account_numbers(unit, made.account), 7),
        "owner_id": ids("P", staff.person_at(made.seat, made.booked), 3),
        "strategy": codes(STRATEGIES, made.strategy),
        "product_id": codes([row[0] for row in PRODUCTS], made.product),
        "term_months": numbers(made.term),
        "recurring_monthly": cents(made.recurring),
    }


def first_known_days(unit: Unit, span: Span) -> Ints:
    """The day before each account's first lead, deal or booking; ABSENT without any."""
    first = np.full(len(unit.accounts.region), np.iinfo(np.int64).max, dtype=np.int64)
    matched = unit.leads.account >= 0
    np.minimum.at(first, unit.leads.account[matched], unit.leads.created[matched])
    np.minimum.at(first, unit.deals.account, unit.deals.created)
    np.minimum.at(first, unit.bookings.account, unit.bookings.booked)
    is_unknown = first > span.cutoff
    return np.where(is_unknown, ABSENT, np.where(is_unknown, 0, first) // DAY - 1)


def product_rows() -> Columns:
    """The rows of `products`."""
    return {
        name: text([str(row[place]) for row in PRODUCTS])
        for place, name in enumerate(("product_id", "name", "category"))
    }
