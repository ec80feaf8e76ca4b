"""The inbox: what waits for the person who looks, and nothing that the person may not know."""

from metrics.inbox.all_of_it import inbox
from metrics.inbox.plans import waiting_for
from metrics.inbox.records import Waits

__all__ = ["Waits", "inbox", "waiting_for"]
