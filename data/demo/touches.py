"""Touches of marketing and sales: on leads, on deals before they close, on accounts at large."""

from dataclasses import dataclass

import numpy as np

from data.demo.accounts import ACCOUNTS
from data.demo.arrays import ABSENT, DAY, Draws, Ints, whole
from data.demo.company import CHANNELS, OPEN, SOURCE_CHANNEL, SOURCE_NAMES, SOURCES
from data.demo.files import Columns, codes, ids, moments
from data.demo.rows import Rows
from data.demo.tables import Offsets, account_numbers, closed_moments
from data.demo.unit import Unit
from data.demo.world import World

BACKGROUND = 16_000
_EMAIL = len(SOURCES)  # stands for touches without a lead source
_CHANNEL = np.array([*SOURCE_CHANNEL, CHANNELS.index("Email")], dtype=np.int64)
# What touches people between the first visit and the deal, by source and e-mail last.
_MIX = (0.11, 0.08, 0.24, 0.09, 0.04, 0.13, 0.03, 0.10, 0.0, 0.18)
_KINDS = {
    "Paid media": ("click", "click", "form fill"),
    "Web": ("visit", "visit", "form fill"),
    "Events": ("registration", "attended", "attended"),
    "Content": ("download", "visit", "download"),
    "Partner": ("introduction", "joint visit", "introduction"),
    "Outbound": ("sales call", "sales e-mail", "sales e-mail"),
    "Customer": ("review", "support case", "review"),
    "Email": ("open", "click", "click"),
}
_KIND_NAMES = tuple(sorted({kind for kinds in _KINDS.values() for kind in kinds}))
_KIND_CODES = np.array(
    [[_KIND_NAMES.index(kind) for kind in _KINDS[channel]] for channel in CHANNELS],
    dtype=np.int64,
)


@dataclass(frozen=True)
class Touches(Rows):
    """Touches as columns; -1 is empty."""

    moment: Ints
    source: Ints
    campaign: Ints
    account: Ints
    lead: Ints
    deal: Ints


def build_touches(unit: Unit, world: World, draws: Draws) -> Touches:
    """The touches of one unit in order of time, none after `until`."""
    parts = [
        _creations(unit),
        _on_leads(unit, world, draws),
        _on_deals(unit, world, draws),
        _background(world, draws),
    ]
    touches = parts[0].followed_by(*parts[1:])
    return touches.rows(np.argsort(touches.moment, kind="stable"))


def _creations(unit: Unit) -> Touches:
    """The touch that made each lead, at the moment of its creation."""
    leads = unit.leads
    rows = np.arange(len(leads), dtype=np.int64)
    none = np.full(len(leads), -1, dtype=np.int64)
    return Touches(leads.created, leads.source, leads.campaign, leads.account, rows, none)


def _on_leads(unit: Unit, world: World, draws: Draws) -> Touches:
    """Touches in the two months around a lead's creation."""
    leads = unit.leads
    lead = np.repeat(np.arange(len(leads), dtype=np.int64), draws.poisson(3.7, len(leads)))
    shift = whole(draws.uniform(len(lead), -45, 60) * DAY)
    # Nobody nurtures a lead that sales has in hand: later touches stop at the opportunity.
    end = np.where(leads.converted == ABSENT, world.span.cutoff, leads.converted)[lead]
    moment = np.minimum(leads.created[lead] + shift, end)
    source = _sources(leads.source[lead], draws)
    campaign = world.campaigns.pick(source, moment, draws)
    none = np.full(len(lead), -1, dtype=np.int64)
    return Touches(moment, source, campaign, leads.account[lead], lead, none)


def _on_deals(unit: Unit, world: World, draws: Draws) -> Touches:
    """Touches from shortly before a deal's creation to its close; one deal in ten has none."""
    deals, cutoff = unit.deals, world.span.cutoff
    closed = closed_moments(unit, world.span)
    end = np.where(closed == ABSENT, cutoff, closed)
    has_touches = draws.chance(np.where(deals.outcome == OPEN, 0.5, 0.9), len(deals))
    mean = np.where(has_touches, 14.0 + 6.0 * deals.size, 0.0)
    deal = np.repeat(np.arange(len(deals), dtype=np.int64), draws.poisson(mean, len(deals)))
    start = deals.created[deal] - 40 * DAY
    moment = start + whole(draws.uniform(len(deal)) * (end[deal] - start))
    source = _sources(deals.source[deal], draws)
    campaign = world.campaigns.pick(source, moment, draws)
    is_linked = (moment >= deals.created[deal]) & draws.chance(0.65, len(deal))
    none = np.full(len(deal), -1, dtype=np.int64)
    return Touches(
        moment, source, campaign, deals.account[deal], none, np.where(is_linked, deal, -1)
    )


def _background(world: World, draws: Draws) -> Touches:
    """Touches on accounts at any time, whether anything comes of them or not."""
    span = world.span
    length = span.until_day + 1 - span.start_day
    moment = span.start_day * DAY + whole(draws.uniform(BACKGROUND) ** 0.8 * length * DAY)
    source = draws.codes(_MIX, BACKGROUND)
    campaign = world.campaigns.pick(source, moment, draws)
    none = np.full(BACKGROUND, -1, dtype=np.int64)
    account = whole(draws.uniform(BACKGROUND) * ACCOUNTS)
    return Touches(moment, source, campaign, account, none, none)


def _sources(own: Ints, draws: Draws) -> Ints:
    """The source of each touch: often the one that the lead or the deal came from."""
    return np.where(draws.chance(0.3, len(own)), own, draws.codes(_MIX, len(own)))


def touches_table(touches: Touches, unit: Unit, offsets: Offsets, draws: Draws) -> Columns:
    """The rows of `touches`."""
    count = len(touches.moment)
    channel = _CHANNEL[touches.source]
    kind = _KIND_CODES[channel, draws.codes((1, 1, 1), count)]
    source = np.where(touches.source == _EMAIL, -1, touches.source)
    return {
        "touch_id": ids("T", offsets.shifted(np.arange(count), "touch"), 8),
        "touched_at": moments(touches.moment),
        "channel": codes(CHANNELS, channel),
        "source": codes(SOURCE_NAMES, source),
        "campaign_id": ids("C", touches.campaign, 3),
        "account_id": ids("A", account_numbers(unit, touches.account), 7),
        "lead_id": ids("L", offsets.shifted(touches.lead, "lead"), 7),
        "opportunity_id": ids("O", offsets.shifted(touches.deal, "deal"), 7),
        "kind": codes(_KIND_NAMES, kind),
    }
