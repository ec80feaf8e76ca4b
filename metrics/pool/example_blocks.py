"""Worked examples on paper, and the proof that what is printed there recomputes."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import zip_longest

from metrics.errors import PlanError, RevenueError
from metrics.pool.blocks import (
    NOTHING,
    Block,
    Heading,
    Paragraph,
    Table,
    markdown,
    section,
    tables_in,
    told,
)
from metrics.pool.decimals import read_back, written
from metrics.pool.examples import Example, example_payee, individual_payout, inputs_for
from metrics.pool.inputs import Inputs, Payee, Result, Span
from metrics.pool.key_checks import Known, known_key, with_externals
from metrics.pool.lines import MeasureLine
from metrics.pool.plan import Plan
from metrics.pool.run import run
from metrics.pool.shares import Run, Share
from metrics.pool.wording import fixed, number

WHOLE_PERIOD = "whole period"
ASSUMED = ("Assumed", "Result", "Target")
PEOPLE = ("Payee", "Team", "Target incentive", "From")


def heading_of(example: Example) -> Heading:
    """The heading an example stands below."""
    return Heading(3, example.title)


def example_blocks(example: Example) -> tuple[Block, ...]:
    """An example below its heading: what is assumed, then every figure up to the payouts."""
    done = example.run
    found = done.inputs.results
    names = names_of(tuple(found), done.inputs.known)
    units = {key: _unit(key, done.inputs.known) for key in found}
    assumed = tuple(
        (names[key], _text(one.value, units[key]), _text(one.target, units[key]))
        for key, one in found.items()
    )
    people = tuple(_person(payee) for payee in done.inputs.payees)
    blocks: list[Block] = [Paragraph(example.said)]
    if assumed:
        blocks.append(told(ASSUMED, assumed))
    blocks.append(told(PEOPLE, people, 2))
    if done.funding.lines:
        header = ("Measure", "Attainment", "Payout", "Weight", "Adds")
        blocks.append(told(header, tuple(_measure(line) for line in done.funding.lines)))
    blocks.append(Table(("Step", "Figure"), tuple(_steps(done))))
    blocks.append(told(_PAID, tuple(_paid(done, share) for share in done.shares)))
    blocks.append(Paragraph(_joiner_words(done)))
    return tuple(blocks)


def prove(plan: Plan, known: Known, span: Span, examples: Sequence[Example], text: str) -> None:
    """Nothing, when every figure of the examples in the Markdown recomputes from what it assumes.

    The results, targets and payees are read from the text, the calculation is run on them, and
    the outcome is compared with the text line by line.
    Raises: PlanError that names the example and the first line that differs.
    """
    for example in examples:
        printed = section(text, heading_of(example))
        where = f"plan '{plan.name}', document, '{example.title}'"
        try:
            inputs = _inputs_in(plan, known, span, example, printed)
            again = replace(example, run=run(plan, inputs))
        except (ValueError, LookupError, RevenueError) as error:
            said = f"{where}: it cannot be computed again ({error}); build the document anew"
            raise PlanError(said) from error
        lines = markdown(example_blocks(again)).strip().splitlines()
        for old, new in zip_longest(printed.splitlines(), lines, fillvalue=""):
            if old != new:
                raise PlanError(
                    f"{where}: '{old}' recomputes to '{new}'; build the document anew from the plan"
                )


def names_of(keys: Sequence[str], known: Known) -> dict[str, str]:
    """What each result is called on paper; a label that two share has its key beside it."""
    labels = {key: _label(key, known) for key in keys}
    texts = list(labels.values())
    return {
        key: label if texts.count(label) == 1 else f"{label} ({key})"
        for key, label in labels.items()
    }


def _label(key: str, known: Known) -> str:
    kpi, _, scope = key.partition("[")
    found = known_key(kpi, known)
    label = found.label if found else kpi
    return f"{label} in {scope.removesuffix(']').replace('=', ' ')}" if scope else label


def _unit(key: str, known: Known) -> str:
    found = known_key(key.partition("[")[0], known)
    return found.unit if found else ""


def _inputs_in(plan: Plan, known: Known, span: Span, example: Example, printed: str) -> Inputs:
    """The inputs that the printed example assumes."""
    tables = tables_in(printed)
    keys = tuple(example.run.inputs.results)
    every = with_externals(plan, known)
    results: dict[str, Result] = {}
    if keys:
        by_name = {name: key for key, name in names_of(keys, every).items()}
        for row in _rows(tables.pop(0)):
            key = by_name.get(row["Assumed"], row["Assumed"])
            value, target = (
                _value(row.get(one, NOTHING), _unit(key, every)) for one in ASSUMED[1:]
            )
            results[key] = Result(value, target, "", "printed")
    payees = tuple(
        example_payee(
            row["Payee"],
            row.get("Team", ""),
            read_back(row["Target incentive"]),
            None if row["From"] == WHOLE_PERIOD else date.fromisoformat(row["From"]),
            individual_payout(plan),
        )
        for row in _rows(tables[0])
    )
    return inputs_for(plan, known, span, results, payees)


def _rows(table: list[list[str]]) -> list[dict[str, str]]:
    return [dict(zip(table[0], row, strict=True)) for row in table[1:]]


def _text(value: Fraction | None, unit: str) -> str:
    return NOTHING if value is None else written(value, unit)


def _value(text: str, unit: str) -> Fraction | None:
    return None if text == NOTHING else read_back(text, unit)


def _person(payee: Payee) -> tuple[str, ...]:
    terms = payee.terms[0]
    joined = terms.valid_from.isoformat() if terms.valid_from else WHOLE_PERIOD
    return payee.person_id, terms.team, written(terms.target), joined


def _measure(line: MeasureLine) -> tuple[str, ...]:
    """A measure's figures, in percent points."""
    attained = NOTHING if line.attainment is None else number(line.attainment)
    payout = NOTHING if line.payout is None else number(line.payout)
    weight = number(Fraction(line.measure.weight))
    return line.label, attained, payout, weight, number(line.weighted)


def _steps(done: Run) -> Iterator[tuple[str, str]]:
    """From the sum to the pool: percent points first, then money."""
    funding, pool, plan = done.funding, done.pool, done.plan
    if funding.lines:
        name = "Weighted attainment" if plan.combine.method == "attainments" else "Sum"
        yield f"{name}, %", number(funding.weighted_sum)
        if plan.combine.method == "attainments":
            yield "Payout of the curve, %", number(funding.combined)
    if funding.kickers:
        yield "With kickers, %", number(funding.with_kickers)
    if funding.gates:
        yield "After gates, %", number(funding.after_gates)
    yield "Funding, %", number(funding.funding)
    if plan.funding.method == "target_incentives":
        yield "Funding within floor and cap, %", number(pool.funding)
    yield f"Target pool, {plan.currency}", money_of(plan, pool.target_pool)
    if plan.funding.afford.kpi:
        yield f"Within what is affordable, {plan.currency}", money_of(plan, pool.affordable)
    yield f"Pool, {plan.currency}", money_of(plan, done.pool_total)
    if plan.funding.reserve:
        yield f"Reserve, {plan.currency}", money_of(plan, done.reserve)
    yield f"Paid from the pool, {plan.currency}", money_of(plan, done.paid_from_pool)
    yield f"Not distributed, {plan.currency}", money_of(plan, done.undistributed)


_PAID = ("Payee", "Share of the period", "Pool part", "Individual part", "Payout")


def _paid(done: Run, share: Share) -> tuple[str, ...]:
    own = share.individual_part if individual_payout(done.plan) is not None else None
    parts = (share.pool_part, own, share.payout)
    money = tuple(money_of(done.plan, part) for part in parts)
    capped = " (at the cap)" if share.is_capped else ""
    return f"{share.person_id}{capped}", number(share.proration), *money


def money_of(plan: Plan, value: Fraction | None) -> str:
    """Money as a statement prints it, in the plan's digits; at least whole units."""
    return NOTHING if value is None else fixed(value, max(0, plan.rounding.money))


def _joiner_words(done: Run) -> str:
    """The payee who joined in mid-period, in sentences."""
    share = next(share for share in done.shares if share.lines[0].terms.valid_from)
    line = share.lines[0]
    if line.reason or line.first_on is None:
        return f"{share.person_id} gets nothing for this period: {line.reason}."
    counted = {"calendar": "days", "workdays": "working days", "30/360": "days of 30/360"}
    days = counted.get(done.plan.proration.days, "months")
    return (
        f"{share.person_id} starts on {line.first_on.isoformat()}: {line.days} of "
        f"{line.period_days} {days}, so {number(share.proration)} of the target incentive of "
        f"{written(share.target)} counts, which is {fixed(share.prorated_target, 2)} "
        f"{done.plan.currency}. The payout is {money_of(done.plan, share.payout)} "
        f"{done.plan.currency}."
    )
