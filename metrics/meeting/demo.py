"""The demo company's last two weekly meetings: what was promised, written down and held."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from metrics.lifecycle.desk import Desk
from metrics.meeting.commitments import Said, commit, settle
from metrics.meeting.holding import hold
from metrics.meeting.notes import dispute, note
from metrics.periods import DAY
from metrics.reader import Reader
from metrics.scope import Scope

WEEK = timedelta(days=7)
# A meeting's commitments are due by its Friday.
_FRIDAY = timedelta(days=4)
# A chapter and the day on which it happens.
Chapter = tuple[date, Callable[[Desk], object]]


@dataclass(frozen=True)
class Room:
    """Who sits in the meeting, by person id."""

    head_of_marketing: str
    head_of_sales: str
    marketer: str
    seller: str


def mondays_of(day: date) -> tuple[date, date]:
    """The Mondays of the last two weeks whose Friday has come by the day."""
    latest = day - (day.weekday() + (7 if day.weekday() < 4 else 0)) * DAY
    return latest - WEEK, latest


def meeting_chapters(room: Room, reader: Reader, day: date) -> Sequence[Chapter]:
    """Two held meetings with what was said in them, and what came of it on the Friday after."""
    first, second = mondays_of(day)
    friday = second + _FRIDAY

    def opening(desk: Desk) -> None:
        _open_first(desk, room, first)
        hold(desk, room.head_of_sales, as_of=first - DAY, reader=reader)

    def following(desk: Desk) -> None:
        _look_back(desk, room, second)
        _open_second(desk, room, second)
        hold(desk, room.head_of_marketing, as_of=second - DAY, reader=reader)

    def ending(desk: Desk) -> None:
        settle(desk, room.seller, 4, "dropped", reason="no capacity before December")
        settle(desk, room.marketer, 5, "kept", reason="both visits were made")

    return ((first, opening), (second, following), (friday, ending))


def _open_first(desk: Desk, room: Room, day: date) -> None:
    """Three commitments, a note, and a doubt about a definition."""
    friday, mine, theirs = day + _FRIDAY, room.head_of_marketing, room.head_of_sales
    answers = "hand_back_answer_within_sla"
    asks = (
        (theirs, theirs, "Answer Friday's handovers by Monday noon", "response_within_sla", "0.05"),
        (mine, mine, "Answer the oldest hand-backs", answers, "0.08"),
        (mine, room.marketer, "Send the webinar's invitations", "sales_ready_leads", "40"),
    )
    for who, owner, what, kpi, by in asks:
        said = Said(what, owner, friday, kpi, Decimal(by))
        commit(desk, who, said, as_of=day - DAY)
    note(desk, room.marketer, "Customers ask for the calibration certificate before the price.")
    doubt = "Does a webinar guest without a project count as sales-ready?"
    dispute(desk, theirs, "sales_ready_leads", doubt, owner=mine)


def _look_back(desk: Desk, room: Room, day: date) -> None:
    """What became of the week's three."""
    eve = day - DAY
    settle(desk, room.head_of_sales, 1, "kept", as_of=eve)
    settle(desk, room.head_of_marketing, 2, "kept", reason="all but one", as_of=eve)
    settle(
        desk,
        room.marketer,
        3,
        "moved",
        due_on=day + 2 * WEEK + _FRIDAY,
        reason="the speaker is ill",
        as_of=eve,
    )


def _open_second(desk: Desk, room: Room, day: date) -> None:
    """Three more, and a decision."""
    friday, mine, theirs = day + _FRIDAY, room.head_of_marketing, room.head_of_sales
    call = Said(
        "Call the dormant accounts of EMEA",
        room.seller,
        friday,
        "leads_created",
        Decimal(30),
        Scope.of(region="EMEA"),
    )
    visit = Said(
        "Two joint visits to hospitals",
        room.marketer,
        friday - DAY,
        "pipeline_created",
        Decimal(80_000),
    )
    reprice = Said(
        "Reprice the five oldest quotes",
        room.seller,
        day + WEEK + 2 * DAY,
        "open_pipeline",
        Decimal(40_000),
    )
    for who, said in ((theirs, call), (mine, visit), (theirs, reprice)):
        commit(desk, who, said, as_of=day - DAY)
    decided = "Handovers of a Friday are assigned by noon of the same day."
    note(desk, theirs, decided, kind="decision")
    note(desk, mine, "The trade fair in Lyon moves to spring.")
