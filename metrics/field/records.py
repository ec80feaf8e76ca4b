"""What the field has said and what was answered, folded from the ledger. No pay in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

VoiceKind = Literal["quote", "request", "frustration"]
KINDS: tuple[VoiceKind, ...] = ("quote", "request", "frustration")


@dataclass(frozen=True)
class Reply:
    """What the side that was asked has answered."""

    text: str
    side: str
    said_by: str
    said_at: datetime
    said_on: date


@dataclass(frozen=True)
class Withdrawal:
    """That who raised it has taken it back."""

    said_at: datetime
    said_on: date


@dataclass(frozen=True)
class Voice:
    """A quote, a request or a frustration, as it was typed.

    `side` is the team of who raised it, `asks` the one that answers ('' of a quote, which asks
    nobody). `who` is a role or a customer as typed, `account` and `kpi` what it concerns; each ''
    where nobody said.
    """

    number: int
    kind: VoiceKind
    text: str
    side: str
    asks: str
    who: str
    account_id: str
    account: str
    kpi: str
    said_by: str
    said_at: datetime
    said_on: date
    reply: Reply | None = None
    withdrawn: Withdrawal | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether somebody is asked and nobody has answered."""
        return bool(self.asks) and self.reply is None and self.withdrawn is None

    def seen_at(self, moment: datetime) -> "Voice":
        """The voice as it stood at a moment at or after which it was raised."""
        found = self
        if self.reply is not None and self.reply.said_at > moment:
            found = replace(found, reply=None)
        if self.withdrawn is not None and self.withdrawn.said_at > moment:
            found = replace(found, withdrawn=None)
        return found


@dataclass(frozen=True)
class FieldRecord:
    """All of it, oldest first. `requests` are the keys of what was asked for, with the number."""

    voices: tuple[Voice, ...] = ()
    requests: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
