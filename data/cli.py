"""The commands that change what is published: demo, load, check."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from data.cli_out import Commands, Steps, Store, refusing, store_folder
from data.cli_status import app as status_app
from data.errors import DataContractError, StoreError
from data.load import FileReport, LoadResult
from data.load import check as checked
from data.load import load as loaded
from data.load import rebuild as rebuilt
from data.publish import current_file
from data.workspace import FILE_NAME, Workspace

app = typer.Typer(
    cls=Commands,
    help="Load exports, see what is published, go back.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.registered_commands.extend(status_app.registered_commands)

Paths = Annotated[list[str], typer.Argument(help="Folders or files of the export.")]
Source = Annotated[
    str | None, typer.Option("--source", help="A mapping's name; default: recognised.")
]
Incremental = Annotated[
    bool, typer.Option("--incremental", help="Add and change by key instead of replacing.")
]
MaxBad = Annotated[
    str | None, typer.Option("--max-bad", help="Percent of unreadable rows a file may have.")
]
Force = Annotated[
    str | None, typer.Option("--force", help="Load an empty or shrunk export; say why.")
]
DateOrder = Annotated[
    str | None, typer.Option("--date-order", help="dmy or mdy, where no date in a column tells.")
]
Engine = Annotated[str, typer.Option("--engine", help="What builds the facts: duckdb.")]
Spark = Annotated[str | None, typer.Option("--spark", help="Address of a Spark cluster.")]


@app.command()
@refusing
def demo(
    scale: Annotated[int, typer.Option(min=1, help="Times the standard size.")] = 1,
    seed: Annotated[int, typer.Option(help="Another seed, another company.")] = 7,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Last day; default today.")
    ] = None,
    if_empty: Annotated[
        bool, typer.Option("--if-empty", help="Only where nothing is published yet.")
    ] = False,
    store: Store = None,
) -> None:
    """Build the demo company and publish it."""
    from data.demo import DEMO_WORKSPACE, write_demo, write_pay

    place, steps = store_folder(store), Steps()
    if if_empty and current_file(place) is not None:
        return
    folder = place / "demo"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (place / FILE_NAME).exists():
            (place / FILE_NAME).write_text(DEMO_WORKSPACE, encoding="utf-8")
    except OSError as error:
        raise StoreError(f"{place}: cannot be written: {error.strerror}") from error
    last = until.date() if until else datetime.now(Workspace.read(place).zone).date()
    write_demo(folder, scale=scale, seed=seed, until=last, progress=steps)
    result = loaded(
        [folder], place, force="the demo company, built anew", progress=steps, label="demo"
    )
    # Beside the export, not in it: pay never lies where loads look.
    pay = place / "demo_plan"
    write_pay(pay, until=last, seed=seed)
    typer.echo(f"a plan and its payees: {pay / 'plan.toml'}, {pay / 'payees.csv'}")
    typer.echo(f"what was decided and paid: python -m metrics demo --store {place}")
    _report(result)


@app.command()
@refusing
def load(
    paths: Paths,
    *,
    source: Source = None,
    incremental: Incremental = False,
    max_bad: MaxBad = None,
    force: Force = None,
    date_order: DateOrder = None,
    engine: Engine = "duckdb",
    spark: Spark = None,
    store: Store = None,
) -> None:
    """Load an export and publish it."""
    _refuse_engine(engine, spark)
    result = loaded(
        paths,
        store_folder(store),
        source=source,
        incremental=incremental,
        max_bad=_percent(max_bad),
        force=force,
        date_order=_order(date_order),
        progress=Steps(),
    )
    _report(result)


@app.command()
@refusing
def rebuild(store: Store = None) -> None:
    """Build the facts anew from what is published: after an update, or a change of tandem.toml."""
    result = rebuilt(store_folder(store), progress=Steps())
    if result is None:
        typer.echo("up to date: nothing to rebuild")
    else:
        _report(result)


@app.command()
@refusing
def check(
    paths: Paths,
    *,
    source: Source = None,
    incremental: Incremental = False,
    max_bad: MaxBad = None,
    force: Force = None,
    date_order: DateOrder = None,
    store: Store = None,
) -> None:
    """Do everything a load does, but do not publish."""
    result = checked(
        paths,
        store_folder(store),
        source=source,
        incremental=incremental,
        max_bad=_percent(max_bad),
        force=force,
        date_order=_order(date_order),
        progress=Steps(),
    )
    _report(result, is_check=True)


def _report(result: LoadResult, is_check: bool = False) -> None:
    """Prints what each file gave, what stayed out, and what is published now."""
    typer.echo(f"mapping {result.mapping}")
    for file in result.files:
        _report_file(file, shows_rows=is_check)
    if result.unused_files:
        typer.echo(f"  files not used: {', '.join(result.unused_files)}")
    if result.is_unchanged:
        typer.echo("nothing changed: the content is what is published already")
        return
    typer.echo(f"data up to {result.data_date}, history {result.history}")
    if result.problems:
        typer.echo(f"{result.problems} rows are readable but cannot be true (data_problem)")
    for found in result.checks:
        if not found.passed:
            typer.echo(f"check {found.name}: {found.failures} rows, such as {found.shown[0]}")
    if is_check:
        typer.echo("checked; nothing was published")
    elif result.path is not None:
        typer.echo(f"published {result.path.name} in {result.seconds:.1f} s")


def _report_file(file: FileReport, shows_rows: bool) -> None:
    line = f"  {file.file} -> {file.table}: {file.read} read, {file.loaded} loaded"
    if file.rejected:
        line += f", {len(file.rejected)} in quarantine"
    typer.echo(line)
    for note in file.notes:
        typer.echo(f"    {note}")
    if file.unknown_columns:
        typer.echo(f"    not used: {', '.join(file.unknown_columns)}")
    for one in file.rejected[:5] if shows_rows else ():
        place = f", {one.column} '{one.value[:60]}'" if one.column else ""
        typer.echo(f"    line {one.line}{place}: {one.reason}")


def _percent(text: str | None) -> Decimal | None:
    """The share of bad rows allowed, in percent."""
    if text is None:
        return None
    try:
        value = Decimal(text.strip().removesuffix("%"))
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 100:
        raise typer.BadParameter(f"'{text}' is no percentage from 0 to 100", param_hint="--max-bad")
    return value


def _order(text: str | None) -> str | None:
    if text is not None and text not in ("dmy", "mdy"):
        raise typer.BadParameter(f"'{text}': write dmy or mdy", param_hint="--date-order")
    return text


def _refuse_engine(engine: str, spark: str | None) -> None:
    if engine != "duckdb" or spark is not None:
        raise DataContractError(
            f"engine '{engine}' is not part of this version; leave --engine and --spark out"
        )
