"""Errors that a person can act on. Every message says what was wrong, where, and the mend."""


class RevenueError(Exception):
    """What was given cannot be used; `message` is one sentence or more for the person."""

    code = "refused"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DataContractError(RevenueError):
    """The files or the tables break the contract of the canonical tables."""

    code = "data_contract"


class AmbiguousDatesError(DataContractError):
    """Day and month cannot be told apart in a column; `question` asks which comes first."""

    code = "ambiguous_dates"

    def __init__(self, question: str, mend: str) -> None:
        super().__init__(f"{question}; {mend}")
        self.question = question


class StoreError(RevenueError):
    """The store folder or a file in it cannot be read or written."""

    code = "store"


class WorkspaceError(RevenueError):
    """tandem.toml does not hold; names the key and the mend."""

    code = "workspace"


class LedgerError(RevenueError):
    """The ledger cannot be opened, written or trusted; `event` numbers the first bad one."""

    code = "ledger"

    def __init__(self, message: str, event: int | None = None) -> None:
        super().__init__(message)
        self.event = event
