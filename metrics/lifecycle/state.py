"""Everything decided so far: a state folded from the ledger's events, never changed in place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TypeVar

from data.ledger.event import Event
from data.workspace import Workspace
from metrics.field.records import FieldRecord
from metrics.lifecycle.records import (
    Dispute,
    PeriodRecord,
    RegisteredPayee,
    RegisterLoad,
    SavedDraft,
    Version,
)
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.roles import MEMBER, SIDES, Roles, workspace_roles
from metrics.meeting.records import MeetingRecord

K = TypeVar("K")
V = TypeVar("V")


def frozen(found: Mapping[K, V]) -> Mapping[K, V]:
    """A copy that nobody changes."""
    return MappingProxyType(dict(found))


@dataclass(frozen=True)
class State:
    """What stands after event `seq`. Asking it never reads the ledger."""

    seq: int = 0
    roles: Roles = field(default_factory=lambda: MappingProxyType({}))
    drafts: Mapping[str, SavedDraft] = field(default_factory=lambda: MappingProxyType({}))
    versions: tuple[Version, ...] = ()
    payees: Mapping[str, RegisteredPayee] = field(default_factory=lambda: MappingProxyType({}))
    payees_loaded: RegisterLoad | None = None
    deleted: frozenset[str] = frozenset()
    periods: Mapping[str, PeriodRecord] = field(default_factory=lambda: MappingProxyType({}))
    # The latest entry of each figure, by period and key.
    results: Mapping[tuple[str, str], Event] = field(default_factory=lambda: MappingProxyType({}))
    disputes: Mapping[str, Dispute] = field(default_factory=lambda: MappingProxyType({}))
    # By window and week, each by name.
    forecasts: Mapping[tuple[str, str], Event] = field(default_factory=lambda: MappingProxyType({}))
    meeting: MeetingRecord = field(default_factory=MeetingRecord)
    field_voice: FieldRecord = field(default_factory=FieldRecord)

    @classmethod
    def start(cls, workspace: Workspace) -> "State":
        """The state before the first event: the roles that tandem.toml gives.

        Raises: WorkspaceError for a role that does not exist.
        """
        return cls(roles=frozen(workspace_roles(workspace)))

    def after(self, events: Iterable[Event]) -> "State":
        """The state with these events taken in, in their order."""
        # Here, as what folds makes new states.
        from metrics.lifecycle.folding import FOLDS

        state, seq = self, self.seq
        for event in events:
            seq = event.seq
            if event.kind in FOLDS:
                state = FOLDS[event.kind](state, event)
        return replace(state, seq=seq)

    def roles_of(self, person: str) -> frozenset[str]:
        """The person's roles; who is in the register of payees is a member."""
        found = self.roles.get(person, frozenset())
        return found | {MEMBER} if person in self.payees else found

    def people_with(self, role: str) -> tuple[str, ...]:
        """Who holds the role, by id."""
        everyone = {*self.roles, *self.payees}
        return tuple(sorted(one for one in everyone if role in self.roles_of(one)))

    def sides_of(self, person: str) -> tuple[str, ...]:
        """The sides that the person may sign for."""
        roles = self.roles_of(person)
        return tuple(side for role, side in SIDES.items() if role in roles)

    def team_of(self, person: str) -> str:
        """The payee's latest team; empty for who is no payee."""
        found = self.payees.get(person)
        return found.team if found else ""

    def version(self, number: int) -> Version:
        """The proposal of that number. Raises: Refused no_such_version."""
        if not 1 <= number <= len(self.versions):
            raise Refused(
                "no_such_version",
                f"there is no version {number}; `python -m metrics plan history` lists them",
            )
        return self.versions[number - 1]

    def versions_of(self, period: str) -> tuple[Version, ...]:
        """Every proposal for the period, oldest first."""
        return tuple(one for one in self.versions if one.period == period)

    def open_version(self, period: str) -> Version | None:
        """The proposal that the heads have before them, if there is one."""
        return next((one for one in self.versions_of(period) if one.is_open), None)

    def plans_of(self, period: str) -> tuple[Version, ...]:
        """The versions that came in force for the period, in that order; the last one stands."""
        found = [one for one in self.versions_of(period) if one.in_force_at is not None]
        return tuple(sorted(found, key=lambda one: (one.in_force_at, one.number)))

    def in_force(self, period: str) -> Version | None:
        """The version that stands for the period."""
        return next((one for one in self.versions_of(period) if one.status == "in_force"), None)

    def period(self, name: str) -> PeriodRecord:
        """What was decided about the period; an empty record where nothing was."""
        return self.periods.get(name) or PeriodRecord(name)
