"""What the ledger's events come to: versions of plans, people's terms, periods, disputes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from data.ledger.event import Event
from metrics.pool.plan import Plan
from metrics.pool.reading import read_plan

Treatment = Literal["whole", "days", "segments"]
TREATMENTS: tuple[Treatment, ...] = ("whole", "days", "segments")
Status = Literal["proposed", "signed", "in_force", "replaced", "rejected", "withdrawn", "voided"]


@dataclass(frozen=True)
class Signature:
    """Who signed for a side, when, and the request that it answered."""

    person: str
    side: str
    plan_hash: str
    at: datetime
    seq: int
    key: str | None


@dataclass(frozen=True)
class Version:
    """One proposal of one plan: what exactly was put to the heads, and what became of it.

    `effective_on` and `treatment` are part of what is signed, as is everything in the plan.
    """

    number: int
    plan_hash: str
    plan_json: str
    name: str
    period: str
    effective_on: date
    treatment: Treatment
    sides: tuple[str, ...]
    proposed_by: str
    proposed_at: datetime
    status: Status = "proposed"
    signatures: tuple[Signature, ...] = ()
    reason: str = ""
    ended_by: str = ""
    in_force_on: date | None = None
    in_force_at: datetime | None = None
    acknowledged: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def plan(self) -> Plan:
        """The plan document that was proposed."""
        return read_plan(self.plan_json, form="json", name=self.name)

    @property
    def missing(self) -> tuple[str, ...]:
        """The sides that have not signed."""
        signed = {one.side for one in self.signatures}
        return tuple(side for side in self.sides if side not in signed)

    @property
    def is_open(self) -> bool:
        """Whether it can still come in force, or be rejected or withdrawn."""
        return self.status in ("proposed", "signed")


@dataclass(frozen=True)
class SavedDraft:
    """A plan that is worked on; nobody has put it to anybody."""

    period: str
    plan_json: str
    plan_hash: str
    name: str
    saved_by: str
    saved_at: datetime
    edits: int | None

    @property
    def plan(self) -> Plan:
        """The plan document as saved."""
        return read_plan(self.plan_json, form="json", name=self.name)


@dataclass(frozen=True)
class PayeeTerms:
    """A row of the register of payees; the target is a year's, at FTE 1.

    What a manager or a committee says of a person holds for the days of its row.
    """

    valid_from: date
    valid_to: date | None
    role: str
    team: str
    fte: Decimal
    annual_target_incentive: Decimal
    currency: str
    payroll_id: str
    is_eligible: bool
    modifier: Decimal  # the manager's, on the part of the pool
    individual: Decimal | None  # payout of the individual part, %; None: by its measures


@dataclass(frozen=True)
class RegisteredPayee:
    """A payee of the register; without terms where the person's key has been destroyed."""

    person_id: str
    terms: tuple[PayeeTerms, ...] | None

    @property
    def is_deleted(self) -> bool:
        """Whether what was kept of the person can no longer be read."""
        return self.terms is None

    @property
    def team(self) -> str:
        """The team of the latest terms; empty for a deleted person."""
        return self.terms[-1].team if self.terms else ""

    @property
    def payroll_id(self) -> str:
        """The payroll number of the latest terms; empty where there is none."""
        return self.terms[-1].payroll_id if self.terms else ""


@dataclass(frozen=True)
class RegisterLoad:
    """When the register of payees was loaded, by whom, from which file."""

    seq: int
    at: datetime
    by: str
    file: str
    hash: str


@dataclass(frozen=True)
class PeriodRecord:
    """What was decided about a period; each event as it was written."""

    name: str
    closes: tuple[Event, ...] = ()
    is_closed: bool = False
    approved: Event | None = None
    paid: Event | None = None
    reopen_asks: tuple[Event, ...] = ()
    reopenings: tuple[Event, ...] = ()
    restatements: tuple[Event, ...] = ()

    @property
    def close(self) -> Event | None:
        """The close that stands; None while the period is open."""
        return self.closes[-1] if self.is_closed else None


@dataclass(frozen=True)
class Dispute:
    """A payee's question about the own statement, and the answer if there is one."""

    number: str
    asked: Event
    answered: Event | None = None
