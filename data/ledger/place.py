"""Where a store's ledger lies: a SQLite file of its own, or a PostgreSQL database by URL."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from data.errors import LedgerError
from data.ledger.anchor import FILE_NAME as ANCHOR
from data.ledger.anchor import RESTORE
from data.workspace import FILE_NAME as WORKSPACE
from data.workspace import Workspace

FOLDER = "ledger"
DATABASE = "ledger.sqlite"
VARIABLE = "TANDEM_LEDGER_URL"
_WAIT_SECONDS = 30
_BEGIN = "tandem_begin"


@dataclass(frozen=True)
class Place:
    """The folder of the anchor and the key, and the database of the events."""

    folder: Path
    url: URL

    @classmethod
    def of(cls, store: Path) -> "Place":
        """The store's: by TANDEM_LEDGER_URL, else `ledger_url` in tandem.toml, else a file."""
        text = os.environ.get(VARIABLE)
        source = VARIABLE
        if not text:
            text, source = Workspace.read(store).ledger_url, f"{store / WORKSPACE}: ledger_url"
        folder = store / FOLDER
        if not text:
            return cls(folder, URL.create("sqlite", database=str(folder / DATABASE)))
        return cls(folder, _checked(text, source))

    @property
    def file(self) -> Path | None:
        """The SQLite file; None for PostgreSQL."""
        return Path(self.url.database or "") if self.url.drivername == "sqlite" else None

    @property
    def shown(self) -> str:
        """The database for messages, without its password."""
        return str(self.file or self.url.render_as_string(hide_password=True))

    @property
    def has_ledger(self) -> bool:
        """Whether a ledger has been made here, or one is asked for by URL."""
        file = self.file
        return (self.folder / ANCHOR).exists() or file is None or file.exists()

    def engine(self) -> Engine:
        """The door to the database; nothing is opened yet."""
        if self.file is None:
            return create_engine(
                self.url,
                pool_pre_ping=True,
                connect_args={"connect_timeout": 10, "application_name": "tandem"},
            )
        engine = create_engine(
            self.url, poolclass=NullPool, connect_args={"timeout": _WAIT_SECONDS}
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine


def _checked(text: str, source: str) -> URL:
    """The URL with the driver that is installed."""
    try:
        url = make_url(text)
    except ArgumentError:
        url = URL.create("none")
    kind = url.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database and url.database != ":memory:":
        return url.set(drivername="sqlite")
    raise LedgerError(
        f"{source}: is no address of a ledger; write postgresql://user:password@host/database "
        "or sqlite:///path/to/file, or leave it out"
    )


def _prepare_sqlite(connection: object, record: object) -> None:
    """Makes each commit safe on disk, and leaves transactions to `_begin_sqlite`."""
    connection.isolation_level = None  # type: ignore[attr-defined]
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("pragma synchronous = extra")
    # A destroyed key must not stay readable in a free page.
    cursor.execute("pragma secure_delete = on")
    cursor.close()


def _begin_sqlite(con: Connection) -> None:
    con.exec_driver_sql(con.get_execution_options().get(_BEGIN, "begin"))


@contextmanager
def reading(engine: Engine, place: Place) -> Iterator[Connection]:
    """A connection that sees one moment of the database.

    Raises: LedgerError when the database cannot be read.
    """
    with _said_plainly(place, "cannot be read"), engine.connect() as con:
        if place.file is None:
            con.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        with con.begin():
            yield con


@contextmanager
def writing(engine: Engine, place: Place) -> Iterator[Connection]:
    """A connection whose changes are written whole, or not at all when anything fails.

    Raises: LedgerError when the database cannot be written.
    """
    with _said_plainly(place, "cannot be written"), engine.connect() as con:
        con.execution_options(**{_BEGIN: "begin immediate"})
        with con.begin():
            if place.file is None:
                con.exec_driver_sql(f"set local lock_timeout = '{_WAIT_SECONDS}s'")
                con.exec_driver_sql("set local synchronous_commit = on")
            yield con


@contextmanager
def _said_plainly(place: Place, what: str) -> Iterator[None]:
    """What the database refuses, in one sentence; a constraint's refusal passes as it is."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, IntegrityError):
            raise
        said = " ".join(str(error.orig).split())
        raise LedgerError(
            f"the ledger {place.shown} {what}: {said}; nothing that was confirmed is lost: "
            "mend that and try again, or restore a backup"
        ) from error
    except OSError as error:
        raise LedgerError(f"the ledger {place.shown} {what}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        # What SQLite complains of may itself be a damaged name.
        raise LedgerError(f"the ledger {place.shown} {what}: it is damaged; {RESTORE}") from error
