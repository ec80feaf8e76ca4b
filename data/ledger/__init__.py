"""Decisions and pay: an append-only ledger of events. Knows no KPI, no plan and no DuckDB."""

from data.errors import LedgerError
from data.ledger.event import Draft, Event, Head, Sealed, Secret
from data.ledger.ledger import Ledger
from data.ledger.verification import Verification, verify

__all__ = [
    "Draft",
    "Event",
    "Head",
    "Ledger",
    "LedgerError",
    "Sealed",
    "Secret",
    "Verification",
    "verify",
]
