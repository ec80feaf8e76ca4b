"""A weight moved: a draft's answers for sixty payees, eight past periods and 10,000 draws."""

import statistics
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from data.demo import write_pay
from data.demo.pay import PAYEES_FILE, PLAN_FILE
from data.warehouse import Warehouse
from metrics.planning.asked import Asked
from metrics.planning.live import LiveAnswer
from metrics.planning.prospect import Prospect, prospect
from metrics.planning.weights import moved
from tests.benchmarks.table import Line, milliseconds

PAYEES = 60
CHANGES = 50
WARM_UP = 5
MOST_SECONDS = 0.020
DRAWS = 10_000


def lines(store: Path) -> list[Line]:
    """Median and ninth decile of fifty moved weights, beside preparing everything once."""
    begun = time.perf_counter()
    ready = _prepared(store)
    live, prepared = LiveAnswer(ready), time.perf_counter() - begun
    weights = tuple(measure.weight for measure in ready.plan.measures)
    took, spent = [], []
    for change in range(WARM_UP + CHANGES):
        # Another value each time: a plan that was answered before would be partly remembered.
        to = Decimal(20) + Decimal(change) / 2
        weights = moved(weights, change % len(weights), to, step=Decimal("0.1"))
        begun, processor = time.perf_counter(), time.process_time()
        live.with_weights(weights)
        took.append(time.perf_counter() - begun)
        spent.append(time.process_time() - processor)
    took, spent = took[WARM_UP:], spent[WARM_UP:]
    what = f"plan: a moved weight, {len(ready.roster.entries)} payees, 8 periods, 10,000 draws"
    return [
        _line(f"{what}, median of {CHANGES}", statistics.median(took), prepared),
        _line(f"{what}, 9 of 10 within", statistics.quantiles(took, n=10)[-1], prepared),
        Line(
            "its processor time, median (what a busy machine leaves alone)",
            milliseconds(statistics.median(spent)),
            "",
            None,
            "",
            None,
        ),
    ]


def _prepared(store: Path) -> Prospect:
    """The demo company's own plan and payees of the quarter its data ends in, and some again."""
    reader = Warehouse(store).reader()
    if reader.load.data_date is None:
        raise AssertionError("the benchmark's store holds no dated record")
    with tempfile.TemporaryDirectory() as folder:
        write_pay(Path(folder), until=reader.load.data_date)
        asked = Asked(store, Path(folder) / PLAN_FILE, payees=Path(folder) / PAYEES_FILE)
        plan, inputs = asked.plan_and_terms(reader)
    missing = inputs.payees[: PAYEES - len(inputs.payees)]
    more = tuple(replace(payee, person_id=f"{payee.person_id}-again") for payee in missing)
    return prospect(reader, plan, replace(inputs, payees=inputs.payees + more), DRAWS)


def _line(what: str, seconds: float, prepared: float) -> Line:
    return Line(
        what,
        milliseconds(seconds),
        f"{milliseconds(prepared)} to prepare",
        seconds / prepared,
        f"< {milliseconds(MOST_SECONDS)}",
        seconds < MOST_SECONDS,
    )
