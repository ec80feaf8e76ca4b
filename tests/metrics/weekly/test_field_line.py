"""What the field says in the digest: the line of the screen, every sign of it literal."""

from datetime import timedelta
from pathlib import Path

import pytest

from metrics.field.voices import Said, answer, raise_voice
from metrics.lifecycle.desk import Desk
from metrics.weekly.gather import weekly
from metrics.weekly.html import digest_html
from metrics.weekly.page import Listing
from metrics.weekly.plain import digest_text
from metrics.weekly.told_json import weekly_json
from tests.metrics.field.test_voices import NINE
from tests.metrics.meeting.rooms import room
from tests.metrics.weekly.weeks import Page, Week, week_of

HARM = "<img src=x onerror=alert(1)> **bold**"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """The small company's store."""
    return tmp_path / "store"


def week(desk: Desk, store: Path) -> Week:
    """The week at the desk's moment."""
    made = week_of(desk, store, desk.today)
    found = weekly(made.reader, made.state, store, today=desk.today, now=desk.now)
    return Week(store, made.reader, made.state, found)


def listings(found: Week) -> list[Listing]:
    """What the digest lists from the field."""
    demand = found.digest().sections[-1]
    return [one for one in demand.listings if one.title.startswith("From the field")]


def test_nothing_stands_where_nothing_was_said(store: Path) -> None:
    found = week(room(store, NINE), store)
    assert listings(found) == []
    assert weekly_json(found.found)["field"] is None


def test_the_line_and_its_answer_stand_as_typed(store: Path) -> None:
    raise_voice(room(store, NINE), "hugo", Said(HARM, who="a buyer", account="A1"))
    late = Desk.open(store, NINE + timedelta(days=2, hours=1))
    found = week(late, store)
    (listing,) = listings(found)
    assert listing.title == "From the field: a request of sales waits over its clock"
    (line,) = listing.lines
    assert (line.text, line.state) == (HARM, "late")
    assert line.under == (
        "Sales asks marketing · said by a buyer · about Acme · waiting 17 business hours; "
        "16 are agreed"
    )
    assert f"▲ {HARM}" in " ".join(Page(digest_html(found.digest())).paragraphs)
    assert "img" not in Page(digest_html(found.digest())).tags
    assert HARM in " ".join(digest_text(found.digest()).split())

    answer(late, "hana", 1, f"{HARM} again")
    found = week(late, store)
    (listing,) = listings(found)
    assert listing.title == "From the field: marketing answered a request of sales"
    assert [(one.text, one.state) for one in listing.lines] == [(HARM, ""), (f"{HARM} again", "")]
    assert listing.lines[1].under == "Marketing answered"
    told = weekly_json(found.found)["field"]
    assert isinstance(told, dict)
    assert (told["answer"], told["waited_hours"], told["is_late"]) == (f"{HARM} again", 17, True)
