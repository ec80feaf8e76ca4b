"""What a load's content is, as one short text: the same input twice gives the same."""

import functools
import hashlib
import json
from pathlib import Path

import duckdb

from data.schema import TABLES
from data.sql_text import identifier, listed
from data.workspace import Workspace

_HERE = Path(__file__).parent
# How dates are shown and who may see what changes no number.
_NO_NUMBER = {"date_format", "roles"}
_QUARANTINE = ("table_name", "column_name", "value", "reason")


def fingerprint_of(con: duckdb.DuckDBPyConnection, workspace: Workspace) -> str:
    """64 hexadecimal digits of the canonical rows in any order, the settings and the models."""
    parts = [settings_that_count(workspace), definitions()]
    for table in TABLES.values():
        names = (*table.column_names, *(("origin",) if table.name == HISTORY else ()))
        parts.append(f"{table.name} {_content(con, table.name, names)}")
    parts.append(f"quarantine {_content(con, 'quarantine', _QUARANTINE)}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


HISTORY = "opportunity_history"


def _content(con: duckdb.DuckDBPyConnection, table: str, names: tuple[str, ...]) -> str:
    """Count, sum and exclusive-or of the rows' hashes: no order is in them."""
    row = f"hash({listed(names)})"
    found = con.execute(
        f"select count(*), sum({row}), bit_xor({row}) from {identifier(table)}"
    ).fetchone()
    return " ".join(str(part) for part in found or ())


def settings_that_count(workspace: Workspace) -> str:
    """The settings that change numbers, as JSON."""
    settings = json.loads(workspace.to_json())
    return json.dumps({k: v for k, v in settings.items() if k not in _NO_NUMBER}, sort_keys=True)


@functools.cache
def definitions() -> str:
    """64 hexadecimal digits of everything that turns canonical rows into facts."""
    files = [*sorted(_HERE.glob("models/*.sql")), *sorted(_HERE.glob("checks/*.sql"))]
    files += [_HERE / name for name in ("engine.py", "seeds.py", "calendar.py")]
    digest = hashlib.sha256()
    for path in files:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
