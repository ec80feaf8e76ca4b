"""Many visitors at once: everyone sees the numbers of their own scope, and no one else's."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path
from threading import Barrier
from typing import TypeAlias
from urllib.parse import urlencode

import pytest

from data.warehouse import Reader
from metrics.compute import Question, answers, calendar_of
from metrics.registry import kpi
from metrics.scope import Scope
from metrics.wording import count, number
from tests.sessions import Shown, serving, visiting

SESSIONS = 20
ROUNDS = 3
REGIONS = ("East", "West", "Central", "EMEA", "APAC", "LATAM")
SEGMENTS = ("size_band:Small", "size_band:Mid-market", "industry:Energy", "industry:Semiconductors")
# Labels that stand once on the weekly screen, with the KPI whose value they carry.
TILES = {
    "Coverage, this quarter": "pipeline_coverage",
    "Ideal customers": "icp_share",
    "Acceptance rate": "acceptance_rate",
    "Lead leakage": "lead_leakage",
    "Cost per sales-ready lead": "cost_per_sales_ready_lead",
    "Lead to opportunity": "lead_to_opportunity_rate",
}
HERO = "bookings"

Words: TypeAlias = tuple[str, str]
Numbers: TypeAlias = tuple[str, dict[str, Words]]


@pytest.mark.slow
def test_twenty_sessions_at_once_see_their_own_numbers(demo: Path, reader: Reader) -> None:
    scopes = list(product(REGIONS, SEGMENTS))
    start = Barrier(SESSIONS)

    def visit(number: int, port: int) -> list[tuple[tuple[str, str], Shown]]:
        """Each session asks for other scopes than the rest, all at the same moment."""
        with visiting(port) as session:
            start.wait(timeout=60)
            asked = [scopes[(number + 7 * turn) % len(scopes)] for turn in range(ROUNDS)]
            return [
                (one, session.run(urlencode({"region": one[0], "segment": one[1]})))
                for one in asked
            ]

    with serving(demo) as server, ThreadPoolExecutor(SESSIONS) as pool:
        visits = list(pool.map(visit, range(SESSIONS), [server.port] * SESSIONS))

    seen = [one for visit in visits for one in visit]
    alone = {scope: counted(reader, *scope) for scope, _ in seen}
    assert len(seen) == SESSIONS * ROUNDS
    assert len({str(numbers) for numbers in alone.values()}) == len(alone)
    for scope, shown in seen:
        assert shown.faults == ()
        assert (scope, read(shown)) == (scope, alone[scope])


def counted(reader: Reader, region: str, segment: str) -> Numbers:
    """The numbers of a scope, counted alone, as a screen writes them."""
    dimension, _, member = segment.partition(":")
    scope = Scope.of(region=region, **{dimension: member})
    assert reader.load.data_date is not None
    period = calendar_of(reader).containing(reader.load.data_date, "quarter")
    question = Question(kpis=(HERO, *TILES.values()), periods=(period,), scope=scope)
    currency = reader.load.workspace.currency
    # What has neither a value nor rows has no count: its tile says the reason instead.
    found = {
        one.kpi: (
            number(one.value, kpi(one.kpi).unit, currency),
            "" if one.value is None and not one.rows else count(one.rows),
        )
        for one in answers(reader, question)
    }
    return found[HERO][0], {label: found[key] for label, key in TILES.items()}


def read(shown: Shown) -> Numbers:
    """The same numbers as the screen of one session shows them."""
    tiles = dict(
        zip(
            shown.values("t-tile-label"),
            zip(shown.values("t-value"), shown.values("t-tile-count"), strict=True),
            strict=True,
        )
    )
    hero: Sequence[str] = shown.values("t-hero")
    return hero[0], {label: (tiles[label][0], tiles[label][1].split(" ", 1)[0]) for label in TILES}
