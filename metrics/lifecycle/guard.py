"""Who may do what: the one table that every command and every screen asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from metrics.lifecycle.refusals import Refused
from metrics.lifecycle.roles import (
    ADMIN,
    FINANCE,
    HEADS,
    MEMBER,
    OPERATIONS,
    ROLES,
    SIDES,
)
from metrics.lifecycle.state import State

Reach = Literal["all", "own", "team"]


class Action(StrEnum):
    """What a person may be allowed to do or see; the text completes 'may not ...'."""

    SEE_REVENUE = "see the revenue screens"
    SEE_POOL = "see the pool in percent"
    SEE_STATEMENT = "see this statement"
    SEE_TEAMS = "see how pay is distributed in the teams"
    DRAFT = "save a draft of a plan"
    PROPOSE = "propose a plan"
    SIGN = "sign a plan for this side"
    REJECT = "reject a plan"
    WITHDRAW = "withdraw a plan"
    ACTIVATE = "put a plan in force"
    ACKNOWLEDGE = "acknowledge a plan"
    ENTER_RESULT = "enter a result"
    CLOSE = "close a period"
    REOPEN = "reopen a period"
    APPROVE = "approve a period"
    PAY = "mark a period as paid"
    RESTATE = "restate a period"
    PAYROLL = "see the payroll file"
    PAYEES = "load or see the payees"
    DISPUTE = "dispute this statement"
    ANSWER = "answer this dispute"
    FREEZE = "freeze a forecast"
    COMMIT = "make or settle a commitment"
    NOTE = "write down a note, a decision or a dispute"
    VOICE = "raise, answer or withdraw what the field says"
    HOLD = "hold the meeting"
    WORD = "word the slides of the all-hands"
    READ_DATA = "see the data's sources and quarantine"
    CHANGE_DATA = "change data or mappings"
    ROLES = "grant or revoke roles"


@dataclass(frozen=True)
class About:
    """Whom an action concerns: a person, that person's team, or a side that signs."""

    person_id: str = ""
    team: str = ""


def _cells(reach: Reach, *roles: str) -> dict[str, frozenset[Reach]]:
    return dict.fromkeys(roles, frozenset({reach}))


_EVERYONE = _cells("all", *ROLES)
_LEADERS = _cells("all", *HEADS, FINANCE)
_FINANCE = _cells("all", FINANCE)
_TEAM = _cells("all", MEMBER, *HEADS, FINANCE, OPERATIONS, ADMIN)
_OWN = _cells("own", MEMBER, *HEADS, FINANCE, OPERATIONS, ADMIN)
_OWN_TEAM = _cells("team", *HEADS)
_OWN_AND_TEAM: dict[str, frozenset[Reach]] = dict.fromkeys(HEADS, frozenset({"own", "team"}))

# Who reaches what. A person with several roles has the sum of them; what is not here is refused.
TABLE: Mapping[Action, Mapping[str, frozenset[Reach]]] = MappingProxyType(
    {
        Action.SEE_REVENUE: _EVERYONE,
        Action.SEE_POOL: _EVERYONE,
        Action.SEE_STATEMENT: _OWN | _OWN_AND_TEAM | _FINANCE,
        Action.SEE_TEAMS: _LEADERS,
        Action.DRAFT: _LEADERS,
        Action.PROPOSE: _LEADERS,
        Action.SIGN: _OWN_TEAM,
        Action.REJECT: _cells("all", *HEADS),
        Action.WITHDRAW: _LEADERS,
        Action.ACTIVATE: _LEADERS,
        Action.ACKNOWLEDGE: _OWN,
        Action.ENTER_RESULT: _FINANCE,
        Action.CLOSE: _FINANCE,
        Action.REOPEN: _cells("all", *HEADS),
        Action.APPROVE: _FINANCE,
        Action.PAY: _FINANCE,
        Action.RESTATE: _FINANCE,
        Action.PAYROLL: _FINANCE,
        Action.PAYEES: _FINANCE,
        Action.DISPUTE: _OWN,
        Action.ANSWER: _OWN_TEAM | _FINANCE,
        Action.FREEZE: _cells("all", *HEADS, FINANCE, OPERATIONS, ADMIN),
        Action.COMMIT: _TEAM,
        Action.NOTE: _TEAM,
        Action.VOICE: _TEAM,
        Action.HOLD: _cells("all", *HEADS, FINANCE, OPERATIONS),
        Action.WORD: _cells("all", *HEADS, FINANCE, OPERATIONS),
        Action.READ_DATA: _cells("all", FINANCE, OPERATIONS, ADMIN),
        Action.CHANGE_DATA: _cells("all", OPERATIONS, ADMIN),
        Action.ROLES: _cells("all", ADMIN),
    }
)


def check(action: Action, actor: str, state: State, about: About | None = None) -> None:
    """Nothing, when `actor` may do it.

    Raises: Refused not_allowed, with whom it is for.
    """
    if not is_allowed(action, actor, state, about):
        raise Refused("not_allowed", f"{actor} may not {action.value}: {_whom(action, state)}")


def is_allowed(action: Action, actor: str, state: State, about: About | None = None) -> bool:
    """Whether one of the actor's roles reaches as far as whom the action concerns."""
    who = about or About()
    reaches = TABLE[action]
    return any(
        _holds(reaches[role], role, actor, state, who)
        for role in state.roles_of(actor)
        if role in reaches
    )


def _holds(reaches: frozenset[Reach], role: str, actor: str, state: State, about: About) -> bool:
    if "all" in reaches:
        return True
    if "own" in reaches and actor == about.person_id:
        return True
    team = about.team or state.team_of(about.person_id)
    return "team" in reaches and SIDES[role] == team


_REACHES: Mapping[Reach, str] = {"all": "", "own": " (the own)", "team": " (the own team)"}


def _whom(action: Action, state: State) -> str:
    """Whom the action is for, in words."""
    reaches = TABLE[action]
    said = [
        f"{role.replace('_', ' ')}{_REACHES[reach]}"
        for role in ROLES
        for reach in sorted(reaches.get(role, ()))
    ]
    nobody = action is Action.ROLES and not state.people_with(ADMIN)
    mend = '; there is no admin yet: write admin = ["person"] under [roles] of tandem.toml'
    return f"it is for {', '.join(said)}{mend if nobody else ''}"
