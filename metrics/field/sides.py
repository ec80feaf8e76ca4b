"""Which side a person speaks for, and which side is asked."""

from metrics.lifecycle.roles import SIDES
from metrics.lifecycle.state import State
from metrics.reader import Reader

TEAM = "select team from people where person_id = $person_id"
TEAMS = tuple(SIDES.values())
# Whom each side asks unless it says otherwise: success stands with the customers, as sales does.
ASKS = {"marketing": "sales", "sales": "marketing", "success": "marketing"}


def team_of(state: State, reader: Reader, person_id: str) -> str:
    """The person's team as the load has it, else the register of payees; in small letters."""
    found = reader.exact_rows(TEAM, {"person_id": person_id})
    named = found[0][0] if found and found[0][0] else state.team_of(person_id)
    return str(named).lower()


def sides_of(state: State, reader: Reader, person_id: str) -> tuple[str, ...]:
    """The sides a person speaks for: a head's own, else the own team; none for everybody else."""
    heads = state.sides_of(person_id)
    if heads:
        return heads
    team = team_of(state, reader, person_id)
    return (team,) if team in TEAMS else ()
