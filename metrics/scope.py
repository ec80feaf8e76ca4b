"""Which part of the company a question is about."""

from collections.abc import Iterable
from dataclasses import dataclass

from metrics.errors import ScopeError


@dataclass(frozen=True)
class Scope:
    """Filters as (dimension, member); several members of one dimension mean any of them."""

    filters: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, **members: str | None) -> "Scope":
        """The scope of `region="EMEA"`, …; a member of None leaves that dimension out."""
        return cls(tuple(sorted((key, value) for key, value in members.items() if value)))

    @classmethod
    def parse(cls, texts: Iterable[str]) -> "Scope":
        """The scope of texts such as 'region=EMEA'.

        Raises: ScopeError when a text has no '='.
        """
        found = []
        for text in texts:
            dimension, equals, member = text.partition("=")
            if not equals or not dimension.strip() or not member.strip():
                raise ScopeError(f"'{text}' is no scope; write it as region=EMEA")
            found.append((dimension.strip(), member.strip()))
        return cls(tuple(sorted(set(found))))

    def members(self) -> dict[str, tuple[str, ...]]:
        """The members allowed, by dimension."""
        grouped: dict[str, tuple[str, ...]] = {}
        for dimension, member in self.filters:
            grouped[dimension] = (*grouped.get(dimension, ()), member)
        return grouped

    def __str__(self) -> str:
        return ", ".join(f"{dimension}={member}" for dimension, member in self.filters)


ALL = Scope()
