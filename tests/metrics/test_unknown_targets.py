"""Targets that name no KPI are told, with the nearest name; nothing is held against them."""

from datetime import date

from data.warehouse import Reader
from metrics.targets import UnknownTarget, unknown_targets
from tests.metrics.worlds import World

TARGETS = """
    win_rate    | 2026-Q1 | 0.3
    win_rte     | 2026-Q1 | 0.3
    win_rte     | 2026-Q2 | 0.3
    headcount   | 2026    | 12
    spend       | 2026    | 900
"""


def test_names_that_are_no_kpi_are_told_with_the_nearest() -> None:
    world = World(as_of=date(2026, 3, 31)).add("target", "kpi, period, value", TARGETS)
    assert unknown_targets(world) == (
        UnknownTarget("headcount", 1, None),
        UnknownTarget("spend", 1, None),
        UnknownTarget("win_rte", 2, "win_rate"),
    )


def test_without_targets_nothing_is_told() -> None:
    assert unknown_targets(World(as_of=date(2026, 3, 31))) == ()


def test_every_target_of_the_demo_company_names_a_kpi(reader: Reader) -> None:
    assert reader.exact_rows("select count(*), count(distinct kpi) from target", {}) == [(5930, 24)]
    assert unknown_targets(reader) == ()
