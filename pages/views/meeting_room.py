"""What stands around the meeting: whether it is held, and what holding it would freeze."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.warehouse import LoadRecord
from data.workspace import Workspace
from metrics.meeting.agenda import Agenda
from metrics.meeting.headlines import HEADLINES
from metrics.meeting.words import meeting_name
from metrics.wording import counted, lowered, weekday
from pages.views.meeting_words import held_words

_NOT_YOURS = "Heads, finance and operations hold the meeting; choose one of them under “Acting as”."


@dataclass(frozen=True)
class HoldView:
    """The button, why it is grey, and the sentences and button that confirm it."""

    button: str
    why: str
    is_held: bool
    sentences: tuple[str, ...]
    confirm: str


def build_hold(found: Agenda, load: LoadRecord, *, may_hold: bool) -> HoldView:
    """What the button says now, and what is frozen when it is confirmed."""
    is_held = found.held is not None and found.held.held_on == found.day
    written = weekday(found.as_of, load.workspace)
    return HoldView(
        button="Held" if is_held else "Hold the meeting",
        why="" if may_hold else _NOT_YOURS,
        is_held=is_held,
        sentences=(
            f"This freezes {counted(len(HEADLINES), 'numbers')} of the whole company as of "
            f"{written}, on load {load.fingerprint[:8]}: each with the version of its definition "
            "and the rows behind it.",
            "They stay as they are, whatever is corrected later. Next week shows how far each of "
            "them moved, and how much of that is put right rather than new.",
            "Commitments, notes and decisions are kept as they are written; they need no meeting "
            "to be held.",
        ),
        confirm=f"Hold meeting {found.next_number}",
    )


def build_under(found: Agenda, names: Mapping[str, str], workspace: Workspace) -> str:
    """'Meeting 3 is held, as of …', or that it is not, and which meeting was before."""
    now = "This meeting is not held yet"
    if found.held is not None:
        now = held_words(found.held, names, workspace)
    if found.before is None:
        return f"{now}. No meeting was held before it."
    return f"{now}. Compared with {lowered(meeting_name(found.before, workspace))}."
