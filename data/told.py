"""Leaves an event in the ledger of what was published."""

import sys
from datetime import date, datetime
from pathlib import Path

from data.errors import RevenueError

PUBLISHED = "load_published"
ROLLED_BACK = "load_rolled_back"


def tell_ledger(
    store: Path,
    file: str,
    fingerprint: str,
    data_date: date | None,
    *,
    now: datetime,
    kind: str = PUBLISHED,
) -> None:
    """Writes the event where the store has a ledger.

    What is published stands whether or not the ledger can be written: what fails is said on stderr.
    """
    # Not at the top: most commands do without the ledger's libraries.
    from data.ledger.account import tell_of_load

    said = {
        "file": file,
        "fingerprint": fingerprint,
        "data_date": data_date.isoformat() if data_date else None,
    }
    try:
        tell_of_load(store, kind, said, clock=lambda: now)
    except RevenueError as error:
        print(f"published, but the ledger has no event of it: {error.message}", file=sys.stderr)
