"""The commands `python -m metrics forecast`: where bookings land, and freezing what is said."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from data.warehouse import Warehouse
from metrics.days import seen_from
from metrics.forecast.landing import forecast
from metrics.forecast.records import Forecast
from metrics.forecast.told import forecast_json, forecast_text
from metrics.known import known
from metrics.scope import Scope

app = typer.Typer()
forecast_app = typer.Typer(
    help="Where bookings land.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
app.add_typer(forecast_app, name="forecast")

Window = Annotated[
    str | None, typer.Option("--window", help="Default: the fiscal quarter of the as-of.")
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Seen from the end of this day.")]
Scopes = Annotated[list[str] | None, typer.Option("--scope", help="DIM=VALUE; repeatable.")]
Actor = Annotated[str, typer.Option("--as", metavar="PERSON", help="The person who acts.")]


def _found(
    store: Store, window: str | None, as_of: str | None, scope: list[str] | None = None
) -> Forecast:
    from metrics.members import refuse_unknown_members

    reader = Warehouse(store_folder(store)).reader()
    filters = Scope.parse(scope or ())
    refuse_unknown_members(reader, filters)
    return forecast(
        reader,
        known(reader).calendar.parse(window) if window else None,
        seen_from(reader, as_of) if as_of else None,
        filters,
    )


@forecast_app.command("show")
def show(
    *,
    window: Window = None,
    as_of: AsOf = None,
    scope: Scopes = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Where bookings land: parts, range, past windows used, and how the method did before."""
    found = _found(store, window, as_of, scope)
    print(json.dumps(forecast_json(found), indent=2) if as_json else forecast_text(found))


@forecast_app.command("freeze")
def freeze(
    *, actor: Actor, window: Window = None, as_json: AsJson = False, store: Store = None
) -> None:
    """Freeze this week's forecast as of the load's data date; the first of a week stands."""
    # The ledger takes a while to import, and showing needs none.
    from metrics.lifecycle.desk import Desk
    from metrics.lifecycle.forecasts import freeze as frozen
    from metrics.lifecycle.forecasts import frozen_json

    # First what there is to freeze: a store without a load gets no ledger.
    found = _found(store, window, None)
    made = frozen(Desk.open(store_folder(store), datetime.now(UTC)), actor, found)
    if as_json:
        print(json.dumps(frozen_json(made), indent=2))
        return
    week = f"week {made.week}" if made.week > 0 else "before it begins"
    print(
        f"{made.window}, {week} ({made.week_name}): {made.value:,.2f} is frozen as of {made.as_of}"
    )
