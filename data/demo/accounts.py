"""The accounts of one unit: who could buy, by region, industry, size and fit."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.demo.arrays import ABSENT, Draws, Ints, whole
from data.demo.company import (
    ACCOUNT_INDUSTRY_SHARES,
    ACCOUNT_REGION_SHARES,
    EMEA,
    ICP_TIERS,
    INDUSTRIES,
    REGIONS,
    SIZE_BANDS,
    SIZE_SHARES,
)
from data.demo.files import Columns, codes, days, ids, picked, text
from data.demo.names import COUNTRIES, NAME_ENDS, NAME_KINDS, NAME_STARTS, SPECIAL_NAMES
from data.demo.people import SELLER, Staff
from data.demo.span import Span
from data.demo.world import World

ACCOUNTS = 3_000
INSTALLED_BASE = 90
_TIER_SHARES = (0.24, 0.40, 0.36)
_CELLS = len(REGIONS) * len(INDUSTRIES) * len(ICP_TIERS)


@dataclass(frozen=True)
class Accounts:
    """The accounts as columns; the first INSTALLED_BASE bought before the span."""

    region: Ints
    industry: Ints
    size: Ints
    tier: Ints
    currency: Ints
    country: Ints
    seat: Ints
    created: Ints
    by_cell: Ints  # prospects sorted by region, industry and tier
    cell_start: Ints
    cell_count: Ints

    def pick(self, region: Ints, industry: Ints, tier: Ints, draws: Draws) -> Ints:
        """A prospect of the region, industry and tier for each row."""
        cell = _cell(region, industry, tier)
        place = whole(draws.uniform(len(cell)) * self.cell_count[cell])
        return np.asarray(self.by_cell[self.cell_start[cell] + place])


def _cell(region: Ints, industry: Ints, tier: Ints) -> Ints:
    return (region * len(INDUSTRIES) + industry) * len(ICP_TIERS) + tier


def build_accounts(span: Span, staff: Staff, draws: Draws) -> Accounts:
    """The accounts of one unit; every cell of region, industry and tier has at least two."""
    region = draws.codes(ACCOUNT_REGION_SHARES, ACCOUNTS)
    industry = draws.codes(ACCOUNT_INDUSTRY_SHARES, ACCOUNTS)
    tier = draws.codes(_TIER_SHARES, ACCOUNTS)
    cells = np.arange(2 * _CELLS, dtype=np.int64) % _CELLS
    filled = slice(INSTALLED_BASE, INSTALLED_BASE + 2 * _CELLS)
    tier[filled] = cells % len(ICP_TIERS)
    industry[filled] = cells // len(ICP_TIERS) % len(INDUSTRIES)
    region[filled] = cells // (len(ICP_TIERS) * len(INDUSTRIES))
    local_money = np.where(region == EMEA, draws.codes((0.68, 0.20, 0.12), ACCOUNTS), 0)
    countries = np.array([len(names) for names in COUNTRIES], dtype=np.int64)
    # German accounts are billed in euro more often than British ones; kept simple on purpose.
    prospects = np.arange(INSTALLED_BASE, ACCOUNTS, dtype=np.int64)
    cell = _cell(region, industry, tier)[prospects]
    counts = np.bincount(cell, minlength=_CELLS).astype(np.int64)
    return Accounts(
        region=region,
        industry=industry,
        size=draws.codes(SIZE_SHARES, ACCOUNTS),
        tier=tier,
        currency=local_money,
        country=whole(draws.uniform(ACCOUNTS) ** 1.6 * countries[region]),
        seat=staff.seat_of(SELLER, region, draws),
        created=span.first_day + whole(draws.uniform(ACCOUNTS) * (span.start_day - span.first_day)),
        by_cell=prospects[np.argsort(cell, kind="stable")],
        cell_start=np.cumsum(counts) - counts,
        cell_count=counts,
    )


def account_names(industry: Ints, first_number: int) -> pa.Array:
    """Invented names, no two alike within some two hundred thousand accounts."""
    numbers = first_number + np.arange(len(industry), dtype=np.int64)
    starts, ends, kinds = len(NAME_STARTS), len(NAME_ENDS), len(NAME_KINDS[0])
    place = numbers * 7919 % (starts * ends * kinds)
    words = text([word for kind in NAME_KINDS for word in kind])
    capital = pc.binary_join_element_wise(
        picked(text(NAME_STARTS), place % starts),
        picked(text(NAME_ENDS), place // starts % ends),
        "",
    )
    kind = industry * kinds + (place // (starts * ends) + numbers) % kinds
    names = pc.binary_join_element_wise(capital, picked(words, kind), " ")
    if first_number > 0:
        return names
    return pa.concat_arrays([text(SPECIAL_NAMES), names[len(SPECIAL_NAMES) :]])


def accounts_table(
    accounts: Accounts,
    names: pa.Array,
    world: World,
    *,
    offset: int,
    created: Ints,
    draws: Draws,
) -> Columns:
    """The rows of `accounts`; `created` is no later than the account's first record."""
    count = len(accounts.region)
    countries = [name for region in COUNTRIES for name in region]
    first_country = np.cumsum([0, *(len(region) for region in COUNTRIES[:-1])])
    today = np.full(count, world.span.cutoff, dtype=np.int64)
    has_parent = draws.chance(0.04, count)
    parent = whole(draws.uniform(count) * INSTALLED_BASE)
    parent = np.where(has_parent & (parent != np.arange(count)), offset + parent, -1)
    return {
        "account_id": ids("A", offset + np.arange(count, dtype=np.int64), 7),
        "name": names,
        "industry": codes(INDUSTRIES, accounts.industry),
        "region": codes(REGIONS, accounts.region),
        "country": codes(countries, first_country[accounts.region] + accounts.country),
        "size_band": codes(SIZE_BANDS, accounts.size),
        "icp_tier": codes(ICP_TIERS, np.where(draws.chance(0.02, count), -1, accounts.tier)),
        "owner_id": ids("P", world.staff.person_at(accounts.seat, today), 3),
        "parent_id": ids("A", parent, 7),
        "created_on": days(np.where(created == ABSENT, accounts.created, created)),
    }
