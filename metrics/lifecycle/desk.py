"""The desk: every command of the lifecycle, with the person who acts and the moment given."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from data.errors import LedgerError
from data.ledger import Ledger
from data.ledger.event import Draft, Event
from data.warehouse import Warehouse
from data.workspace import Workspace
from metrics.errors import RevenueError
from metrics.lifecycle import events as kinds
from metrics.lifecycle import payees as register
from metrics.lifecycle import plans
from metrics.lifecycle.events import person_called
from metrics.lifecycle.guard import About, Action, check
from metrics.lifecycle.records import Version
from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.roles import ADMIN, roles_called
from metrics.lifecycle.state import State
from metrics.periods import FiscalCalendar
from metrics.pool.plan import Plan

Decide = Callable[[State], Sequence[Draft]]
_NOBODY = "(nobody)"


class Desk:
    """One store's commands at one moment. A refusal changes nothing and is kept as an event."""

    def __init__(
        self,
        ledger: Ledger,
        warehouse: Warehouse,
        workspace: Workspace,
        now: datetime,
        state: State | None = None,
    ) -> None:
        self.ledger = ledger
        self.warehouse = warehouse
        self.workspace = workspace
        self.now = now
        self.calendar = FiscalCalendar(workspace)
        self._state = state or State.start(workspace)

    @classmethod
    def open(cls, store: Path, now: datetime) -> "Desk":
        """The desk of a store. Raises: LedgerError, WorkspaceError."""
        ledger = Ledger.open(store, clock=lambda: now)
        return cls(ledger, Warehouse(store), Workspace.read(store), now)

    def at(self, now: datetime) -> "Desk":
        """The same desk at another moment; what was read already is not read again."""
        return Desk(self.ledger, self.warehouse, self.workspace, now, self._state)

    @property
    def today(self) -> date:
        """The day in the company's zone."""
        return self.now.astimezone(self.workspace.zone).date()

    @property
    def state(self) -> State:
        """What stands now, other processes' events included."""
        self._state = self._state.after(self.ledger.events(after=self._state.seq))
        return self._state

    def run(
        self,
        action: Action,
        actor: str,
        decide: Decide,
        *,
        about: About | Callable[[State], About] | None = None,
        subject: str = "",
    ) -> tuple[Event, ...]:
        """The events written: what `decide` drafts once the guard lets the actor pass.

        `decide` may be called again, on a later state, when another process was first.
        Raises: LedgerError; whatever RevenueError refuses it, kept as a `refused` event.
        """
        base = self._state

        def decided(events: tuple[Event, ...]) -> Sequence[Draft]:
            state = base.after(events)
            who = about(state) if callable(about) else about
            check(action, person_called(actor), state, who)
            return decide(state)

        try:
            return self.ledger.append(decided, after=base.seq)
        except LedgerError:
            raise
        except RevenueError as refusal:
            self.tell_refusal(action, actor, subject, refusal)
            raise

    def see(self, action: Action, actor: str, about: About | None = None) -> State:
        """The state, for who may see what the action shows.

        Raises: Refused not_allowed, kept as an event.
        """
        state = self.state
        try:
            check(action, person_called(actor), state, about)
        except RevenueError as refusal:
            self.tell_refusal(action, actor, about.person_id if about else "", refusal)
            raise
        return state

    def tell_refusal(self, action: Action, actor: str, subject: str, refusal: RevenueError) -> None:
        """Keeps who was refused what; the sentence stays out, as it may tell somebody's pay."""
        try:
            who = person_called(actor)
        except RevenueError:
            who = _NOBODY
        about = subject if subject.isprintable() else ""
        body = {"action": action.name.lower(), "code": refusal.code}
        self.ledger.append(lambda _: (Draft(kinds.REFUSED, who, about[:200], body),))

    def save_draft(self, actor: str, plan: Plan, *, edits: int | None = None) -> None:
        """Keeps a draft for the plan's period; what it edits is void when the text differs."""
        self.run(
            Action.DRAFT,
            actor,
            lambda state: plans.saved(state, actor, plan, edits, self.calendar),
            subject=plan.period,
        )

    def propose(
        self,
        actor: str,
        plan: Plan,
        *,
        effective_on: date | None = None,
        treatment: str = "whole",
        side: str | None = None,
    ) -> Version:
        """The version put to the heads; a head's proposal carries that head's signature."""
        asked = plans.Proposal(plan, effective_on, treatment, side)
        made = self.run(
            Action.PROPOSE,
            actor,
            lambda state: plans.proposed(state, actor, asked, self.today, self.calendar),
            subject=plan.period,
        )
        return self.state.version(int(str(made[0].body["version"])))

    def sign(
        self,
        actor: str,
        version: int,
        plan_hash: str,
        *,
        side: str | None = None,
        key: str = "",
    ) -> Version:
        """The version with the actor's signature under exactly this hash.

        `key` names the request; the same request again gives the same result.
        """
        own = kinds.request_key("signed", version, actor, "request", key)
        asked = plans.Request(version, plan_hash, side, own)
        self.run(
            Action.SIGN,
            actor,
            lambda state: plans.signed(state, actor, asked, self.today),
            # For which of the own sides, or for none, the decision says.
            about=lambda state: About(team=next(iter(state.sides_of(actor)), "")),
            subject=str(version),
        )
        return self.state.version(version)

    def reject(self, actor: str, version: int, reason: str) -> Version:
        """The version, rejected for a reason."""
        self._about(
            Action.REJECT,
            actor,
            version,
            lambda state: plans.rejected(state, actor, version, reason),
        )
        return self.state.version(version)

    def withdraw(self, actor: str, version: int) -> Version:
        """The version, taken back by who has proposed it."""
        self._about(
            Action.WITHDRAW, actor, version, lambda state: plans.withdrawn(state, actor, version)
        )
        return self.state.version(version)

    def activate(self, actor: str, version: int) -> Version:
        """The version, in force once both have signed and its day has come."""
        self._about(
            Action.ACTIVATE,
            actor,
            version,
            lambda state: plans.activated(state, actor, version, self.today),
        )
        return self.state.version(version)

    def acknowledge(self, actor: str, version: int) -> Version:
        """The version, read by a payee."""
        self.run(
            Action.ACKNOWLEDGE,
            actor,
            lambda state: plans.acknowledged(state, actor, version),
            about=About(person_id=actor),
            subject=str(version),
        )
        return self.state.version(version)

    def _about(self, action: Action, actor: str, version: int, decide: Decide) -> None:
        self.run(action, actor, decide, subject=str(version))

    def grant(self, actor: str, person: str, roles: Sequence[str]) -> frozenset[str]:
        """The person's roles with these among them; nobody grants to themselves."""

        def decide(state: State) -> tuple[Draft, ...]:
            who, named = person_called(person), roles_called(tuple(roles))
            if who == actor:
                raise Refused("same_person", "nobody grants roles to themselves; ask another admin")
            new = [role for role in named if role not in state.roles.get(who, ())]
            body = {"roles": new}
            return (Draft(kinds.ROLES_GRANTED, actor, who, body),) if new else ()

        self.run(Action.ROLES, actor, decide, subject=person)
        return self.state.roles_of(person)

    def revoke(self, actor: str, person: str, roles: Sequence[str]) -> frozenset[str]:
        """The person's roles without these; one admin always stays."""

        def decide(state: State) -> tuple[Draft, ...]:
            who, named = person_called(person), roles_called(tuple(roles))
            gone = [role for role in named if role in state.roles.get(who, ())]
            if ADMIN in gone and state.people_with(ADMIN) == (who,):
                raise Refused("last_admin", f"{who} is the only admin; grant it to another first")
            body = {"roles": gone}
            return (Draft(kinds.ROLES_REVOKED, actor, who, body),) if gone else ()

        self.run(Action.ROLES, actor, decide, subject=person)
        return self.state.roles_of(person)

    def read_payees(
        self, actor: str, file: Path, *, date_order: str | None = None
    ) -> register.Loaded:
        """The payees of a file as they would be loaded; nothing changes.

        Raises: PayeeError with the line and the mend; Refused not_allowed.
        """
        self.see(Action.PAYEES, actor)
        return register.Loaded.of(file, zone=self.workspace.time_zone, date_order=date_order)

    def load_payees(
        self, actor: str, file: Path, *, force: str = "", date_order: str | None = None
    ) -> register.Loaded:
        """The payees of a file, which are the register from now on.

        Raises: PayeeError with the line and the mend; Refused.
        """
        self.see(Action.PAYEES, actor)
        try:
            read = register.Loaded.of(file, zone=self.workspace.time_zone, date_order=date_order)
        except RevenueError as refusal:
            self.tell_refusal(Action.PAYEES, actor, file.name, refusal)
            raise
        self.run(
            Action.PAYEES,
            actor,
            lambda state: register.loaded(state, actor, read, force),
            subject=file.name,
        )
        return read

    def delete_payee(self, actor: str, person: str) -> None:
        """Destroys the person's key: what was sealed for that person is gone for good.

        Raises: Refused while the person has pay to come; LedgerError when nothing is kept.
        """
        state = self.see(Action.PAYEES, actor, About(person_id=person))
        try:
            register.refuse_to_delete(state, person_called(person), self.calendar, self.today)
        except RevenueError as refusal:
            self.tell_refusal(Action.PAYEES, actor, person, refusal)
            raise
        self.ledger.destroy_key(person, actor=actor)
