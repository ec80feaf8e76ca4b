"""Who the people of a load are: their names by id."""

from collections.abc import Mapping
from types import MappingProxyType

from metrics.reader import Reader

NAMES = "select person_id, name from people order by person_id"


def names_of(reader: Reader) -> Mapping[str, str]:
    """Every person's name by id; an id that the load does not know has none."""
    return MappingProxyType(
        {person_id: name for person_id, name in reader.exact_rows(NAMES, {}) if name}
    )
