"""The members of a dimension that a load has, so that a name mistyped is no false zero."""

import difflib

from metrics.errors import ScopeError
from metrics.facts import FACTS
from metrics.reader import Reader
from metrics.scope import Scope

NONE = "(none)"
SHOWN = 8


def members_of(reader: Reader, dimension: str) -> tuple[str, ...]:
    """Every member of the dimension in any fact that has it, by name.

    Raises: ScopeError for a dimension that no fact has.
    """
    if not any(dimension in fact.dimensions for fact in FACTS.values()):
        raise ScopeError(f"no record has a dimension '{dimension}'; use {', '.join(_dimensions())}")
    found = reader.exact_rows(members_sql(dimension), {})
    return tuple(sorted(member for (member,) in found))


def _dimensions() -> tuple[str, ...]:
    """Every dimension that a fact has, each once."""
    return tuple(dict.fromkeys(name for fact in FACTS.values() for name in fact.dimensions))


def members_sql(dimension: str) -> str:
    """The statement of all members; the dimension is one that a fact declares."""
    facts = [name for name, fact in FACTS.items() if dimension in fact.dimensions]
    return "\nunion\n".join(f"select {dimension} from {name}" for name in facts)


def refuse_unknown_members(reader: Reader, scope: Scope) -> None:
    """Nothing, when the load has every member of the scope.

    Raises: ScopeError with the nearest name, or those there are.
    """
    for dimension, asked in scope.members().items():
        there = members_of(reader, dimension)
        for member in asked:
            if member != NONE and member not in there:
                near = difflib.get_close_matches(member, there, n=1)
                names = [name for name in there if name != NONE][:SHOWN]
                mend = f"did you mean '{near[0]}'?" if near else f"there is {', '.join(names)}"
                raise ScopeError(f"no {dimension} is called '{member}' in this load; {mend}")
