"""What the field says: raised once, answered by the other side, refused with its mend."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.backup import backup, restore
from metrics.errors import UnknownKpiError
from metrics.field.clock import Clock
from metrics.field.records import Voice
from metrics.field.seen import seen, the_line
from metrics.field.voices import Said, answer, raise_voice, withdraw
from metrics.lifecycle.audit import audit
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.refusals import Refused
from tests.metrics.lifecycle.desks import kinds, refused
from tests.metrics.meeting.rooms import MONDAY, WEEK, room

# The company's clock is New York's: 10:00 in UTC is five in the morning, before it opens at nine.
NINE = MONDAY.replace(hour=14)
HOSTILE = '<img src=x onerror="alert(1)"> **bold** $x$ [link](javascript:alert(1)) \u202eright'
ASK = Said("Send the price list of 2026", "request", "a buyer of a hospital", "Acme", "win_rate")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The meeting on Monday, 23 February 2026."""
    return room(tmp_path / "store", NINE)


def at(desk: Desk, now: datetime) -> Desk:
    """The same store's desk and ledger at another moment."""
    return Desk.open(desk.ledger.place.folder.parent, now)


def sentence(desk: Desk, actor: str, number: int, text: str = "Tomorrow") -> tuple[str, str]:
    """The code and the sentence that refuse an answer."""
    with pytest.raises(Refused) as found:
        answer(desk, actor, number, text)
    return found.value.code, found.value.message


def test_a_request_is_kept_as_said_with_the_side_of_who_raised_it(desk: Desk) -> None:
    made = raise_voice(desk, "hugo", ASK)
    assert made == Voice(
        number=1,
        kind="request",
        text="Send the price list of 2026",
        side="sales",
        asks="marketing",
        who="a buyer of a hospital",
        account_id="A1",
        account="Acme",
        kpi="win_rate",
        said_by="hugo",
        said_at=NINE,
        said_on=NINE.date(),
    )
    assert raise_voice(desk, "hugo", ASK) == made
    assert kinds(desk).count("field_raised") == 1
    # The same words of somebody else, or on another day, are another voice.
    assert raise_voice(at(desk, NINE + WEEK), "hugo", ASK).number == 2
    other = raise_voice(desk, "hana", Said("Call the leads of the fair", "frustration"))
    assert (other.number, other.side, other.asks) == (3, "marketing", "sales")
    assert raise_voice(desk, "hana", Said("x", asks="success")).asks == "success"


def test_a_request_named_twice_is_one_and_never_another(desk: Desk) -> None:
    made = raise_voice(desk, "hugo", ASK, key="k")
    assert raise_voice(desk, "hugo", ASK, key="k") == made
    for said in (Said("Another text"), Said(ASK.text, "frustration", ASK.who, "A1", "win_rate")):
        act = lambda said=said: raise_voice(desk, "hugo", said, key="k")  # noqa: E731
        assert refused(desk, act)[0] == "other_request"


def test_the_other_side_answers_once(desk: Desk) -> None:
    raise_voice(desk, "hugo", ASK)
    later = at(desk, NINE + timedelta(hours=3))
    made = answer(later, "hana", 1, "  It is in the\nfolder of campaigns. ")
    assert made.reply is not None
    assert (made.reply.text, made.reply.side) == ("It is in the folder of campaigns.", "marketing")
    assert (made.reply.said_by, made.reply.said_at) == ("hana", NINE + timedelta(hours=3))
    assert answer(later, "hana", 1, "It is in the folder of campaigns.") == made
    assert kinds(desk).count("field_answered") == 1
    assert sentence(later, "hana", 1, "Another one") == (
        "already_answered",
        "request 1 was answered; raise a new one to go on",
    )
    assert refused(desk, lambda: withdraw(desk, "hugo", 1))[0] == "already_answered"


def test_the_own_side_does_not_answer(desk: Desk) -> None:
    raise_voice(desk, "hugo", ASK)
    assert sentence(desk, "hugo", 1) == (
        "own_side",
        "request 1 asks marketing, and hugo is of sales; somebody of marketing answers it",
    )
    assert refused(desk, lambda: answer(desk, "fay", 1, "Yes"))[0] == "no_side"
    assert desk.state.field_voice.voices[0].is_waiting
    # Who heads both sides does not answer the own request either.
    desk.grant("root", "hana", ["head_of_sales"])
    both = raise_voice(desk, "hana", Said("Two hats"))
    assert (both.side, both.asks) == ("marketing", "sales")
    assert sentence(desk, "hana", 2)[1].endswith("somebody else of sales answers it")


def test_who_raised_it_takes_it_back_and_nobody_else(desk: Desk) -> None:
    raise_voice(desk, "hugo", ASK)
    assert refused(desk, lambda: withdraw(desk, "hana", 1))[0] == "same_hands"
    made = withdraw(desk, "hugo", 1)
    assert (made.is_waiting, made.withdrawn is not None) == (False, True)
    assert withdraw(desk, "hugo", 1) == made
    assert kinds(desk).count("field_withdrawn") == 1
    assert sentence(desk, "hana", 1)[0] == "is_withdrawn"
    assert seen(desk.state.field_voice, Clock.of(desk.warehouse.reader()), NINE) == ()


def test_a_quote_asks_nobody(desk: Desk) -> None:
    made = raise_voice(desk, "hugo", Said("Your probes hold up.", "quote", "a plant manager"))
    assert (made.asks, made.is_waiting) == ("", False)
    assert sentence(desk, "hana", 1)[0] == "asks_nobody"
    act = lambda: raise_voice(desk, "hugo", Said("x", "quote", asks="marketing"))  # noqa: E731
    assert refused(desk, act)[0] == "asks_nobody"


@pytest.mark.parametrize("who", ["vera", "wall", "nobody", "fay", "opa", "mo"])
def test_who_is_of_no_side_raises_nothing(desk: Desk, who: str) -> None:
    code = "no_side" if who in ("fay", "opa", "mo") else "not_allowed"
    assert refused(desk, lambda: raise_voice(desk, who, ASK))[0] == code
    assert desk.state.field_voice.voices == ()


def test_the_team_of_a_member_is_the_side(desk: Desk) -> None:
    desk.grant("root", "P1", ["member"])
    desk.grant("root", "P2", ["member"])
    assert raise_voice(desk, "P1", Said("x")).side == "marketing"
    assert answer(desk, "P2", 1, "y").reply is not None


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said(" \n "), "no_text"),
        (Said("x" * 401), "no_text"),
        (Said("a\0b"), "no_text"),
        (Said("a\udfffb"), "no_text"),
        (Said("x", "rumour"), "unknown_kind"),
        (Said("x", who="y" * 81), "no_text"),
        (Said("x", who="Ben"), "names_somebody"),
        (Said("x", account="Acmee"), "unknown_account"),
        (Said("x", asks="sale"), "unknown_side"),
        (Said("x", asks="sales"), "own_side"),
    ],
)
def test_what_is_no_voice(desk: Desk, said: Said, code: str) -> None:
    assert refused(desk, lambda: raise_voice(desk, "hugo", said))[0] == code
    assert desk.state.field_voice.voices == ()


def test_what_is_no_answer(desk: Desk) -> None:
    raise_voice(desk, "hugo", ASK)
    for text in ("", "x" * 401, "a\0b"):
        assert sentence(desk, "hana", 1, text)[0] == "no_text"
    for number in (0, 2, -1):
        assert sentence(desk, "hana", number)[0] == "no_such_voice"
    with pytest.raises(UnknownKpiError):
        raise_voice(desk, "hugo", Said("x", kpi="wins"))


def test_harm_is_kept_as_typed(desk: Desk) -> None:
    made = raise_voice(desk, "hugo", Said(HOSTILE, who="</span><script>"))
    assert (made.text, made.who) == (HOSTILE, "</span><script>")
    reply = answer(desk, "hana", 1, HOSTILE).reply
    assert reply is not None
    assert reply.text == HOSTILE


def test_the_clock_counts_the_companys_business_hours(desk: Desk) -> None:
    clock = Clock.of(desk.warehouse.reader())
    assert clock.limit_hours == 16
    friday = datetime(2026, 1, 16, 21, tzinfo=UTC)
    # Friday 16:00 to Tuesday 10:00 on New York's clock; Monday, 19 January is a holiday.
    assert clock.seconds(friday, datetime(2026, 1, 20, 15, tzinfo=UTC)) == 2 * 3600
    assert clock.seconds(friday, friday) == 0
    # The night and the weekend before an opening count for nothing.
    assert clock.seconds(MONDAY - timedelta(days=2), NINE) == 0
    # The clocks go forward on Sunday, 8 March: nine o'clock comes an hour earlier in UTC.
    before = datetime(2026, 3, 6, 21, tzinfo=UTC)
    assert clock.seconds(before, datetime(2026, 3, 9, 14, tzinfo=UTC)) == 2 * 3600


def test_what_a_meeting_looks_at(desk: Desk) -> None:
    clock = Clock.of(desk.warehouse.reader())

    def line(now: datetime) -> tuple[int, bool] | None:
        found = the_line(seen(desk.state.field_voice, clock, now))
        return None if found is None else (found.voice.number, found.is_overdue)

    assert line(NINE) is None
    raise_voice(desk, "hugo", Said("A quote", "quote"))
    assert line(NINE) == (1, False)
    hour = timedelta(hours=1)
    raise_voice(at(desk, NINE + hour), "hugo", Said("First"))
    raise_voice(at(desk, NINE + 2 * hour), "hana", Said("Second"))
    # What waits beats a quote, the newest first.
    assert line(NINE + 2 * hour) == (3, False)
    # 16 business hours are two days: the first waits over its clock a second later.
    two_days = timedelta(days=2)
    assert line(NINE + hour + two_days) == (3, False)
    late = NINE + hour + two_days + timedelta(seconds=1)
    assert line(late) == (2, True)
    # Of two over it the one that waits longest.
    assert line(late + 2 * hour) == (2, True)
    answer(at(desk, late), "hana", 2, "Late")
    assert line(late) == (3, False)
    # As of a moment before it, the answer was not there.
    before = seen(desk.state.field_voice, clock, late - timedelta(seconds=1))
    assert [(one.voice.number, one.voice.is_waiting) for one in before] == [
        (2, True),
        (3, True),
        (1, False),
    ]
    found = {one.voice.number: one for one in seen(desk.state.field_voice, clock, late + WEEK)}
    assert (found[2].waited, found[2].is_late, found[2].is_overdue) == (57_601, True, False)
    assert list(found) == [3, 2, 1]
    answer(at(desk, late + hour), "hugo", 3, "At once")
    # Nothing waits: what was said last, here an answer, until somebody quotes anew.
    assert line(late + hour) == (3, False)
    raise_voice(at(desk, late + 2 * hour), "hana", Said("Another quote", "quote"))
    assert line(late + 2 * hour) == (4, False)


def test_it_is_the_same_after_a_backup_and_the_ledger_verifies(desk: Desk, tmp_path: Path) -> None:
    raise_voice(desk, "hugo", ASK)
    raise_voice(desk, "hana", Said(HOSTILE, "frustration"))
    answer(desk, "hana", 1, "Here it is")
    withdraw(desk, "hana", 2)
    store = tmp_path / "store"
    backup(store, tmp_path / "copy")
    restore(tmp_path / "empty", tmp_path / "copy")
    again = Desk.open(tmp_path / "empty", NINE)
    assert again.state.field_voice == desk.state.field_voice
    assert len(again.state.field_voice.voices) == 2
    assert audit(tmp_path / "empty", NINE).holds
