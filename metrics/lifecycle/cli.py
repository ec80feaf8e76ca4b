"""The commands around a plan's life, roles and payees; who acts is always said."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from metrics.days import day_called
from metrics.planning.asked import read_plan_file
from metrics.planning.cli import plan_app

if TYPE_CHECKING:
    from metrics.lifecycle.desk import Desk
    from metrics.lifecycle.records import Version

app = typer.Typer()
roles_app = typer.Typer(
    help="Who may do what.", no_args_is_help=True, add_completion=False, rich_markup_mode=None
)
payees_app = typer.Typer(
    help="The register of payees.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(roles_app, name="roles")
app.add_typer(payees_app, name="payees")

Actor = Annotated[str, typer.Option("--as", metavar="PERSON", help="The person who acts.")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", help="The plan document.")]
Asked = Annotated[
    str,
    typer.Argument(
        metavar="VERSION", help="A version's number, its hash (8 digits or more), or PLAN.toml."
    ),
]
Side = Annotated[
    str | None, typer.Option("--side", help="For a person who heads two sides: which one.")
]
Roles = Annotated[list[str], typer.Argument(metavar="ROLE...", help="One or more roles.")]
Person = Annotated[str, typer.Argument(metavar="PERSON", help="Whose roles.")]


def desk_of(store: Path | None) -> "Desk":
    """The desk of the store, now."""
    # The ledger takes a while to import, and most commands need none.
    from metrics.lifecycle.desk import Desk

    return Desk.open(store_folder(store), datetime.now(UTC))


@plan_app.command("draft")
def draft(
    plan_file: PlanFile,
    *,
    actor: Actor,
    edits: Annotated[int | None, typer.Option("--edits", help="The open version it edits.")] = None,
    store: Store = None,
) -> None:
    """Save a draft for the plan's period; a changed text voids the version it edits."""
    plan = read_plan_file(plan_file)
    desk_of(store).save_draft(actor, plan, edits=edits)
    print(f"saved the draft '{plan.name}' for {plan.period}")


@plan_app.command("propose")
def propose(
    plan_file: PlanFile,
    *,
    actor: Actor,
    effective_on: Annotated[
        str | None, typer.Option("--effective-on", help="The day it takes effect.")
    ] = None,
    treatment: Annotated[
        str, typer.Option("--treatment", help="Of a running period: whole, days or segments.")
    ] = "whole",
    side: Side = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Put a plan to both heads; a head's proposal carries that head's signature."""
    plan = read_plan_file(plan_file)
    on = None if effective_on is None else day_called(effective_on)
    desk = desk_of(store)
    made = desk.propose(actor, plan, effective_on=on, treatment=treatment, side=side)
    _say(desk, made, as_json)


@plan_app.command("sign")
def sign(
    asked: Asked, *, actor: Actor, side: Side = None, as_json: AsJson = False, store: Store = None
) -> None:
    """Sign exactly the text that was read; the last signature needed puts it in force."""
    from metrics.lifecycle.guard import Action
    from metrics.lifecycle.lookup import asked_for

    desk = desk_of(store)
    found = asked_for(desk, Action.SIGN, actor, asked)
    _say(desk, desk.sign(actor, found.number, found.plan_hash, side=side), as_json)


@plan_app.command("reject")
def reject(
    asked: Asked,
    *,
    actor: Actor,
    reason: Annotated[str, typer.Option("--reason", help="Why; it is kept.")] = "",
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Reject a proposed plan, with the reason."""
    from metrics.lifecycle.guard import Action
    from metrics.lifecycle.lookup import asked_for

    desk = desk_of(store)
    _say(
        desk,
        desk.reject(actor, asked_for(desk, Action.REJECT, actor, asked).number, reason),
        as_json,
    )


@plan_app.command("withdraw")
def withdraw(asked: Asked, *, actor: Actor, as_json: AsJson = False, store: Store = None) -> None:
    """Take back what one has proposed."""
    from metrics.lifecycle.guard import Action
    from metrics.lifecycle.lookup import asked_for

    desk = desk_of(store)
    _say(desk, desk.withdraw(actor, asked_for(desk, Action.WITHDRAW, actor, asked).number), as_json)


@plan_app.command("activate")
def activate(asked: Asked, *, actor: Actor, as_json: AsJson = False, store: Store = None) -> None:
    """Put a plan in force that both have signed and whose day has come."""
    from metrics.lifecycle.guard import Action
    from metrics.lifecycle.lookup import asked_for

    desk = desk_of(store)
    _say(desk, desk.activate(actor, asked_for(desk, Action.ACTIVATE, actor, asked).number), as_json)


@plan_app.command("acknowledge")
def acknowledge(
    asked: Asked, *, actor: Actor, as_json: AsJson = False, store: Store = None
) -> None:
    """Say, as a payee, that one has read the plan in force."""
    from metrics.lifecycle.guard import Action
    from metrics.lifecycle.lookup import asked_for

    desk = desk_of(store)
    _say(
        desk,
        desk.acknowledge(actor, asked_for(desk, Action.ACKNOWLEDGE, actor, asked).number),
        as_json,
    )


@plan_app.command("show")
def show(asked: Asked, *, actor: Actor, as_json: AsJson = False, store: Store = None) -> None:
    """A version: who signed what, and how it differs from the plan before."""
    from metrics.lifecycle.guard import Action
    from metrics.lifecycle.lookup import asked_for

    desk = desk_of(store)
    desk.see(Action.SEE_POOL, actor)
    _say(desk, desk.state.version(asked_for(desk, Action.SEE_POOL, actor, asked).number), as_json)


@plan_app.command("history")
def history(
    *,
    actor: Actor,
    period: Annotated[str | None, typer.Option("--period", help="Only of this period.")] = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """Every version that was proposed, oldest first."""
    from metrics.lifecycle.guard import Action
    from metrics.lifecycle.told import version_json, version_text

    desk = desk_of(store)
    state = desk.see(Action.SEE_POOL, actor)
    named = desk.calendar.parse(period).name if period else None
    found = state.versions_of(named) if named else state.versions
    if as_json:
        _print_json({"versions": [version_json(desk, one) for one in found]})
    else:
        print("\n\n".join(version_text(desk, one) for one in found) or "no plan was proposed yet")


@roles_app.command("grant")
def grant(person: Person, roles: Roles, *, actor: Actor, store: Store = None) -> None:
    """Give a person roles; an admin's task, and never for oneself."""
    _say_roles(person, desk_of(store).grant(actor, person, roles))


@roles_app.command("revoke")
def revoke(person: Person, roles: Roles, *, actor: Actor, store: Store = None) -> None:
    """Take roles from a person; it acts at once."""
    _say_roles(person, desk_of(store).revoke(actor, person, roles))


@roles_app.command("list")
def list_roles(*, actor: Actor, as_json: AsJson = False, store: Store = None) -> None:
    """Everybody who has a role."""
    from metrics.lifecycle.told import roles_by_person

    found = roles_by_person(desk_of(store), actor)
    if as_json:
        _print_json({"people": [{"person": who, "roles": list(has)} for who, has in found]})
        return
    for who, has in found:
        print(f"{who}: {', '.join(has)}")


@payees_app.command("load")
def load_payees(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, Excel or JSON lines.")],
    *,
    actor: Actor,
    force: Annotated[
        str, typer.Option("--force", help="Why far fewer payees than before are right.")
    ] = "",
    date_order: Annotated[
        str | None, typer.Option("--date-order", help="dmy or mdy, where a file does not tell.")
    ] = None,
    store: Store = None,
) -> None:
    """Make the payees of a file the register; one bad row and nothing is loaded."""
    if date_order not in (None, "dmy", "mdy"):
        raise typer.BadParameter("write dmy or mdy", param_hint="--date-order")
    read = desk_of(store).load_payees(actor, file, force=force, date_order=date_order)
    rows = sum(len(one.terms or ()) for one in read.payees)
    print(f"{read.file}: {len(read.payees)} payees, {rows} rows of terms; the register is now this")


@payees_app.command("delete")
def delete_payee(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="Who is deleted for good.")],
    *,
    actor: Actor,
    confirm: Annotated[str, typer.Option("--confirm", help="The same id again.")],
    store: Store = None,
) -> None:
    """Destroy a person's key: names, terms and amounts are gone from every event, for good."""
    if confirm != person:
        raise typer.BadParameter("write the same id again", param_hint="--confirm")
    desk_of(store).delete_payee(actor, person)
    print(f"{person}: what was kept is deleted; backups made before still hold it")


@payees_app.command("list")
def list_payees(*, actor: Actor, as_json: AsJson = False, store: Store = None) -> None:
    """The register, as finance sees it."""
    from metrics.lifecycle.told import PAYEE_COLUMNS, payee_rows

    rows = payee_rows(desk_of(store), actor)
    if as_json:
        _print_json({"payees": [dict(zip(PAYEE_COLUMNS, row, strict=True)) for row in rows]})
        return
    from data.csv_out import csv_text

    sys.stdout.write(csv_text(PAYEE_COLUMNS, rows))


def _say_roles(person: str, roles: frozenset[str]) -> None:
    print(f"{person}: {', '.join(sorted(roles)) or 'no role'}")


def _say(desk: "Desk", version: "Version", as_json: bool) -> None:
    from metrics.lifecycle.told import version_json, version_text

    if as_json:
        _print_json(version_json(desk, version))
    else:
        print(version_text(desk, version))


def _print_json(document: dict[str, object]) -> None:
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))
