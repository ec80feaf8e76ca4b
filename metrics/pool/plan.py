"""The plan document as a frozen model: what the team is paid for, and how it is worked out.

Percent points are 100 = target; results and points are in the KPI's own unit, rates 0 to 1.
"""

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from metrics.money import Mode

Shape = Literal["linear", "step"]
Below = Literal["zero", "flat", "extrapolate"]
Above = Literal["cap", "extrapolate"]
Places = int | Literal["none"]
Points = tuple[tuple[Decimal, Decimal], ...]


class Part(BaseModel):
    """A table of the plan document; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Afford(Part):
    """A bound on the pool in money: never more than the KPI less the floor."""

    kpi: str = ""
    floor: Decimal = Decimal(0)
    on: Literal["before", "after"] = "before"


class Tier(Part):
    """A slice of a KPI, from (inside) to (outside), and the rate it pays; no end: None."""

    start: Decimal
    end: Decimal | None
    rate: Decimal


class FundingTerms(Part):
    """Where the pool comes from and what bounds it."""

    method: Literal["target_incentives", "fixed", "share"] = "target_incentives"
    amount: Decimal = Decimal(0)
    kpi: str = ""
    tiers: tuple[Tier, ...] = ()
    floor: Decimal = Decimal(0)
    cap: Decimal = Decimal(200)
    afford: Afford = Afford()
    reserve: Decimal = Decimal(0)


class Measure(Part):
    """One measure: a KPI, its weight in percent points, and the curve that pays for it."""

    kpi: str
    weight: Decimal
    basis: Literal["value", "target"] = "value"
    points: Points = ()
    shape: Shape = "linear"
    below: Below = "zero"
    above: Above = "cap"
    limit: str = ""
    scope: tuple[tuple[str, str], ...] = ()


class External(Part):
    """A figure no KPI of the warehouse gives; finance enters it with its source."""

    key: str
    label: str
    unit: Literal["money", "percent", "count", "days", "hours", "ratio", "score"]
    source: str


class Gate(Part):
    """A condition on the weighted sum; exactly one of `at_least` and `at_most` is given."""

    kpi: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    otherwise: Literal["zero", "half", "cap_at_target"]


class Kicker(Part):
    """Percent points on top when a KPI reaches a mark; one of the two marks is given."""

    kpi: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    points: Decimal


class Combine(Part):
    """How the measures become one figure: their payouts, or one curve over the attainment."""

    method: Literal["payouts", "attainments"] = "payouts"
    points: Points = ()
    shape: Shape = "linear"
    below: Below = "zero"
    above: Above = "cap"


class Rounding(Part):
    """Digits after the point at each declared step, in this order; "none" keeps it exact."""

    attainment: Places = "none"
    measure: Places = "none"
    weighted: Places = "none"
    funding: Places = "none"
    proration: Places = "none"
    money: int = 2
    mode: Mode = "half_up"


class Split(Part):
    """Whether teams have their own part of the pool, in percent of it."""

    by: Literal["target_incentive", "teams"] = "target_incentive"
    teams: tuple[tuple[str, Decimal], ...] = ()


class Allocation(Part):
    """How a pool becomes people's parts."""

    pool_share: Decimal = Decimal(100)
    individual: tuple[Measure, ...] = ()
    modifier: tuple[Decimal, Decimal] = (Decimal("0.8"), Decimal("1.2"))
    budget_neutral: bool = True
    cap_multiple: Decimal = Decimal("3.0")
    undistributed: Literal["carry", "company", "lift_caps"] = "carry"


class Proration(Part):
    """How a part of the period becomes a part of the target."""

    days: Literal["calendar", "workdays", "30/360", "months"] = "calendar"
    inclusive: bool = True
    minimum_service_days: int = 0
    leavers: Literal["prorate", "forfeit"] = "prorate"


class Clawback(Part):
    """How long after a payment it can be taken back."""

    window_days: int = 120


class Plan(Part):
    """A whole plan document."""

    name: str
    period: str
    currency: str = "USD"
    funding: FundingTerms = FundingTerms()
    measures: tuple[Measure, ...] = ()
    external: tuple[External, ...] = ()
    gates: tuple[Gate, ...] = ()
    kickers: tuple[Kicker, ...] = ()
    combine: Combine = Combine()
    rounding: Rounding = Rounding()
    split: Split = Split()
    allocation: Allocation = Field(default_factory=Allocation)
    proration: Proration = Proration()
    clawback: Clawback = Clawback()
