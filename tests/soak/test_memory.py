"""The app's memory stays where it is, however long people look at it."""

from pathlib import Path

import pytest

from tests.benchmarks.memory import MOST_BYTES_PER_RERUN, growth

SCREENS = ("", "funnel", "pipeline", "bookings")


@pytest.mark.soak
def test_five_hundred_reruns_of_the_weekly_screen_leave_the_memory_flat(demo: Path) -> None:
    assert growth(demo).slope <= MOST_BYTES_PER_RERUN


@pytest.mark.soak
def test_five_hundred_changes_of_the_screen_leave_the_memory_flat(demo: Path) -> None:
    assert growth(demo, SCREENS).slope <= MOST_BYTES_PER_RERUN
