"""Why a number is missing then or now: each reason once, without a word that says nothing."""

from datetime import date
from decimal import Decimal

from metrics.answer import Answer
from metrics.meeting.then_now import without_number
from metrics.periods import Period

QUARTER = Period("2026-Q4", date(2026, 10, 1), date(2027, 1, 1), "quarter")
NO_LEADS = "no data: the load holds no leads"


def answered(note: str | None) -> Answer:
    """An answer: without a value where a note says why."""
    value = None if note else Decimal(1)
    day = date(2026, 11, 15)
    return Answer(
        "bookings", QUARTER, None, value, value, None, 1, day, None, None, None, None, note
    )


def told(*notes: str | None) -> list[str]:
    """What is said of these three answers: then, of that day today, and now."""
    then, again, now = (answered(note) for note in notes)
    return without_number(then, again, now)


def test_each_reason_is_said_once() -> None:
    assert told(NO_LEADS, NO_LEADS, NO_LEADS) == ["no number then or now: the load holds no leads"]
    assert told(None, None, None) == []
    assert told(None, None, NO_LEADS) == ["no number now: the load holds no leads"]
    assert told(NO_LEADS, NO_LEADS, None) == ["no number then: the load holds no leads"]
    assert told(None, "spend: no data: the load holds no spend", None) == [
        "no number of that day today: spend: the load holds no spend"
    ]
    assert told("no plan on 8 Nov", "no plan on 8 Nov", "no plan on 15 Nov") == [
        "no number then: no plan on 8 Nov",
        "no number now: no plan on 15 Nov",
    ]
    assert told("gone", None, "gone") == ["no number then or now: gone"]
