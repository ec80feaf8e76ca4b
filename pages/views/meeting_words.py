"""What Weekly says of the meeting itself: held or not, compared with what, what to type."""

from collections.abc import Mapping

from data.workspace import Workspace
from metrics.kpi import Unit
from metrics.meeting.agenda import Agenda
from metrics.meeting.records import Snapshot
from metrics.meeting.words import meeting_name, person
from metrics.wording import weekday

HOW_MUCH = {
    Unit.PERCENT: "in points of percent, such as +5",
    Unit.MONEY: "in money, such as +40k",
    Unit.MONEY_PER_DAY: "in money a day, such as +2k",
    Unit.COUNT: "how many more or fewer, such as +30 or -5",
    Unit.RATIO: "as it is written, such as +0.1",
    Unit.HOURS: "in hours, such as -2",
    Unit.DAYS: "in days, such as -3",
    Unit.MONTHS: "in months, such as -1",
}


def held_words(held: Snapshot, names: Mapping[str, str], workspace: Workspace) -> str:
    """What stands once a meeting is held: its number, day, load and the name of its rows."""
    return (
        f"Meeting {held.number} is held, as of {weekday(held.as_of, workspace)}: load "
        f"{held.fingerprint[:8]}, snapshot {held.digest[:8]}, by {person(held.held_by, names)}"
    )


def nothing_before(found: Agenda) -> str:
    """What to do where there is no meeting to compare with."""
    if found.held is not None:
        return (
            f"Meeting {found.held.number} was held as of this very day, and none before it: it "
            "would be compared with itself. From the next load on, each number stands here then "
            "and now."
        )
    return (
        "No meeting was held before. Hold this one, and next week each number stands here then "
        "and now: what is new, and what was put right."
    )


def no_such_meeting(word: str, held: Snapshot, workspace: Workspace) -> str:
    """Why the meeting in the link is not the one compared with."""
    shown = meeting_name(held, workspace)
    return f"There is no meeting “{word}” as of an earlier day; {shown} is shown."
