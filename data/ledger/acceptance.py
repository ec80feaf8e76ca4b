"""An anchor written anew for a ledger that stands, by somebody who answers for it."""

from pathlib import Path

from data.errors import LedgerError
from data.ledger.anchor import Anchor, secret_of_environment
from data.ledger.copies import content_of, verified
from data.ledger.event import EMPTY, Draft, Head
from data.ledger.keys import MasterKey
from data.ledger.ledger import Clock, Ledger
from data.ledger.place import Place

ACCEPTED = "anchor_accepted"
_ACTOR = "operations"


def accept(store: Path, reason: str, *, clock: Clock) -> Head:
    """The head that is anchored from now on; an event tells the reason and what it was before.

    For a new TANDEM_LEDGER_KEY, a further server of a shared ledger, or a lost anchor.
    Raises: LedgerError when there is no ledger, no reason, or the chain itself does not hold.
    """
    place = Place.of(store)
    if not place.has_ledger:
        raise LedgerError(f"{store}: has no ledger yet, so there is nothing to accept")
    if not reason.strip():
        raise LedgerError("accepting a ledger needs a reason; it is kept as an event")
    anchor = Anchor(place.folder, secret_of_environment())
    try:
        before = anchor.read()
    except LedgerError:
        # The very file that is to be replaced: unsigned, signed by another key, or damaged.
        before = None
    master = MasterKey(place.folder, anchor.secret)
    head = verified(content_of(place), EMPTY, master, place.shown)
    try:
        place.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with anchor.locked():
            anchor.write(head)
    except OSError as error:
        raise LedgerError(f"{anchor.path}: cannot be written: {error.strerror}") from error
    was = {"count": before.count, "head": before.hash} if before else None
    body = {"reason": reason, "was": was, "count": head.count, "head": head.hash}
    ledger = Ledger.open(store, clock=clock)
    try:
        ledger.append(lambda events: (Draft(ACCEPTED, _ACTOR, "ledger", body),))
        return ledger.head
    finally:
        ledger.close()
