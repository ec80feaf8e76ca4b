"""Plan: who has signed what, what waits, and every version with its difference in plain words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.workspace import Workspace
from metrics.lifecycle.guard import About, Action, is_allowed
from metrics.lifecycle.records import SavedDraft, Version
from metrics.lifecycle.state import State
from metrics.pool.plan import Plan
from metrics.pool.reading import plan_hash
from metrics.wording import count, day, joined, moment, period_label, sentence
from pages.views.plan_differences import TREATED, difference_words
from pages.views.plan_words import SIDES
from pages.views.table import Cell, Column, ShortTable

STATUS = {
    "proposed": "waits for signatures",
    "signed": "signed, waits for its day",
    "in_force": "in force",
    "replaced": "replaced",
    "rejected": "returned",
    "withdrawn": "withdrawn",
    "voided": "void: edited after it was proposed",
}


@dataclass(frozen=True)
class SideView:
    """One signature: who it is for, whether it is there, when it was made or who it waits for."""

    title: str
    words: str
    is_signed: bool


@dataclass(frozen=True)
class SigningView:
    """The strip at the foot of the screen: signatures, and what the person may do now.

    Words of a button are '' where it is not there. `version` is the open one, 0 without.
    """

    sides: tuple[SideView, ...]
    note: str
    version: int
    plan_hash: str
    save: str
    propose: str
    sign: str
    give_back: str
    withdraw: str
    activate: str
    is_edited: bool


@dataclass(frozen=True)
class VersionsView:
    """Every version of the period, newest first."""

    title: str
    table: ShortTable | None


def build_signing(
    state: State, actor: str, plan: Plan, names: Mapping[str, str], workspace: Workspace
) -> SigningView:
    """What stands to be signed for the draft's period, for the person who looks."""
    opened, stands = state.open_version(plan.period), state.in_force(plan.period)
    hashed = plan_hash(plan)
    is_edited = hashed != (opened.plan_hash if opened else stands.plan_hash if stands else "")
    shown = opened or (stands if not is_edited else None)
    sides = shown.sides if shown else _sides(state)
    saved = _saved_as(state, plan.period, hashed)
    may_draft = is_allowed(Action.DRAFT, actor, state)
    may_propose = is_edited and is_allowed(Action.PROPOSE, actor, state)
    own = [one for one in state.sides_of(actor) if opened and one in opened.missing]
    has_signed = any(one.person == actor for one in (opened.signatures if opened else ()))
    may_sign = bool(own) and not has_signed and not is_edited and _may_sign(state, actor, own[0])
    is_waiting = opened is not None and bool(opened.missing)
    return SigningView(
        sides=tuple(_side(one, shown, names, workspace, is_edited) for one in sides),
        note=_note(opened, saved, is_edited, names, workspace),
        save="Save draft" if is_edited and saved is None and may_draft else "",
        version=opened.number if opened else 0,
        plan_hash=opened.plan_hash if opened else "",
        propose=_propose_words(state, actor) if may_propose else "",
        sign=f"Sign as {SIDES[own[0]].lower()}" if may_sign else "",
        give_back=_give_back(opened, actor, state),
        withdraw="Withdraw" if opened is not None and opened.proposed_by == actor else "",
        activate="Put in force"
        if opened is not None and not is_waiting and is_allowed(Action.ACTIVATE, actor, state)
        else "",
        is_edited=is_edited,
    )


def _saved_as(state: State, period: str, hashed: str) -> SavedDraft | None:
    """The saved draft, where it says exactly this."""
    found = state.drafts.get(period)
    return found if found is not None and found.plan_hash == hashed else None


def _may_sign(state: State, actor: str, side: str) -> bool:
    return is_allowed(Action.SIGN, actor, state, About(team=side))


def _sides(state: State) -> tuple[str, ...]:
    """Who will have to sign a draft: success too where it has a head of its own."""
    own = state.people_with("head_of_success")
    return ("marketing", "sales", "success") if own else ("marketing", "sales")


def _propose_words(state: State, actor: str) -> str:
    own = state.sides_of(actor)
    # A head's proposal carries that head's signature.
    return "Propose and sign" if own else "Propose"


def _give_back(opened: Version | None, actor: str, state: State) -> str:
    may = opened is not None and opened.proposed_by != actor
    return "Return with a reason" if may and is_allowed(Action.REJECT, actor, state) else ""


def _note(
    opened: Version | None,
    saved: SavedDraft | None,
    is_edited: bool,
    names: Mapping[str, str],
    workspace: Workspace,
) -> str:
    if not is_edited:
        return "" if opened is None else f"Version {opened.number}"
    if opened is not None and opened.signatures:
        return f"Edited: proposing it voids the signatures of version {opened.number}"
    if saved is not None:
        who = names.get(saved.saved_by, saved.saved_by)
        return f"Draft saved by {who}, {_when(saved.saved_at, workspace)}"
    return "A draft of this session, not saved"


def _side(
    side: str,
    shown: Version | None,
    names: Mapping[str, str],
    workspace: Workspace,
    is_edited: bool,
) -> SideView:
    title = SIDES[side]
    found = next((one for one in shown.signatures if one.side == side), None) if shown else None
    if found is None:
        words = "waiting" if shown is not None else "has nothing to sign yet"
        return SideView(title, words, is_signed=False)
    who = names.get(found.person, found.person)
    words = f"{who}, {_when(found.at, workspace)}"
    return SideView(f"{title} signed", words + (", the version before" if is_edited else ""), True)


def _when(at: datetime, workspace: Workspace) -> str:
    return moment(at.replace(tzinfo=None), workspace)


def to_acknowledge(state: State, actor: str, period: str) -> int:
    """The version in force that the payee has not acknowledged yet; 0 where there is none."""
    stands = state.in_force(period)
    if stands is None or actor not in state.payees or actor in stands.acknowledged:
        return 0
    return stands.number


def build_versions(
    state: State,
    period: str,
    names: Mapping[str, str],
    workspace: Workspace,
    effects: Mapping[int, str],
) -> VersionsView:
    """The period's versions, newest first, each beside the one that was in force before it.

    `effects` are their differences in words and money by number, where they were worked out.
    """
    versions = state.versions_of(period)
    if not versions:
        return VersionsView(f"No version for {period_label(period)} yet", None)
    columns = (
        Column("Version", is_number=False),
        Column("State"),
        Column("What changed", is_wide=True),
        Column("Signatures", is_wide=True),
    )
    rows = tuple(
        _version_row(one, versions, names, workspace, effects) for one in reversed(versions)
    )
    noun = "version" if len(versions) == 1 else "versions"
    title = f"{count(len(versions))} {noun} for {period_label(period)}"
    return VersionsView(title, ShortTable(columns, rows))


def _version_row(
    one: Version,
    versions: Sequence[Version],
    names: Mapping[str, str],
    workspace: Workspace,
    effects: Mapping[int, str],
) -> tuple[Cell, ...]:
    before = stood_before(one, versions)
    words = effects.get(one.number) or difference_words(before.plan if before else None, one.plan)
    who = names.get(one.proposed_by, one.proposed_by)
    state_words = sentence(STATUS[one.status])
    reason = f"“{one.reason}”" if one.reason else f"from {day(one.effective_on, workspace)}"
    return (
        Cell(f"Version {one.number}", second=one.plan_hash[:8], is_strong=True),
        Cell(state_words, second=f"{reason}, {TREATED[one.treatment].lower()}"),
        Cell(
            sentence(words),
            second=f"proposed by {who}, {_when(one.proposed_at, workspace)}",
        ),
        Cell(_signature_words(one, names)),
    )


def stood_before(one: Version, versions: Sequence[Version]) -> Version | None:
    """The version in force when this one was proposed."""
    earlier = [
        other
        for other in versions
        if other.in_force_at is not None
        and other.number < one.number
        and other.in_force_at <= one.proposed_at
    ]
    return max(earlier, key=lambda other: other.in_force_at or other.proposed_at, default=None)


def _signature_words(one: Version, names: Mapping[str, str]) -> str:
    signed = [f"{names.get(by.person, by.person)} ({by.side})" for by in one.signatures]
    missing = [f"{side} missing" for side in one.missing] if one.is_open else []
    return joined([*signed, *missing]) or "none"
