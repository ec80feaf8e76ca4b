"""The command `python -m metrics attribution`."""

import json
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from data.warehouse import Warehouse
from metrics.attribution.compute import attribution
from metrics.attribution.out import attribution_json, attribution_text
from metrics.compute import calendar_of
from metrics.days import seen_from
from metrics.members import refuse_unknown_members
from metrics.question import check_dimensions
from metrics.registry import kpi
from metrics.scope import Scope

app = typer.Typer(rich_markup_mode=None)


@app.command("attribution")
def show_attribution(
    *,
    period: Annotated[
        str, typer.Option("--period", help="2026-Q4, 2026-11, 2026-W47, 2026, FIRST..LAST or all.")
    ],
    by: Annotated[
        Literal["source", "campaign", "channel"], typer.Option("--by", help="What touches are of.")
    ] = "channel",
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help="DIM=VALUE of bookings; repeatable.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="Seen from the end of this day.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
    store: Annotated[
        Path | None, typer.Option("--store", help="Default: TANDEM_STORE, else data/store.")
    ] = None,
) -> None:
    """What touched the deals that were booked, under ten models; for learning, never for pay."""
    where = Scope.parse(scope or ())
    check_dimensions(kpi("bookings"), (), where)
    folder = store or Path(os.environ.get("TANDEM_STORE") or "data/store")
    reader = Warehouse(folder).reader()
    refuse_unknown_members(reader, where)
    found = attribution(
        reader,
        calendar_of(reader).parse(period),
        by=by,
        as_of=seen_from(reader, as_of) if as_of else None,
        scope=where,
    )
    if as_json:
        print(json.dumps(attribution_json(found), ensure_ascii=False))
    else:
        print(attribution_text(found))
