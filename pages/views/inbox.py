"""The inbox as a strip: how much waits, the first few things, and how many more there are."""

from dataclasses import dataclass

from metrics.inbox import Waits
from metrics.wording import count

# As many as stand side by side on a laptop.
MOST = 4


@dataclass(frozen=True)
class InboxView:
    """The words of the strip."""

    count: str
    shown: tuple[Waits, ...]
    more: str


def build_inbox(found: tuple[Waits, ...]) -> InboxView:
    """What is late stands first, as it was found."""
    if not found:
        return InboxView("Nothing waits for you", (), "")
    verb = "waits" if len(found) == 1 else "wait"
    rest = found[MOST:]
    return InboxView(
        f"{count(len(found))} {verb} for you",
        found[:MOST],
        f"and {count(len(rest))} more" if rest else "",
    )
