"""The whole ledger checked again, as it lies in its database now."""

from dataclasses import dataclass

from data.errors import LedgerError
from data.ledger.chain import first_fault
from data.ledger.event import EMPTY
from data.ledger.ledger import Ledger
from data.ledger.memory import Memory, refuse_missing_keys


@dataclass(frozen=True)
class Verification:
    """How many events there are, and the first that does not hold; None where all do."""

    count: int
    first_bad: int | None
    reason: str

    @property
    def holds(self) -> bool:
        """Whether every event is what was written."""
        return self.first_bad is None


def verify(ledger: Ledger) -> Verification:
    """What reading every event anew finds: the chain, its anchor, and people's keys.

    Raises: LedgerError when the database, the anchor or the keys cannot be read at all.
    """
    # In this order: an event written in between makes the ledger longer, never shorter.
    due = max(ledger.seen, ledger.anchor.read() or EMPTY, key=lambda head: head.count)
    rows, wrapped = ledger.snapshot()
    fault = first_fault(rows, due)
    if fault is not None:
        return Verification(len(rows), fault.seq, fault.reason)
    memory, keys = Memory(), ledger.opened(wrapped)
    try:
        memory.take(list(rows), keys)
        refuse_missing_keys(memory, keys)
    except LedgerError as error:
        return Verification(len(rows), error.event, error.message)
    return Verification(len(rows), None, "every event holds")
