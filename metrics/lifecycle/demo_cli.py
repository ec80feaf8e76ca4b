"""`python -m metrics demo`: the decisions of the demo company."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from data.cli_out import Store, store_folder

app = typer.Typer()


@app.command("demo")
def demo(
    if_empty: Annotated[
        bool,
        typer.Option("--if-empty", help="Only for the demo's load, and where nothing is decided."),
    ] = False,
    store: Store = None,
) -> None:
    """Write the demo company's plans, closed quarters, payments and meetings."""
    # The demo's generator takes a while to import, and no other command needs it.
    from data.warehouse import Warehouse
    from metrics.lifecycle.demo import has_decisions, is_demo, write_decisions

    place = store_folder(store)
    if if_empty and (
        not is_demo(Warehouse(place).reader()) or has_decisions(place, datetime.now(UTC))
    ):
        return
    print(f"wrote {write_decisions(place)} events: eight closed quarters and what led to them")
