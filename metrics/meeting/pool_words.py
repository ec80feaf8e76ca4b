"""The pool today in words: how it moved since the meeting before, why it cannot be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from data.workspace import Workspace
from metrics.answer import Answer
from metrics.kpi import Unit
from metrics.meeting.headlines import POOL
from metrics.meeting.records import Snapshot
from metrics.money import rounded
from metrics.said import Moved
from metrics.wording import NO_DATA, day, difference, sentence

_PLACES = 4
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


@dataclass(frozen=True)
class PoolPart:
    """A line of the pool in shares of target: a measure's weight times what it pays, or the rest.

    None where the plan's measures do not add up one by one.
    """

    label: str
    weight: Decimal | None
    attainment: Decimal | None
    payout: Decimal | None
    adds: Decimal | None


def pool_parts(now: Answer) -> tuple[PoolPart, ...]:
    """The measures, and what kickers, gates and bounds add: together exactly the pool."""
    told = now.beside.get("measures")
    parts = [_part(one) for one in told] if isinstance(told, tuple) else []
    if now.value is None or any(one.adds is None for one in parts):
        return tuple(parts)
    rest = now.value - sum((one.adds for one in parts if one.adds is not None), Decimal(0))
    if parts and rest:
        parts.append(PoolPart("Kickers, gates and bounds", None, None, None, rest))
    return tuple(parts)


def _part(told: Mapping[str, object]) -> PoolPart:
    weight, attained, pays = (told[name] for name in ("weight", "attainment", "payout"))
    adds = None
    if isinstance(weight, Decimal) and isinstance(pays, Decimal):
        adds = rounded(weight * pays, _PLACES)
    return PoolPart(
        label=str(told["label"]),
        weight=weight if isinstance(weight, Decimal) else None,
        attainment=attained if isinstance(attained, Decimal) else None,
        payout=pays if isinstance(pays, Decimal) else None,
        adds=adds,
    )
