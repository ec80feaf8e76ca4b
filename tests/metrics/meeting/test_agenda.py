"""What a meeting looks at: which meeting is before it, and what was said since."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from metrics.lifecycle.desk import Desk
from metrics.meeting.agenda import Agenda, agenda, plan_stamp, promised_stamp, stamp, usual_due_day
from metrics.meeting.commitments import commit, settle
from metrics.meeting.holding import hold
from metrics.meeting.notes import dispute, note
from metrics.meeting.printed import printed
from metrics.meeting.then_now import then_now
from tests.metrics.meeting.rooms import MONDAY, WEEK, room, said

# The company's data reach up to this day; the meeting before was held a week earlier.
LAST, BEFORE = date(2026, 2, 20), date(2026, 2, 13)


def seen(desk: Desk, as_of: date = LAST, number: int | None = None) -> Agenda:
    """The agenda at the desk's moment."""
    return agenda(desk.state, desk.warehouse.reader(), as_of, desk.today, number)


def test_without_a_meeting_everything_is_on_the_table(tmp_path: Path) -> None:
    desk = room(tmp_path)
    assert seen(desk).before is None
    commit(desk, "hugo", said())
    commit(desk, "hugo", said("Another one"))
    settle(desk, "hugo", 2, "kept")
    note(desk, "mo", "Noted.")
    found = seen(desk)
    assert [(one.number, found.came_of(one)) for one in found.commitments] == [
        (1, "open"),
        (2, "kept"),
    ]
    assert found.counted() == {"open": 1, "kept": 1}
    assert [one.text for one in found.notes] == ["Noted."]
    assert (found.held, found.choices, found.next_number) == (None, (), 1)


def test_one_held_as_of_the_same_day_is_never_the_one_before(tmp_path: Path) -> None:
    desk = room(tmp_path)
    first = hold(desk, "hugo", as_of=BEFORE)
    assert seen(desk).before == first
    assert seen(desk).held is None
    second = hold(desk.at(MONDAY + timedelta(minutes=1)), "hugo")
    found = seen(desk)
    assert (found.before, found.held, found.next_number) == (first, second, 3)
    # As of the first one's own day there is nothing to compare with.
    earlier = seen(desk, BEFORE)
    assert (earlier.before, earlier.held) == (None, first)
    # A link that names a meeting which is not earlier gets the last one that is.
    assert seen(desk, number=2).before == first


def test_what_was_settled_or_said_after_the_meeting_before_is_seen(tmp_path: Path) -> None:
    desk = room(tmp_path)
    for what in ("one", "two", "three", "four"):
        commit(desk, "hugo", said(what))
    settle(desk, "hugo", 1, "kept")
    note(desk, "mo", "Before.")
    later = desk.at(MONDAY + timedelta(minutes=1))
    hold(later, "hugo", as_of=BEFORE)
    friday = date(2026, 3, 6)
    # On the same calendar day: the moment counts, not the day.
    after = Desk.open(tmp_path, MONDAY + timedelta(minutes=2))
    settle(after, "hugo", 2, "moved", due_on=friday, reason="no room")
    settle(after, "hugo", 3, "dropped", reason="not needed")
    note(after, "mo", "After.")
    found = seen(after)
    assert [(one.number, found.came_of(one)) for one in found.commitments] == [
        (3, "dropped"),
        (4, "open"),
        (2, "moved"),
    ]
    assert [one.text for one in found.notes] == ["After."]
    overdue = seen(Desk.open(tmp_path, MONDAY + WEEK))
    assert overdue.counted() == {"dropped": 1, "overdue": 1, "moved": 1}


def test_an_earlier_day_is_seen_as_it_stood_then(tmp_path: Path) -> None:
    desk = room(tmp_path)
    commit(desk, "hugo", said())
    hold(desk, "hugo", as_of=BEFORE)
    later = Desk.open(tmp_path, datetime(2026, 2, 26, 10, tzinfo=UTC))
    settle(later, "hugo", 1, "kept")
    commit(later, "hugo", said("A later one", due_on=date(2026, 3, 6)))
    dispute(later, "hugo", "win_rate", "What counts?")
    found = seen(later, BEFORE)
    assert [(one.number, one.state) for one in found.commitments] == [(1, "open")]
    assert (found.day, found.disputes) == (MONDAY.date(), ())
    assert len(seen(later).disputes) == 1


def test_the_stamp_changes_with_what_was_promised_and_with_nothing_else(tmp_path: Path) -> None:
    desk = room(tmp_path)
    stamps = [promised_stamp(desk.state)]
    commit(desk, "hugo", said())
    stamps.append(promised_stamp(desk.state))
    settle(desk, "hugo", 1, "moved", due_on=date(2026, 3, 6), reason="no room")
    stamps.append(promised_stamp(desk.state))
    settle(desk, "hugo", 1, "kept")
    stamps.append(promised_stamp(desk.state))
    assert len(set(stamps)) == 4
    plans, whole = plan_stamp(desk.state), stamp(desk.state)
    note(desk, "mo", "Noted.")
    dispute(desk, "mo", "win_rate", "What counts?")
    hold(desk, "hugo")
    assert promised_stamp(desk.state) == stamps[-1]
    assert plan_stamp(desk.state) == plans
    assert stamp(desk.state) != whole
    assert usual_due_day(LAST) == date(2026, 2, 27)


def test_what_is_printed_adds_up(tmp_path: Path) -> None:
    desk = room(tmp_path)
    held = hold(desk, "hugo", as_of=BEFORE)
    told = then_now(desk.warehouse.reader(), desk.state, tmp_path, held)
    for one in told:
        seen_so = printed(one)
        if seen_so.change is None:
            continue
        assert seen_so.then is not None
        assert seen_so.real is not None
        assert seen_so.restated is not None
        assert seen_so.then + seen_so.change == seen_so.now
        assert seen_so.real + seen_so.restated == seen_so.change
    bookings = printed(told[0])
    assert bookings.places == 2
    assert bookings.restated == Decimal(0)


def test_the_meeting_before_is_that_of_the_latest_earlier_day(tmp_path: Path) -> None:
    desk = room(tmp_path)
    days = (date(2026, 2, 6), BEFORE, date(2026, 2, 3))
    first, second, third = (
        hold(desk.at(MONDAY + timedelta(minutes=place)), "hugo", as_of=day)
        for place, day in enumerate(days)
    )
    # The third was held last, for a day before the other two.
    found = seen(desk)
    assert (found.before, found.choices) == (second, (third, first, second))
    assert seen(desk, BEFORE).before == first
    assert seen(desk, days[0]).before == third
    assert seen(desk, number=3).before == third
    # Held again as of the same day on another day, it stands for that day.
    again = hold(desk.at(MONDAY + WEEK), "hugo", as_of=BEFORE)
    assert again.number == 4
    assert seen(desk).before == again
