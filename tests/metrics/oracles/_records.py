"""What the oracles know of a deal and a lead: versions, closings, trips; plain Python."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from tests.metrics.oracles._time import Clock

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
NONE = "(none)"
Dims = dict[str, str]


@dataclass
class Version:
    """A deal as it stood from one change to the next."""

    valid_from: datetime
    valid_to: datetime
    stage: str | None
    outcome: str
    is_deleted: bool
    amount: Fraction | None
    expected_close_on: date | None
    probability: Fraction | None
    dims: Dims

    @property
    def is_open(self) -> bool:
        """Whether it can still be won."""
        return self.outcome == "open" and not self.is_deleted


@dataclass
class Closing:
    """One time a deal was finished, and when that was undone (NEVER: it stands)."""

    opportunity_id: str
    closed_at: datetime
    closed_on: date
    reopened_at: datetime
    is_won: bool
    amounts: list[tuple[datetime, Fraction | None]]
    cycle_days: int
    dims: Dims

    def amount(self, seen_at: datetime) -> Fraction:
        """What it was worth as known just before a moment: corrections count once made."""
        known = [amount for since, amount in self.amounts if since < seen_at]
        return (known[-1] if known else self.amounts[0][1]) or Fraction(0)


@dataclass
class Deal:
    """An opportunity with its past."""

    opportunity_id: str
    row: dict[str, Any]
    versions: list[Version]
    closings: list[Closing] = field(default_factory=list)

    def version_at(self, moment: datetime) -> Version | None:
        """The version in force just before `moment` (the end of a day); None before the first."""
        for version in reversed(self.versions):
            if version.valid_from < moment:
                return version
        return None


@dataclass
class Trip:
    """One lead on its way, all moments in UTC."""

    lead_id: str
    row: dict[str, Any]
    clock: Clock
    dims: Dims
    accepted_at: datetime | None
    is_skipped: bool
    human_response_at: datetime | None
    opportunities: list[Deal]
    is_opportunity_elsewhere: bool

    @property
    def opportunity_at(self) -> datetime | None:
        """When it first became an opportunity; of one outside the export only that it did."""
        if self.opportunities:
            return min(deal.row["created_at"] for deal in self.opportunities)
        return self.row["converted_at"] if self.is_opportunity_elsewhere else None

    @property
    def decision(self) -> tuple[str, datetime] | None:
        """The first decision of the trip and when it fell; None when sales never decided."""
        found = [
            (moment, name)
            for name, moment in (
                ("accepted", self.accepted_at),
                ("handed_back", self.row["handed_back_at"]),
            )
            if moment
        ]
        return (min(found)[1], min(found)[0]) if found else None
