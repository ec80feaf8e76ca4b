"""Whom a demo may act as: one person of each role, and a member of each team."""

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.lifecycle.roles import MEMBER, ROLES, VIEWER
from metrics.lifecycle.state import State
from pages.views.plan_words import ROLES as ROLE_WORDS
from pages.views.words import sentence

NOBODY = ""


@dataclass(frozen=True)
class Persona:
    """A person to act as, and what the switch says of them; id '' is a viewer without a name."""

    person_id: str
    label: str
    banner: str


def build_personas(state: State, names: Mapping[str, str]) -> tuple[Persona, ...]:
    """The viewer first, then one person of each role in the order of the roles."""
    found = {NOBODY: _viewer()}
    for role in ROLES:
        if role in (MEMBER, VIEWER):
            continue
        for person_id in state.people_with(role)[:1]:
            found.setdefault(person_id, _persona(person_id, ROLE_WORDS[role], names))
    seen: set[str] = set()
    for person_id in state.people_with(MEMBER):
        team = state.team_of(person_id)
        is_only_member = state.roles_of(person_id) == {MEMBER}
        if team and team not in seen and is_only_member:
            seen.add(team)
            found[person_id] = _persona(person_id, f"member of {team}", names)
    return tuple(found.values())


def persona_of(person_id: str, personas: tuple[Persona, ...]) -> Persona:
    """The persona of that id; the viewer where it is none of them."""
    return next((one for one in personas if one.person_id == person_id), personas[0])


def _viewer() -> Persona:
    return Persona(NOBODY, "Viewer", "You look on as a viewer")


def _persona(person_id: str, role: str, names: Mapping[str, str]) -> Persona:
    name = names.get(person_id, person_id)
    return Persona(person_id, sentence(role), f"You act as {name}, {role}")
