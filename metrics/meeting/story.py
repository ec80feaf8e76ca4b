"""What a held meeting keeps for the all-hands, beside its numbers. No pay, and nobody's name.

Shares are percent points, 100 = target, exact; amounts are in their KPI's unit.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from metrics.answer import Answer
from metrics.pool.plan import Above, Below, Shape


@dataclass(frozen=True)
class MeasureStory:
    """A measure of the plan: where it stands, what is expected of it, and what that pays.

    `points` is its curve: percent of target, and percent points paid. `now` is None for a figure
    that no KPI gives; `pace` for what does not grow day by day or has no past. `low` and `high` are
    P10 and P90 of what is expected.
    """

    kpi: str
    label: str
    unit: str
    is_lower_better: bool
    weight: Fraction
    now: Answer | None
    year_before: Decimal | None
    target: Decimal | None
    pace: Decimal | None
    expected: Decimal | None
    low: Decimal | None
    high: Decimal | None
    attainment: Fraction | None
    payout: Fraction | None
    weighted: Fraction
    points: tuple[tuple[Fraction, Fraction], ...]
    shape: Shape
    below: Below
    above: Above


@dataclass(frozen=True)
class KickerStory:
    """A kicker: the percent points that it adds, 0 where its mark is not reached."""

    label: str
    points: Fraction


@dataclass(frozen=True)
class GateStory:
    """A gate: whether it is passed, and the most percent points it leaves when it is not."""

    label: str
    is_passed: bool
    ceiling: Fraction


@dataclass(frozen=True)
class PoolStory:
    """How the pool's percent comes about: measures and kickers, then gates, floor and cap."""

    plan: int
    name: str
    period: str
    measures: tuple[MeasureStory, ...]
    kickers: tuple[KickerStory, ...]
    gates: tuple[GateStory, ...]
    is_of_payouts: bool
    weighted_sum: Fraction
    with_kickers: Fraction
    after_gates: Fraction
    floor: Fraction
    cap: Fraction
    funding: Fraction
    low: Decimal | None
    high: Decimal | None


@dataclass(frozen=True)
class Win:
    """The largest booking of the period that both teams worked on; days of the company."""

    booking_id: str
    account: str
    amount: Decimal
    booked_on: date
    kind: str
    region: str
    first_touch_on: date
    first_kind: str
    first_source: str
    first_campaign: str
    touches: int
    sales_activities: int
    began: str
    days: int


@dataclass(frozen=True)
class Owed:
    """A commitment as it stood; `owner` is a role or a team."""

    number: int
    what: str
    owner: str
    due_on: date
    state: str
    reason: str
    kpi: str
    label: str
    unit: str
    expected: Decimal


@dataclass(frozen=True)
class Term:
    """What a number means, as it was declared then."""

    key: str
    label: str
    definition: str
    version: int


@dataclass(frozen=True)
class Said:
    """A sentence computed over the numbers, as it stands first and after a semicolon."""

    text: str
    clause: str
    kind: str
    rows: int


@dataclass(frozen=True)
class Story:
    """Everything of it. `no_pool` and `no_win` say why there is none."""

    sentences: tuple[Said, ...]
    pool: PoolStory | None
    no_pool: str
    win: Win | None
    no_win: str
    owed: tuple[Owed, ...]
    unmet: tuple[Owed, ...]
    decided: tuple[str, ...]
    terms: tuple[Term, ...]
