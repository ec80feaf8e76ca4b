"""The week in five blocks: what the meeting's screen shows, for a terminal, a mail, a program."""

from metrics.weekly.gather import weekly
from metrics.weekly.records import Weekly

__all__ = ["Weekly", "weekly"]
