"""Rows as columns of one length: what leads, deals, bookings and touches have in common."""

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

from data.demo.arrays import Flags, Ints


@dataclass(frozen=True)
class Rows:
    """A frozen dataclass of columns; a subclass names them and says what a row is."""

    def __len__(self) -> int:
        return len(self.columns()[fields(self)[0].name])

    def columns(self) -> dict[str, Ints]:
        """The columns by name, in order."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def rows(self, places: Ints | Flags) -> Self:
        """The rows at the places."""
        return replace(self, **{name: column[places] for name, column in self.columns().items()})

    def with_columns(self, **columns: Ints) -> Self:
        """The same rows with columns replaced."""
        return replace(self, **columns)

    def followed_by(self, *others: Self) -> Self:
        """These rows and after them the others."""
        parts = [self.columns(), *(other.columns() for other in others)]
        return replace(
            self, **{name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        )
