"""The pool today in words: how it moved since the meeting before, why it cannot be told."""

from decimal import Decimal

from data.workspace import Workspace
from metrics.answer import Answer
from metrics.kpi import Unit
from metrics.meeting.headlines import POOL
from metrics.meeting.records import Snapshot
from metrics.said import Moved
from metrics.wording import NO_DATA, day, difference, sentence

_WHOLE_POINT = Decimal("0.005")


def why_no_pool(now: Answer, workspace: Workspace) -> str:
    """Why the pool cannot be told, and what mends it."""
    if now.note and "no plan is in force" in now.note:
        return (
            f"No plan is in force on {day(now.as_of, workspace)}; "
            "one is proposed and signed on the Plan screen."
        )
    return sentence((now.note or "There is nothing to count.").removeprefix(f"{NO_DATA}: "))


def pool_since(now: Answer, before: Snapshot | None) -> tuple[Moved, ...]:
    """'4 points since meeting 2', by what was held then; nothing where another plan stood."""
    held = None
    if before is not None:
        held = next((one.answer for one in before.headlines if one.key == POOL), None)
    if before is None or held is None or held.value is None or now.value is None:
        return ()
    moved, since = now.value - held.value, f"since meeting {before.number}"
    if abs(moved) < _WHOLE_POINT / 10:
        return (Moved(f"no change {since}"),)
    size = difference(moved, held.value, Unit.PERCENT, "")
    return (Moved(f"{size} {since}", 1 if moved > 0 else -1, moved > 0),)
