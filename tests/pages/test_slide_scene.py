"""Words of slides that nothing is known for, and of what we do next."""

from datetime import date
from decimal import Decimal

from metrics.meeting.story import Owed
from pages.views.slide_next import _sentence
from pages.views.slide_scene import nothing


def owed(number: int) -> Owed:
    """An open commitment."""
    day = date(2026, 11, 18 + number)
    return Owed(
        number, "Call", "Sales", day, "open", "", "bookings", "Bookings", "money", Decimal(1)
    )


def test_a_day_is_written_for_people() -> None:
    (line,) = nothing("no data: no plan is in force on 2026-11-02")
    assert (line.head, line.text) == ("No data", "No plan is in force on 2 Nov 2026.")


def test_what_is_next_is_counted_in_words() -> None:
    assert _sentence((owed(1), owed(2)), 1) == (
        "Two commitments are open, the next due on 19\u00a0Nov; one decision of this quarter stands"
    )
    assert _sentence((owed(1),), 0) == "One commitment is open, the next due on 19\u00a0Nov"
    assert _sentence((), 2) == "Two decisions of this quarter stand"
