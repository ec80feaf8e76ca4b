"""What metrics need from a warehouse: exact rows of one published load."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

from data.workspace import Workspace


class Load(Protocol):
    """The record of the load that is read."""

    @property
    def workspace(self) -> Workspace: ...

    @property
    def data_date(self) -> date | None: ...

    @property
    def has_real_history(self) -> bool: ...

    @property
    def fingerprint(self) -> str: ...

    @property
    def seq(self) -> int: ...

    @property
    def published_at(self) -> datetime: ...


class Reader(Protocol):
    """One published load; every statement runs on a cursor of its own."""

    @property
    def load(self) -> Load: ...

    def exact_rows(self, sql: str, params: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]: ...
