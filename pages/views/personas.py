"""Whom a demo may act as: everybody with a role, and a member of each team."""

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.lifecycle.roles import MEMBER, ROLES
from metrics.lifecycle.state import State
from metrics.wording import sentence
from pages.views.plan_words import ROLES as ROLE_WORDS

NOBODY = ""
_MOST_OF_A_ROLE = 9


@dataclass(frozen=True)
class Persona:
    """A person to act as, and what the switch says of them; id '' is somebody without a role."""

    person_id: str
    label: str
    banner: str


def build_personas(state: State, names: Mapping[str, str]) -> tuple[Persona, ...]:
    """A visitor first, then everybody with a role in the order of the roles, then members.

    Of those who are only paid, one of each team is enough to see what a payee sees.
    """
    found = {NOBODY: _visitor()}
    for role in ROLES:
        people = () if role == MEMBER else state.people_with(role)[:_MOST_OF_A_ROLE]
        for person_id in people:
            words = ROLE_WORDS[role]
            label = f"{words}: {names.get(person_id, person_id)}" if len(people) > 1 else words
            found.setdefault(person_id, _persona(person_id, words, label, names))
    seen: set[str] = set()
    for person_id in state.people_with(MEMBER):
        team = state.team_of(person_id)
        is_only_member = state.roles_of(person_id) == {MEMBER}
        if team and team not in seen and is_only_member:
            seen.add(team)
            words = f"member of {team}"
            found[person_id] = _persona(person_id, words, words, names)
    return tuple(found.values())


def persona_of(person_id: str, personas: tuple[Persona, ...]) -> Persona:
    """The persona of that id; the visitor where it is none of them."""
    return next((one for one in personas if one.person_id == person_id), personas[0])


def _visitor() -> Persona:
    return Persona(NOBODY, "Visitor without a role", "You look on as a visitor, without a role")


def _persona(person_id: str, role: str, label: str, names: Mapping[str, str]) -> Persona:
    name = names.get(person_id, person_id)
    return Persona(person_id, sentence(label), f"You act as {name}, {role}")
