"""Where leads come from: when, from which source, from whom. What sales does is `handover.py`."""

from dataclasses import dataclass

import numpy as np

from data.demo.accounts import Accounts
from data.demo.arrays import ABSENT, DAY, HOUR, Draws, Floats, Ints, absent, whole
from data.demo.campaigns import Campaigns
from data.demo.company import (
    LEAD_INDUSTRY_SHARES,
    LEAD_REGION_SHARES,
    OUTBOUND,
    OUTBOUND_INDUSTRY_SHARES,
    SOURCES,
    ZONE_REGION,
)
from data.demo.rows import Rows
from data.demo.span import Span, day_date

LEADS = 9_400  # first trips of one unit up to `until`; recycled trips come on top
YEARLY_GROWTH = 1.27
_MONTHS = (1.02, 1.05, 1.10, 1.02, 1.00, 1.04, 0.84, 0.76, 1.12, 1.14, 1.04, 0.72)
_WEEKDAYS = (1.05, 1.15, 1.15, 1.10, 0.90, 0.28, 0.30)
_HOURS = (1, 0, 0, 0, 0, 1, 2, 4, 8, 12, 14, 13, 10, 11, 13, 12, 10, 7, 5, 4, 4, 3, 2, 1)
_ZONES_OF_REGION = tuple(ZONE_REGION.index(region) for region in range(6))


@dataclass(frozen=True)
class Leads(Rows):
    """Lead trips as columns; ABSENT and -1 are empty."""

    created: Ints
    source: Ints
    campaign: Ints
    account: Ints
    region: Ints
    industry: Ints
    size: Ints
    tier: Ints
    zone: Ints
    seat: Ints
    handed: Ints
    assigned: Ints
    responded: Ints
    response_kind: Ints  # 0 none, 1 human, 2 automated
    accepted: Ints
    handed_back: Ints
    reason: Ints
    answered: Ints
    disqualified: Ints
    recycled_from: Ints
    converted: Ints


def day_weights(span: Span, first: int, end: int, yearly_growth: float) -> Floats:
    """How much demand falls on each day from `first` to before `end`: growth, season, weekday."""
    days = [day_date(number) for number in range(first, end)]
    season = np.array([_MONTHS[day.month - 1] * _WEEKDAYS[day.weekday()] for day in days])
    years = (np.arange(first, end) - span.start_day) / 365.25
    return np.asarray(season * yearly_growth**years)


def moments_of_demand(span: Span, first: int, count: int, zones: Ints, draws: Draws) -> Ints:
    """Sorted moments from `first` to the end of the quarter, `count` of them up to `until`."""
    weights = day_weights(span, first, span.end_day, YEARLY_GROWTH)
    local = (first + draws.codes(weights, count)) * DAY + draws.codes(_HOURS, count) * HOUR
    local += whole(draws.uniform(count) * HOUR)
    return span.utc(local, zones)


def simulated_count(span: Span, count: int) -> int:
    """How many rows to simulate up to the quarter's end so that `count` fall up to `until`."""
    weights = day_weights(span, span.start_day, span.end_day, YEARLY_GROWTH)
    past = weights[: span.until_day + 1 - span.start_day].sum()
    return round(count * float(weights.sum() / past))


def new_leads(span: Span, accounts: Accounts, campaigns: Campaigns, draws: Draws) -> Leads:
    """The first trips of one unit, in order of creation, up to the end of the quarter."""
    count = simulated_count(span, LEADS)
    region = draws.codes(LEAD_REGION_SHARES, count)
    zone = np.array(_ZONES_OF_REGION, dtype=np.int64)[region]
    created = moments_of_demand(span, span.start_day, count, zone, draws)
    order = np.argsort(created, kind="stable")
    created, region, zone = created[order], region[order], zone[order]
    source = draws.codes([source.lead_share for source in SOURCES], count)
    industry = draws.codes_by_row(
        (LEAD_INDUSTRY_SHARES, OUTBOUND_INDUSTRY_SHARES), (source == OUTBOUND).astype(np.int64)
    )
    tier = draws.codes_by_row([source.tier_shares for source in SOURCES], source)
    account = accounts.pick(region, industry, tier, draws)
    empty, none = absent(count), np.full(count, -1, dtype=np.int64)
    return Leads(
        created=created,
        source=source,
        campaign=campaigns.pick(source, created, draws),
        account=account,
        region=region,
        industry=industry,
        size=accounts.size[account],
        tier=tier,
        zone=zone,
        seat=none,
        handed=empty,
        assigned=empty,
        responded=empty,
        response_kind=np.zeros(count, dtype=np.int64),
        accepted=empty,
        handed_back=empty,
        reason=none,
        answered=empty,
        disqualified=empty,
        recycled_from=none,
        converted=empty,
    )


def recycled_leads(leads: Leads, span: Span, draws: Draws) -> Leads:
    """New trips of leads that marketing took back, nurtured and found ready again."""
    is_back = (leads.answered != ABSENT) & draws.chance(0.33, len(leads))
    rows = np.flatnonzero(is_back)
    wait = 18 * DAY + whole(draws.exponential(35.0 * DAY, len(rows)))
    created = leads.answered[rows] + np.minimum(wait, 150 * DAY)
    inside = created < span.end_day * DAY
    rows, created = rows[inside], created[inside]
    empty, none = absent(len(rows)), np.full(len(rows), -1, dtype=np.int64)
    return leads.rows(rows).with_columns(
        created=created,
        recycled_from=rows,
        seat=none,
        handed=empty,
        assigned=empty,
        responded=empty,
        response_kind=np.zeros(len(rows), dtype=np.int64),
        accepted=empty,
        handed_back=empty,
        reason=none,
        answered=empty,
        disqualified=empty,
        converted=empty,
    )
