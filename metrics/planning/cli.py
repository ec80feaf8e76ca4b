"""The commands around a plan: what it pays, what it would have paid, what it may pay."""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from data.cli_out import AsJson, Store, store_folder
from metrics.planning.asked import NO_PAYEES, Asked, plan_of
from metrics.planning.backtest import replay
from metrics.planning.backtest_out import backtest_json, backtest_text
from metrics.planning.bridge_out import bridge_between, bridge_json, bridge_text
from metrics.planning.history import MOST_PERIODS, gather
from metrics.planning.pool_json import Json, run_json
from metrics.planning.pool_text import run_text
from metrics.pool.reading import plan_hash
from metrics.pool.roster import Roster
from metrics.pool.run import run
from metrics.pool.shares import Run

app = typer.Typer()
plan_app = typer.Typer(
    help="A plan and its life: checked, put on paper, proposed, signed, in force.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(plan_app, name="plan")

PlanFile = Annotated[Path, typer.Argument(metavar="PLAN.toml", help="The plan document.")]
Results = Annotated[
    Path | None,
    typer.Option("--results", help="Results as JSON, instead of the warehouse's."),
]
External = Annotated[
    Path | None,
    typer.Option("--external", help="External figures as JSON, beside the warehouse's."),
]
Payees = Annotated[Path | None, typer.Option("--payees", help="Payees and their terms as CSV.")]
CarryOver = Annotated[
    str | None,
    typer.Option("--carry-over", help="Undistributed money of earlier periods."),
]
AsOf = Annotated[str | None, typer.Option("--as-of", help="Seen from the end of this day.")]
BridgePlan = Annotated[
    Path | None,
    typer.Option("--bridge-plan", help="Another plan: bars from its pool to this one's."),
]
BridgeResults = Annotated[
    Path | None, typer.Option("--bridge-results", help="Its results; default: the same.")
]
BridgePayees = Annotated[
    Path | None, typer.Option("--bridge-payees", help="Its payees; default: the same.")
]
Periods = Annotated[
    int,
    typer.Option("--periods", min=1, max=MOST_PERIODS, help="How many closed periods."),
]

Draws = Annotated[int, typer.Option("--draws", help="How many joint draws, 10,000 at least.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="The same seed, the same draws.")]


@app.command("pool")
def pool(
    plan_file: PlanFile,
    *,
    results: Results = None,
    external: External = None,
    payees: Payees = None,
    carry_over: CarryOver = None,
    as_of: AsOf = None,
    bridge_plan: BridgePlan = None,
    bridge_results: BridgeResults = None,
    bridge_payees: BridgePayees = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """What a plan pays for its period: every step, from the results to the cents."""
    place = store_folder(store)
    asked = Asked(place, plan_file, results, external, payees, carry_over, as_of)
    done = run(*asked.plan_and_inputs())
    before = None
    if bridge_plan is not None:
        # What the other plan is not given of its own, it shares with this one.
        own = (bridge_results or results, None if bridge_results else external)
        other = Asked(place, bridge_plan, *own, bridge_payees or payees, None, as_of)
        before = run(*other.plan_and_inputs())
    _say_without_payees(payees)
    if as_json:
        with _uncollected():
            _print_json(run_json(done) | _bridge_json(before, done))
    else:
        print(run_text(done))
        if before is not None:
            print(f"\n{bridge_text(before, done, bridge_between(before, done))}")


@app.command("backtest")
def backtest(
    plan_file: PlanFile,
    *,
    periods: Periods = 8,
    external: External = None,
    payees: Payees = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """What the plan would have funded in the last closed periods, on their own targets."""
    asked = Asked(store_folder(store), plan_file, None, external, payees, None, as_of)
    reader = asked.reader()
    plan, inputs = asked.plan_and_terms(reader)
    roster = Roster.of(plan, inputs) if inputs.payees else None
    found = replay(plan, gather(reader, plan, periods, asked.seen), inputs.known, roster)
    if as_json:
        _print_json(backtest_json(found))
    else:
        print(backtest_text(found))


@app.command("simulate")
def simulated(
    plan_file: PlanFile,
    *,
    draws: Draws = 10_000,
    seed: Seed = 1,
    external: External = None,
    payees: Payees = None,
    carry_over: CarryOver = None,
    as_json: AsJson = False,
    store: Store = None,
) -> None:
    """What the plan may cost: results drawn jointly around their forecast."""
    # Only here are frames of draws needed; the other commands start without them.
    from metrics.planning.simulate import simulate
    from metrics.planning.simulate_text import simulation_text

    asked = Asked(store_folder(store), plan_file, None, external, payees, carry_over)
    reader = asked.reader()
    plan, inputs = asked.plan_and_terms(reader)
    _say_without_payees(payees)
    found = simulate(reader, plan, inputs, draws, seed)
    if as_json:
        _print_json(found.json())
    else:
        print(simulation_text(found))


@plan_app.command("check")
def check(plan_file: PlanFile, *, as_json: AsJson = False) -> None:
    """Whether a plan document holds; its hash, which is what signatures stand for."""
    plan = plan_of(plan_file)
    if as_json:
        _print_json({"plan": plan.name, "period": plan.period, "plan_hash": plan_hash(plan)})
    else:
        print(f"{plan.name}, {plan.period}: holds\n{plan_hash(plan)}")


@plan_app.command("document")
def document(
    plan_file: PlanFile,
    *,
    out: Annotated[Path, typer.Option("--out", help="The file to write: .pdf or .md.")],
    store: Store = None,
) -> None:
    """The plan on paper for those it pays, with every printed figure worked out again."""
    # Typesetting takes a while to start, and no other command needs it.
    from metrics.planning.typeset import write_document

    plan, inputs = Asked(store_folder(store), plan_file).plan_and_days()
    written = write_document(plan, out, inputs.known, inputs.span)
    print(f"{out}: {written.title}, plan hash {written.plan_hash}")


def _print_json(document: Json) -> None:
    """The one document on stdout."""
    print(json.dumps(document, ensure_ascii=False, allow_nan=False))


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles inside: a document has none, and a large one has a million parts."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _bridge_json(before: Run | None, done: Run) -> Json:
    """The bridge under its own key, where another plan was given."""
    if before is None:
        return {}
    return {"bridge": bridge_json(before, bridge_between(before, done))}


def _say_without_payees(payees: Path | None) -> None:
    if payees is None:
        print(NO_PAYEES, file=sys.stderr)
