"""The command of the bridge: what changed open pipeline between two dates."""

import json
from typing import Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from data.warehouse import Warehouse
from metrics.bridge.between import bridge
from metrics.bridge.out import bridge_json, bridge_text
from metrics.compute import calendar_of
from metrics.days import day_called
from metrics.members import refuse_unknown_members
from metrics.question import check_dimensions
from metrics.registry import kpi
from metrics.scope import Scope

app = typer.Typer()

FromText = Annotated[str, typer.Option("--from", help="From the end of this day.")]
ToText = Annotated[str, typer.Option("--to", help="To the end of this day.")]
WindowText = Annotated[
    str, typer.Option("--window", help="Expected closes that count: a period or all.")
]
ScopeTexts = Annotated[list[str] | None, typer.Option("--scope", help="DIM=VALUE; repeatable.")]


@app.command("bridge")
def show_bridge(
    *,
    from_text: FromText,
    to_text: ToText,
    window: WindowText,
    scope: ScopeTexts = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """What changed open pipeline between the ends of two days, deal by deal, to the cent."""
    reader = Warehouse(store_folder(store)).reader()
    asked = Scope.parse(scope or ())
    check_dimensions(kpi("open_pipeline"), (), asked)
    refuse_unknown_members(reader, asked)
    period = calendar_of(reader).parse(window)
    found = bridge(reader, day_called(from_text), day_called(to_text), period, asked)
    if as_json:
        print(json.dumps(bridge_json(found), ensure_ascii=False))
    else:
        print(bridge_text(found))
