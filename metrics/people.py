"""Who the people of a load are: their names by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from metrics.reader import Reader

NAMES = "select person_id, name from people order by person_id"
DUTIES = "select person_id, name, email, role, team from people order by person_id"


@dataclass(frozen=True)
class Duty:
    """What a person does, where nobody is to be named: 'Head of sales', else 'Sales'."""

    name: str
    email: str
    role: str
    team: str

    @property
    def words(self) -> str:
        """The role, else the team, else that somebody does it."""
        return self.role or self.team.capitalize() or "A colleague"


def names_of(reader: Reader) -> Mapping[str, str]:
    """Every person's name by id; an id that the load does not know has none."""
    return MappingProxyType(
        {person_id: name for person_id, name in reader.exact_rows(NAMES, {}) if name}
    )


def duties_of(reader: Reader) -> Mapping[str, Duty]:
    """What everybody does, by id."""
    return MappingProxyType(
        {
            person_id: Duty(name or "", email or "", role or "", team or "")
            for person_id, name, email, role, team in reader.exact_rows(DUTIES, {})
        }
    )
