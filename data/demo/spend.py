"""What marketing and sales cost: programmes, people and tools."""

from datetime import date, timedelta

import numpy as np

from data.demo.arrays import Ints, whole
from data.demo.company import INDUSTRIES, REGIONS, SOURCE_NAMES, SOURCES, TEAMS
from data.demo.demand import Leads
from data.demo.files import Columns, cents, codes, days, ids, text
from data.demo.people import Staff
from data.demo.span import day_date, day_number
from data.demo.world import World

KINDS = ("program", "people", "tools")
_MONTHLY_COST = {"marketing": 6_200, "sales": 8_100}  # a person at the start, in dollars
_PRICE_GROWTH, _PAY_GROWTH = 1.04, 1.12
_TOOLS = (
    ("marketing", 6_400),
    ("marketing", 2_900),
    ("marketing", 1_850),
    ("sales", 7_800),
    ("sales", 2_400),
)


def programme_spend(leads: Leads, world: World) -> tuple[Columns, Ints]:
    """The rows of `spend` a campaign, week and region, and each campaign's total in cents."""
    span, campaigns = world.span, world.campaigns
    week = span.home_days(leads.created) + 3
    monday = np.maximum(week // 7 * 7 - 3, span.start_day)
    keys = (leads.campaign * 8 + leads.region) * 2**20 + monday
    cells, counts = np.unique(keys, return_counts=True)
    campaign, region, day = cells // 2**20 // 8, cells // 2**20 % 8, cells % 2**20
    cost = np.array([source.programme_cost for source in SOURCES])[campaigns.source[campaign]]
    cost = cost * _PRICE_GROWTH ** ((day - span.start_day) / 365.25)
    swing = world.draws(0, 20).uniform(len(cells), 85, 115)
    amount = whole(cost * counts * swing) * world.scale
    order = np.lexsort((campaign, region, day))
    campaign, region, day, amount = campaign[order], region[order], day[order], amount[order]
    totals = np.bincount(campaign, weights=amount, minlength=len(campaigns.source))
    zero = np.zeros(len(order), dtype=np.int64)
    rows = _rows(
        day,
        amount,
        kind=zero,
        team=zero + TEAMS.index("marketing"),
        source=campaigns.source[campaign],
        campaign=campaign,
        region=region,
        industry=campaigns.industry[campaign],
    )
    return rows, whole(totals)


def standing_spend(world: World) -> Columns:
    """The rows of `spend` for people, twice a month by team and region, and for tools."""
    span = world.span
    rows: list[tuple[int, int, int, int, int]] = []
    month = day_date(span.start_day)
    while day_number(month) <= span.until_day:
        after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        growth = _PAY_GROWTH ** ((day_number(month) - span.start_day) / 365.25)
        for pay_day in (month.replace(day=15), after - timedelta(days=1)):
            rows.extend(_payroll(world.staff, day_number(pay_day), growth))
        rows.extend(
            (day_number(month.replace(day=5)), round(cost * 100 * growth), 2, TEAMS.index(team), -1)
            for team, cost in _TOOLS
        )
        month = after
    known = sorted(row for row in rows if row[0] <= span.until_day)
    day, amount, kind, team, region = np.array(known, dtype=np.int64).T
    none = np.full(len(known), -1, dtype=np.int64)
    return _rows(
        day,
        amount * world.scale,
        kind=kind,
        team=team,
        source=none,
        campaign=none,
        region=region,
        industry=none,
    )


def _payroll(staff: Staff, day: int, growth: float) -> list[tuple[int, int, int, int, int]]:
    at_work = (staff.started <= day) & ((staff.ended < 0) | (staff.ended >= day))
    rows = []
    for team, cost in _MONTHLY_COST.items():
        for region in range(len(REGIONS)):
            mates = at_work & (staff.team == TEAMS.index(team)) & (staff.region == region)
            if mates.any():
                amount = round(int(mates.sum()) * cost * 50 * growth)
                rows.append((day, amount, 1, TEAMS.index(team), region))
    return rows


def _rows(
    day: Ints,
    amount: Ints,
    *,
    kind: Ints,
    team: Ints,
    source: Ints,
    campaign: Ints,
    region: Ints,
    industry: Ints,
) -> Columns:
    return {
        "spent_on": days(day),
        "amount": cents(amount),
        "currency": text(["USD"] * len(day)),
        "kind": codes(KINDS, kind),
        "team": codes(TEAMS, team),
        "source": codes(SOURCE_NAMES, source),
        "campaign_id": ids("C", campaign, 3),
        "region": codes(REGIONS, region),
        "industry": codes(INDUSTRIES, industry),
        "size_band": text([None] * len(day)),
    }
