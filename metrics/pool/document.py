"""The plan as a document for the people it pays; refused unless every figure in it recomputes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from metrics.pool.blocks import Block, Heading, Listing, Paragraph, Table, markdown
from metrics.pool.curve import Curve
from metrics.pool.curve_table import ATTAINMENT, MULTIPLE, curve_blocks, prove_curve
from metrics.pool.example_blocks import example_blocks, heading_of, prove
from metrics.pool.examples import Example, examples_of
from metrics.pool.funding import combining_curve, measure_curve
from metrics.pool.inputs import Span
from metrics.pool.key_checks import Known, known_key, with_externals
from metrics.pool.plan import Measure, Plan
from metrics.pool.plan_checks import checked
from metrics.pool.plan_words import (
    GLOSSARY,
    ORDER,
    condition_blocks,
    label_of,
    period_blocks,
    plain,
    pool_blocks,
    sharing_blocks,
)
from metrics.pool.reading import plan_hash


@dataclass(frozen=True)
class Document:
    """A plan on paper: its blocks, and the hash of the plan that they say."""

    title: str
    blocks: tuple[Block, ...]
    plan_hash: str

    @property
    def markdown(self) -> str:
        """The document as Markdown."""
        return markdown(self.blocks)


def document_of(plan: Plan, known: Known, span: Span) -> Document:
    """The document of the plan for the days it pays for, with every figure proven.

    Raises: PlanError when the plan does not hold, or a printed figure does not recompute.
    """
    checked(plan, known)
    keys = with_externals(plan, known)
    examples = examples_of(plan, keys, span)
    document = Document(plan.name, tuple(_blocks(plan, keys, span, examples)), plan_hash(plan))
    prove_document(plan, keys, span, document.markdown)
    return document


def prove_document(plan: Plan, known: Known, span: Span, text: str) -> None:
    """Nothing, when every curve's table and every worked example of the Markdown recomputes.

    Raises: PlanError that names the first figure that does not.
    """
    for heading, curve, unit in _curves(plan, with_externals(plan, known)):
        prove_curve(plan.name, heading, curve, unit, text)
    prove(plan, known, span, examples_of(plan, known, span), text)


def _blocks(plan: Plan, known: Known, span: Span, examples: tuple[Example, ...]) -> Iterator[Block]:
    """Every block, in reading order."""
    yield Heading(1, plan.name)
    yield Paragraph(
        f"This plan pays for {plan.period}: {_day(span.first_on)} to {_day(span.last_on)}. "
        f"All money is in {plan.currency}. Percentages are percent of target; 100 % is target."
    )
    yield Heading(2, "Who it is for")
    yield Paragraph(_who(plan))
    if plan.measures or plan.allocation.individual:
        yield from _measure_blocks(plan, known)
    yield from condition_blocks(plan, known)
    yield from pool_blocks(plan, known)
    yield from sharing_blocks(plan)
    yield from period_blocks(plan)
    yield Heading(2, "Order of calculation")
    yield Listing(ORDER, is_numbered=True)
    yield Heading(2, "Worked examples")
    yield Paragraph(
        "Results and payees are made up, everything else is calculated by the plan. Full time, "
        "modifier 1, no carry-over"
        + ("; individual payout 100 %." if plan.allocation.pool_share < 100 else ".")
    )
    for example in examples:
        yield heading_of(example)
        yield from example_blocks(example)
    yield Heading(2, "Glossary")
    yield Table(("Word", "Meaning"), GLOSSARY, 2)
    yield Paragraph(f"Hash of this plan: {plan_hash(plan)}")


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _who(plan: Plan) -> str:
    if plan.split.by == "teams":
        teams = [team for team, _ in plan.split.teams]
        last = f" and {teams[-1]}" if len(teams) > 1 else teams[-1]
        return (
            f"Everybody with a target incentive in {', '.join(teams[:-1])}{last}. "
            "The teams share one pool, each with its own part."
        )
    return "Everybody with a target incentive under this plan. All of them share one pool."


def _measure_blocks(plan: Plan, known: Known) -> Iterator[Block]:
    yield Heading(2, "What it pays for")
    rows = tuple(
        (name_of(one, known), _read_at(plan, one), f"{plain(one.weight)} %")
        for one in plan.measures
    )
    if rows:
        yield Table(("Measure", "Read at", "Weight"), rows, 2)
    if own := plan.allocation.individual:
        yield Paragraph("The individual part has measures of its own, one result a payee:")
        own_rows = tuple((name_of(one, known), f"{plain(one.weight)} %") for one in own)
        yield Table(("Individual measure", "Weight"), own_rows)
    if notes := tuple(_notes(plan, known)):
        yield Listing(notes)
    for heading, curve, unit in _curves(plan, known):
        yield heading
        yield from curve_blocks(curve, unit)


def _read_at(plan: Plan, measure: Measure) -> str:
    if plan.combine.method == "attainments":
        return "attainment, one curve for all"
    return "multiples of its target" if measure.basis == "target" else "its own result"


def _notes(plan: Plan, known: Known) -> Iterator[str]:
    for measure in plan.measures:
        if measure.limit:
            limit = label_of(measure.limit, known)
            name = name_of(measure, known)
            yield f"The result of {name} never counts as better than that of {limit}."
    for one in plan.external:
        yield f"{one.label} is entered by finance; source: {one.source}."


def _curves(plan: Plan, known: Known) -> Iterator[tuple[Heading, Curve, str]]:
    """Every curve of the plan with its heading and the unit of its results."""
    if plan.combine.method == "attainments":
        heading = Heading(3, "Payout of the weighted attainment, in %")
        yield heading, combining_curve(plan), ATTAINMENT
    else:
        yield from _curves_of("Measure", plan.measures, known)
    yield from _curves_of("Individual measure", plan.allocation.individual, known)


def _curves_of(
    word: str, measures: tuple[Measure, ...], known: Known
) -> Iterator[tuple[Heading, Curve, str]]:
    for place, measure in enumerate(measures, 1):
        found = known_key(measure.kpi, known)
        is_lower = found is not None and found.better == "lower"
        is_by_target = measure.basis == "target"
        unit = MULTIPLE if is_by_target else found.unit if found else ""
        axis = ", in multiples of its target" if is_by_target else ""
        heading = Heading(3, f"{word} {place}: {name_of(measure, known)}{axis}")
        yield heading, measure_curve(measure, is_lower), unit


def name_of(measure: Measure, known: Known) -> str:
    """What people call a measure: the KPI, and the part of the team it looks at."""
    inside = ", ".join(f"{name} {value}" for name, value in measure.scope)
    return label_of(measure.kpi, known) + (f" ({inside})" if inside else "")
