"""Forty campaigns, five a lead source: evergreen ones and ones that run for some quarters."""

from dataclasses import dataclass

import numpy as np

from data.demo.arrays import ABSENT, DAY, Draws, Floats, Ints, whole
from data.demo.company import (
    CHANNELS,
    INDUSTRIES,
    REGIONS,
    SOURCE_CHANNEL,
    SOURCE_NAMES,
    SOURCES,
)
from data.demo.files import Columns, cents, codes, days, ids, text
from data.demo.names import CAMPAIGN_THEMES, MESSAGES
from data.demo.span import Span

A_SOURCE = 5
# First and last day as shares of the three years; 9 = still running.
_RUNS = ((0.0, 9.0), (0.0, 0.55), (0.30, 0.86), (0.50, 9.0), (0.80, 9.0))
_WEIGHTS = (1.0, 0.8, 0.7, 0.9, 0.8)


@dataclass(frozen=True)
class Campaigns:
    """The campaigns as columns, five a source in the order of `company.SOURCES`."""

    source: Ints
    region: Ints
    industry: Ints
    started: Ints
    ended: Ints  # ABSENT: no end planned

    def shares(self, day: int) -> Floats:
        """Weights of the five campaigns of each source on a day, by source and place."""
        ends = np.where(self.ended == ABSENT, day + 1, self.ended)
        runs = (self.started <= day) & (day <= ends)
        weights = np.tile(np.array(_WEIGHTS), len(self.source) // A_SOURCE)
        return np.asarray((runs * weights).reshape(-1, A_SOURCE))

    def pick(self, source: Ints, moments: Ints, draws: Draws) -> Ints:
        """A campaign of the source that ran in that month; -1 for sources without campaigns."""
        month = moments // (30 * DAY)
        first = int(month.min(initial=0))
        months = range(first, int(month.max(initial=first)) + 1)
        table = np.vstack([self.shares(number * 30 + 15) for number in months])
        sources = table.shape[0] // len(months)
        known = np.minimum(source, sources - 1)
        place = draws.codes_by_row(table, (month - first) * sources + known)
        return np.where(source < sources, known * A_SOURCE + place, -1)


def build_campaigns(span: Span, draws: Draws) -> Campaigns:
    """The campaigns; the evergreen one of each source covers the whole simulation."""
    sources = [number for number, source in enumerate(SOURCES) if source.lead_share > 0]
    count = len(sources) * A_SOURCE
    length = span.until_day - span.start_day
    runs = np.array(_RUNS * len(sources))
    start = span.start_day + whole(runs[:, 0] * length + draws.uniform(count) * 20)
    start[runs[:, 0] == 0] = span.first_day
    ended = span.start_day + whole(runs[:, 1] * length + draws.uniform(count) * 40)
    is_regional = draws.chance(0.3, count) & (runs[:, 0] > 0)
    is_vertical = draws.chance(0.35, count) & (runs[:, 0] > 0)
    # Campaigns that still run have a planned end in the coming quarters, two in three.
    planned = np.where(
        draws.chance(0.66, count) & (runs[:, 0] > 0),
        span.end_day + whole(draws.uniform(count) * 180),
        ABSENT,
    )
    return Campaigns(
        source=np.repeat(np.array(sources, dtype=np.int64), A_SOURCE),
        region=np.where(is_regional, draws.codes((1.0,) * len(REGIONS), count), -1),
        industry=np.where(is_vertical, draws.codes((1.0,) * len(INDUSTRIES), count), -1),
        started=start,
        ended=np.where(runs[:, 1] > 1, planned, ended),
    )


def campaign_names() -> list[str]:
    """The names of the campaigns in order."""
    return [
        f"{SOURCE_NAMES[number]}: {theme}"
        for number, themes in enumerate(CAMPAIGN_THEMES)
        for theme in themes
    ]


def campaigns_table(campaigns: Campaigns, budgets: Ints) -> Columns:
    """The rows of `campaigns`; budgets in cents."""
    count = len(campaigns.source)
    messages = [MESSAGES[number % len(MESSAGES)] for number in range(count)]
    return {
        "campaign_id": ids("C", np.arange(count, dtype=np.int64), 3),
        "name": text(campaign_names()),
        "channel": codes(CHANNELS, np.array(SOURCE_CHANNEL, dtype=np.int64)[campaigns.source]),
        "source": codes(SOURCE_NAMES, campaigns.source),
        "region": codes(REGIONS, campaigns.region),
        "industry": codes(INDUSTRIES, campaigns.industry),
        "started_on": days(campaigns.started),
        "ended_on": days(campaigns.ended),
        "budget": cents(budgets),
        "message": text(messages),
    }
