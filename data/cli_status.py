"""The commands that look at what is published, keep a copy of it, or go back."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from data.cli_out import AsJson, Store, refusing, store_folder
from data.errors import StoreError
from data.mapping import CANONICAL, TableSpec, known_mappings
from data.schema import TABLES
from data.status import quarantined, rollback, status
from data.workspace import FILE_NAME, Workspace

app = typer.Typer()
_KINDS = {"decimal(18, 2)": "money", "decimal(18, 6)": "number", "timestamp": "moment"}
Folder = Annotated[Path, typer.Argument(help="Folder of the copy.")]


@app.command("workspace")
@refusing
def workspace(store: Store = None) -> None:
    """Write tandem.toml with every setting explained, or check the one that is there."""
    place = store_folder(store)
    is_new = not (place / FILE_NAME).exists()
    path = Workspace().write_template(place)
    settings = Workspace.read(place)
    if is_new:
        typer.echo(f"wrote {path}: edit it, then load your export")
    else:
        typer.echo(
            f"{path} is valid: {settings.company}, {settings.currency}, {settings.time_zone}"
        )


@app.command("status")
@refusing
def show_status(as_json: AsJson = False, store: Store = None) -> None:
    """Tables, rows, dates covered, freshness, quarantine, problems, fingerprint; the ledger."""
    from data.ledger.account import ledger_status

    ledger = ledger_status(store_folder(store), clock=lambda: datetime.now(UTC))
    lines = ledger.lines if ledger else ("no ledger yet",)
    try:
        found = status(store_folder(store))
    except StoreError:
        # Decisions stand whether or not there are facts.
        if as_json:
            lines = (json.dumps({"ledger": ledger.as_json() if ledger else None}, indent=1),)
        typer.echo("\n".join(lines))
        raise
    if as_json:
        said = found.as_json() | {"ledger": ledger.as_json() if ledger else None}
        typer.echo(json.dumps(said, indent=1))
        return
    typer.echo(f"published {found.published_at} UTC, data up to {found.data_date}")
    typer.echo(f"mapping {found.mapping}, {found.mode} load, history {found.history}")
    typer.echo(f"fingerprint {found.fingerprint}")
    for table in found.tables:
        days = f"  {table.first_on} to {table.last_on}" if table.first_on else ""
        typer.echo(f"  {table.name:22}{table.rows:>12,}{days}")
    typer.echo(f"{found.quarantined} rows in quarantine (python -m data quarantine)")
    typer.echo(f"{found.problems} problems in the data that loaded")
    for line in lines:
        typer.echo(line)


@app.command("quarantine")
@refusing
def show_quarantine(as_json: AsJson = False, store: Store = None) -> None:
    """The rows that did not load, each with file, line, column, value, reason."""
    rows = quarantined(store_folder(store))
    if as_json:
        typer.echo(json.dumps([vars(row) for row in rows], indent=1))
        return
    for row in rows:
        place = f", {row.column} '{row.value[:80]}'" if row.column else ""
        typer.echo(f"{row.file} line {row.line} ({row.table}){place}: {row.reason}")
    typer.echo(f"{len(rows)} rows in quarantine")


@app.command("sources")
@refusing
def show_sources() -> None:
    """The mappings known, with the files and columns each expects."""
    typer.echo(f"{CANONICAL}: files named for the tables, columns of these names (* = required)")
    for table in TABLES.values():
        columns = ", ".join(
            column.name + ("*" if column.required else "") for column in table.columns
        )
        typer.echo(f"  {table.name}: {columns}")
    for mapping in known_mappings():
        typer.echo(f"{mapping.name}: {mapping.title}")
        for spec in mapping.tables:
            typer.echo(f"  {' or '.join(spec.files)} -> {spec.table}: {', '.join(_reads(spec))}")


def _reads(spec: TableSpec) -> list[str]:
    """The columns a table reads, each once."""
    names: dict[str, None] = {}
    for field in spec.columns.values():
        names.update(dict.fromkeys(field.origins))
        if field.when:
            names[field.when.column] = None
        if field.lookup:
            names[f"{field.lookup.value} (of {field.lookup.files[0]})"] = None
    return list(names)


@app.command("rollback")
@refusing
def go_back(store: Store = None) -> None:
    """Publish the load before this one; the newer one is removed."""
    now = rollback(store_folder(store))
    typer.echo(f"published again: load of {now.published_at} UTC, data up to {now.data_date}")


@app.command("backup")
@refusing
def back_up(folder: Folder, store: Store = None) -> None:
    """Copy what is published, the ledger and tandem.toml, and verify the copy."""
    from data import backup as copies

    for made in copies.backup(store_folder(store), folder):
        typer.echo(f"copied and verified: {made}")


@app.command("restore")
@refusing
def bring_back(folder: Folder, store: Store = None) -> None:
    """Bring back a copy that backup made, after verifying it; never over a ledger."""
    from data import backup as copies

    for made in copies.restore(store_folder(store), folder):
        typer.echo(f"restored and verified: {made}")


@app.command("anchor")
@refusing
def accept_ledger(
    reason: Annotated[str, typer.Option("--reason", help="Why it is right; kept as an event.")],
    store: Store = None,
) -> None:
    """Accept the ledger as it stands: verify its chain, write its anchor anew."""
    from data.ledger.acceptance import accept

    head = accept(store_folder(store), reason, clock=lambda: datetime.now(UTC))
    typer.echo(f"accepted: {head.count} events, head {head.hash[:12]}")
