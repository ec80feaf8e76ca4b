"""Whether stored events are the ones that were written, and which is the first that is not."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.ledger.event import EMPTY, Head, Row, hash_of


@dataclass(frozen=True)
class Fault:
    """The first event that is not what was written, and in what way."""

    seq: int
    reason: str


def first_fault(rows: Sequence[Row], anchor: Head, start: Head = EMPTY) -> Fault | None:
    """The first bad event; None where all hold. `rows` come by number, from after `start`.

    The anchor was kept outside the database: fewer events than it counts, or another hash at
    its count, is a fault however well the rest fits together.
    """
    own = {row.seq: hash_of(row) for row in rows}
    expected = _expected(rows, anchor, own)
    previous = start.hash
    for position, row in enumerate(rows, start.count + 1):
        if row.seq != position:
            return Fault(position, f"event {position} is missing")
        if expected.get(position, row.hash) != row.hash:
            return Fault(position, f"event {position} is not the one that was written there")
        if own[row.seq] != row.hash:
            return Fault(position, f"event {position} was changed after it was written")
        if row.previous_hash != previous:
            return Fault(position, f"event {position} does not follow the one before it")
        previous = row.hash
    last = start.count + len(rows)
    if last < anchor.count:
        return Fault(
            last + 1,
            f"the ledger is behind its anchor: it holds {last} events of {anchor.count}",
        )
    return None


def _expected(rows: Sequence[Row], anchor: Head, own: dict[int, str]) -> dict[int, str]:
    """The hash due at each position, as far back as the links from the anchor lead.

    Events that were moved still carry the hash they had, so one that was put in or taken out
    does not make its neighbours look like the culprit.
    """
    by_hash = {row.hash: row for row in rows}
    due: dict[int, str] = {}
    position, wanted = anchor.count, anchor.hash
    while position > 0:
        due[position] = wanted
        row = by_hash.get(wanted)
        if row is None:
            break
        content = own[row.seq] if row.seq == position else hash_of(row, position)
        if content != wanted:
            break
        position, wanted = position - 1, row.previous_hash
    return due
