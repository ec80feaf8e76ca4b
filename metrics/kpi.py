"""The Kpi type: what a number is, what it is not, who owns it, and a proof on a few rows."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from metrics.errors import KpiDefinitionError
from metrics.facts import FACTS


class Unit(StrEnum):
    """What a value is measured in."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"
    RATIO = "ratio"
    MONEY_PER_DAY = "money_per_day"


class Better(StrEnum):
    """Which direction is good."""

    HIGHER = "higher"
    LOWER = "lower"
    # A share of a whole that somebody has to have: more of it is less of another.
    NEITHER = "neither"


@dataclass(frozen=True)
class Flow:
    """Sums and counts over the rows dated in the period."""


@dataclass(frozen=True)
class Share(Flow):
    """The part of a sum that is one member's; split by that dimension, each member's own part.

    The denominator is always the sum over every member, so that the parts add up to 1.
    """

    dimension: str


@dataclass(frozen=True)
class PerPerson(Flow):
    """Sums over whole months of people, told on each month's last day.

    `expected` sums what the workspace expects of the months of which it expects anything, and
    `expecting` counts those: where no target is set, their quotient is the target, if that is
    all of them.
    """

    expected: str
    expecting: str


@dataclass(frozen=True)
class Cohort:
    """The rows dated in the period, and how many came further within so many days of it.

    `within_days` None means ever. `$within_days` in the expressions is the limit asked for.
    """

    within_days: int | None


@dataclass(frozen=True)
class Spread:
    """A quantile over the rows dated in the period; parts do not add up to it."""


@dataclass(frozen=True)
class Survival:
    """The Kaplan-Meier median of business hours; what has not ended by the as-of is censored."""


@dataclass(frozen=True)
class State:
    """Open deals as they stood at the end of the period or the as-of, whichever is earlier.

    `window` is the expected-close window used when the question names none.
    """

    window: Literal["quarter", "all"]
    is_weighted_by_stage: bool


@dataclass(frozen=True)
class Slip:
    """Deals open at the period's start, and those of them that moved out of the window."""


@dataclass(frozen=True)
class Retention:
    """What customers active twelve months before the period's last day seen pay on that day.

    Without expansion a customer counts at most with what it had at the start.
    """

    has_expansion: bool


@dataclass(frozen=True)
class Composed:
    """Made of other KPIs' answers by the recipe of the same key in metrics/recipes.py.

    `parts` are those KPIs; the first is the one whose rows stand behind the number.
    """

    parts: tuple[str, ...]


@dataclass(frozen=True)
class Overlap(Composed):
    """How far two mixes over the members of one dimension agree; metrics/fit.py makes it.

    `parts` are the sums and counts that can be mixed; no money stands in what is divided.
    """


@dataclass(frozen=True)
class FromLedger(Composed):
    """Made of non-pay records that are handed in from the ledger, with other KPIs' answers or
    without: then it counts the records themselves, and `parts` is empty.

    `records` names their list in metrics/handed.py. What reads the facts never opens the ledger:
    who asks hands them in with the question.
    """

    records: str


class Source(StrEnum):
    """Where a KPI comes from."""

    WAREHOUSE = "warehouse"
    LEDGER = "ledger"
    COMPOSED = "composed"


Method = Flow | Cohort | Spread | Survival | State | Slip | Retention | Composed


@dataclass(frozen=True)
class Figure:
    """A sum or count over the same rows that the definition shows beside the value."""

    key: str
    sql: str
    dated_by: str


@dataclass(frozen=True)
class Given:
    """Rows of one table: a line a row, values split by '|', empty for null."""

    table: str
    columns: str
    rows: str


@dataclass(frozen=True)
class Example:
    """A worked example on the KPI's own fact, seen a year after the period's end."""

    columns: str
    rows: str
    period: str
    value: Decimal | None
    because: str


@dataclass(frozen=True)
class Story:
    """A worked example that needs several tables or a certain as-of date."""

    given: tuple[Given, ...]
    period: str
    as_of: date
    value: Decimal | None
    because: str


@dataclass(frozen=True, eq=False)
class Kpi:
    """One number, declared once; every field is required. Two of them are never the same.

    `numerator` and `denominator` are aggregates over `fact` (no denominator: ""), kept apart
    until they are divided once. `counted` is the condition of the rows behind the number and
    `nothing` the sentence that stands where the denominator is 0.
    """

    key: str
    label: str
    question: str
    definition: str
    not_this: str
    fact: str
    dated_by: str
    numerator: str
    denominator: str
    counted: str
    nothing: str
    beside: tuple[Figure, ...]
    method: Method
    unit: Unit
    dimensions: tuple[str, ...]
    better: Better
    payable: bool
    owners: tuple[str, ...]
    version: int
    example: Example | Story

    def __post_init__(self) -> None:
        for problem in _problems(self):
            raise KpiDefinitionError(f"KPI '{self.key}': {problem}")

    @property
    def source(self) -> Source:
        """The facts, records handed in from the ledger, or other KPIs."""
        if isinstance(self.method, FromLedger):
            return Source.LEDGER
        return Source.COMPOSED if isinstance(self.method, Composed) else Source.WAREHOUSE

    @property
    def is_count_rate(self) -> bool:
        """Whether it is a share of counted things, so that a Wilson interval holds."""
        return (
            self.unit is Unit.PERCENT
            and self.numerator.startswith("count(")
            and self.denominator.startswith("count(")
        )

    @property
    def has_money_numerator(self) -> bool:
        """Whether the numerator is an amount of money."""
        if _is_of_counts(self.method) or isinstance(self.method, PerPerson):
            return False
        return isinstance(self.method, Composed | Slip) or self.numerator.startswith("sum(")

    @property
    def has_money_denominator(self) -> bool:
        """Whether the denominator is an amount of money."""
        if _is_of_counts(self.method):
            return False
        if isinstance(self.method, Composed):
            return self.unit in (Unit.PERCENT, Unit.RATIO, Unit.MONTHS)
        return self.denominator.startswith("sum(")

    @property
    def is_additive(self) -> bool:
        """Whether the values of its parts add up to its value."""
        return (
            self.unit in (Unit.COUNT, Unit.MONEY)
            and not self.denominator
            and isinstance(self.method, Flow | State)
        )


def _is_of_counts(method: Method) -> bool:
    """Whether no money stands in what a composed KPI divides."""
    return isinstance(method, Overlap) or (isinstance(method, FromLedger) and not method.parts)


def _problems(kpi: Kpi) -> list[str]:
    """What contradicts itself in a declaration, in words."""
    found = []
    if not re.fullmatch(r"[a-z][a-z_]+", kpi.key):
        found.append("the key takes small letters and '_' only")
    for name in ("label", "question", "definition", "not_this", "nothing"):
        if not getattr(kpi, name).strip():
            found.append(f"'{name}' is empty")
    if not kpi.owners or set(kpi.owners) - {"marketing", "sales", "success"}:
        found.append("owners are marketing, sales or success")
    if isinstance(kpi.method, Composed):
        if not kpi.method.parts and not isinstance(kpi.method, FromLedger):
            found.append("a composed KPI needs parts")
        return found
    fact = FACTS.get(kpi.fact)
    if fact is None:
        return [*found, f"no fact is called '{kpi.fact}'; known: {', '.join(FACTS)}"]
    if kpi.dated_by not in fact.dates:
        found.append(f"'{kpi.dated_by}' is no date of {kpi.fact}: {', '.join(fact.dates)}")
    if unknown := set(kpi.dimensions) - set(fact.dimensions):
        found.append(f"{kpi.fact} has no dimension {', '.join(sorted(unknown))}")
    return found
