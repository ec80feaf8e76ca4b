"""`python -m metrics period ... | audit`: what finance does with a period, and who looks at it."""

import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from metrics.days import day_called

if TYPE_CHECKING:
    from data.ledger.event import Event
    from metrics.lifecycle.period_desk import PeriodDesk

app = typer.Typer()
period_app = typer.Typer(
    help="Close a period, pay it, correct it, and read its statements.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(period_app, name="period")

Name = Annotated[str, typer.Argument(metavar="PERIOD", help="The plan's period, 2026-Q4.")]
As = Annotated[str, typer.Option("--as", help="Who does it.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Results as known on this day.")]
Person = Annotated[str | None, typer.Option("--person", help="Whose; default: the own.")]


@period_app.command("enter-result")
def enter_result(
    period: Name,
    key: Annotated[str, typer.Argument(metavar="KEY", help="The plan's external figure.")],
    value: Annotated[str, typer.Argument(metavar="VALUE", help="A plain number, 1234.50.")],
    *,
    source: Annotated[str, typer.Option("--source", help="Where the figure comes from.")],
    actor: As,
    target: Annotated[str | None, typer.Option("--target", help="Its target.")] = None,
    store: Store = None,
) -> None:
    """Enter a figure that no warehouse gives."""
    from metrics.lifecycle.results_entry import Entry

    entry = Entry(key, value, source, target)
    _say(_desk(store).enter_result(actor, period, entry), f"{key} = {value}")


@period_app.command("close")
def close(period: Name, *, actor: As, as_of: AsOf = None, store: Store = None) -> None:
    """Close an ended period: results, plan, payees and the calculation are kept for good."""
    event = _desk(store).close(actor, period, _day(as_of))
    company = event.body["company"]
    assert isinstance(company, dict)
    _say(event, f"pool {company['pool']} {company['currency']}")


@period_app.command("reopen")
def reopen(period: Name, *, reason: Reason, actor: As, store: Store = None) -> None:
    """Reopen a closed period: it takes both heads."""
    if _desk(store).reopen(actor, period, reason):
        print(f"{period}: open again")
    else:
        print(f"{period}: asked; the other head has to ask too")


@period_app.command("approve")
def approve(period: Name, *, actor: As, store: Store = None) -> None:
    """Approve a closed period."""
    _say(_desk(store).approve(actor, period), "approved")


@period_app.command("pay")
def pay(period: Name, *, actor: As, store: Store = None) -> None:
    """Mark an approved period as paid; not by who has approved it."""
    _say(_desk(store).pay(actor, period), "paid")


@period_app.command("restate")
def restate(
    period: Name, *, reason: Reason, actor: As, as_of: AsOf = None, store: Store = None
) -> None:
    """Work a closed period out again by what is known today; differences go on the next one."""
    event = _desk(store).restate(actor, period, reason, _day(as_of))
    people = event.body["differences"]
    assert isinstance(people, dict)
    _say(event, f"restatement {event.body['number']}: {len(people)} payees differ")


@period_app.command("statement")
def statement(
    period: Name,
    *,
    actor: As,
    person: Person = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """A payee's statement: the own, or for finance and the payee's head another's."""
    from metrics.lifecycle.statement_text import statement_text
    from metrics.lifecycle.statements import statement_json

    found = _desk(store).statement(actor, period, person or actor)
    if as_json:
        print(json.dumps(statement_json(found), ensure_ascii=False))
    else:
        print(statement_text(found))


@period_app.command("payroll")
def payroll(period: Name, *, actor: As, store: Store = None) -> None:
    """The payroll file of a closed period, as CSV."""
    sys.stdout.write(_desk(store).payroll(actor, period))


@period_app.command("accrual")
def accrual(period: Name, *, actor: As, store: Store = None) -> None:
    """What the period has cost so far, as a journal in CSV."""
    from metrics.lifecycle.accrual import journal_csv

    sys.stdout.write(journal_csv(_desk(store).accrual(actor, period)))


@period_app.command("dispute")
def dispute(
    period: Name,
    line: Annotated[str, typer.Argument(metavar="LINE", help="A line of the statement.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The question.")],
    *,
    actor: As,
    store: Store = None,
) -> None:
    """Ask about a line of the own statement."""
    number = _desk(store).dispute(actor, period, line, text)
    print(f"question {number}: kept")


@period_app.command("answer")
def answer(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The question's number.")],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The answer.")],
    *,
    actor: As,
    store: Store = None,
) -> None:
    """Answer a payee's question."""
    _desk(store).answer_dispute(actor, number, text)
    print(f"question {number}: answered")


@app.command("audit")
def audit(*, as_json: AsJson = False, store: Store = None) -> None:
    """Verify the ledger's chain and work out every closed period again."""
    from metrics.lifecycle.audit import audit as audited
    from metrics.lifecycle.audit import audit_json, audit_text

    found = audited(store_folder(store), _now())
    print(json.dumps(audit_json(found)) if as_json else audit_text(found))
    if not found.holds:
        raise typer.Exit(1)


def _desk(store: Path | None) -> "PeriodDesk":
    """The store's desk at this moment."""
    # The commands that only ask for numbers start without the ledger.
    from metrics.lifecycle.desk import Desk
    from metrics.lifecycle.period_desk import PeriodDesk

    return PeriodDesk(Desk.open(store_folder(store), _now()))


def _day(given: str | None) -> date | None:
    """The day typed; None where none was. Raises: PeriodError."""
    return None if given is None else day_called(given)


def _now() -> datetime:
    return datetime.now(UTC)


def _say(event: "Event", words: str) -> None:
    print(f"{event.subject}: {words} (event {event.seq} by {event.actor})")
