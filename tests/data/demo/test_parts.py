"""The parts the simulation stands on: draws, working clocks, quarters, believable attempts."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from data.demo.arrays import Draws, rank_within
from data.demo.people import INSIDE, SELLER
from data.demo.span import build_span, easter_sunday, holidays_of, quarter_start
from data.demo.story import Figures, figures_of, first_unit
from data.demo.targets import parts
from data.demo.versions import KEEP, carried_forward
from data.demo.world import build_world
from tests.data.demo.export import UNTIL

BERLIN, NEW_YORK = 6, 0


def seconds(year: int, month: int, day: int, hour: int, minute: int = 0) -> int:
    """Seconds since 1970 of a moment in UTC."""
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp())


def test_rank_counts_within_each_cell() -> None:
    ranks = rank_within(np.array([1, 0, 1, 1, 0]), np.array([30, 5, 10, 20, 1]))
    assert ranks.tolist() == [2, 1, 0, 1, 0]


def test_balanced_draws_fill_every_cell_evenly() -> None:
    cells = np.repeat(np.arange(4), 50)
    drawn = Draws(7, 1).balanced(cells, np.arange(200))
    below = [int((drawn[cells == cell] < 0.3).sum()) for cell in range(4)]
    assert all(12 <= count <= 18 for count in below), below


def test_the_same_key_draws_the_same() -> None:
    first, second = (Draws(7, 3, 1).uniform(4).tolist() for _ in range(2))
    assert first == second
    assert first != Draws(7, 3, 2).uniform(4).tolist()


@pytest.mark.parametrize(
    ("zone", "start", "working_hours", "end"),
    [
        # Friday 16:00 in Berlin, summer time: an hour on Friday, one on Monday.
        (BERLIN, (2026, 6, 5, 14), 2, (2026, 6, 8, 8)),
        # Over the end of summer time in New York, which is on the Sunday between.
        (NEW_YORK, (2026, 10, 30, 20), 2, (2026, 11, 2, 15)),
        # Thanksgiving and the day after are holidays.
        (NEW_YORK, (2026, 11, 25, 21), 2, (2026, 11, 30, 15)),
        # Before opening counts from nine.
        (NEW_YORK, (2026, 11, 10, 8), 1, (2026, 11, 10, 15)),
    ],
)
def test_working_time_skips_nights_weekends_and_holidays(
    zone: int, start: tuple[int, int, int, int], working_hours: int, end: tuple[int, int, int, int]
) -> None:
    span = build_span(UNTIL)
    reached = span.add_working(
        np.array([seconds(*start)]), np.array([working_hours * 3_600]), np.array([zone])
    )
    assert reached.tolist() == [seconds(*end)]


def test_quarters_and_easter() -> None:
    assert quarter_start(date(2026, 11, 15)) == date(2026, 10, 1)
    assert quarter_start(date(2026, 11, 15), 1) == date(2027, 1, 1)
    assert quarter_start(date(2026, 1, 1), -12) == date(2023, 1, 1)
    assert [easter_sunday(year) for year in (2024, 2025, 2026)] == [
        date(2024, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
    ]
    assert (date(2026, 5, 25), "East") in holidays_of(2026)


def test_the_cutoff_is_the_last_second_in_new_york() -> None:
    assert build_span(date(2026, 11, 15)).cutoff == seconds(2026, 11, 16, 5) - 1
    assert build_span(date(2026, 7, 4)).cutoff == seconds(2026, 7, 5, 4) - 1


def test_sixty_people_in_the_three_teams() -> None:
    staff = build_world(UNTIL, 7, 1).staff
    assert np.bincount(staff.team).tolist() == [17, 34, 9, 2]
    assert [len(staff.seats(SELLER, region)) for region in range(6)] == [4, 3, 3, 4, 2, 2]
    assert [len(staff.seats(INSIDE, region)) for region in range(6)] == [2, 2, 1, 2, 1, 1]


def test_parts_sum_to_the_total() -> None:
    assert parts(1_000, (0.5, 0.3, 0.2), 100) == [500, 300, 200]
    assert parts(1_010, (1, 1, 1), 100) == [410, 300, 300]


def test_versions_carry_forward_what_did_not_change() -> None:
    column = np.array([5, KEEP, 7, 1, KEEP, KEEP])
    assert carried_forward(column).tolist() == [5, 5, 7, 1, 1, 1]


def test_figures_are_judged_by_what_the_quarter_can_show() -> None:
    good = Figures(
        yearly_growth=0.30,
        growth_to_date=0.20,
        pace=0.95,
        coverage=2.6,
        win_rate=0.28,
        strategies=4,
        paid_search_gap=0.1,
    )
    assert good.distance(45) == 0
    late = Figures(0.30, -0.60, 0.2, 0.5, 0.9, 1, 0.1)
    assert late.distance(5) == 0
    assert late.distance(45) > 1


@pytest.mark.parametrize("until", [UNTIL, date(2026, 11, 22), date(2027, 2, 20)])
def test_the_company_taken_is_believable(until: date) -> None:
    world = build_world(until, 7, 1)
    figures = figures_of(first_unit(world), world)
    assert figures.distance(world.span.until_day - world.span.quarter_day) == 0
