"""The facts that KPIs read: their key, dates, dimensions and when a row can be seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

SHARED = ("region", "industry", "size_band", "source", "channel", "campaign")
PEOPLE = ("team", "owner", "manager")
MONTH_END = "last_day(month_start)"
DEAL = (*SHARED, "product", "product_category", "strategy", "sourced_by", *PEOPLE)


@dataclass(frozen=True)
class Fact:
    """One table of the warehouse as KPIs use it.

    `seen` is the condition under which a row exists for someone who looks at the as-of.
    `absent` is what a load without a single row of it lacks, where that is not the noun.
    `numerator_only` are dimensions that only rows of a numerator carry, so that a share by them
    keeps the whole denominator. `shown` are the columns listed with the rows behind a number.
    """

    name: str
    noun: str
    key: str
    dates: tuple[str, ...]
    dimensions: tuple[str, ...]
    numerator_only: tuple[str, ...]
    seen: str
    shown: tuple[str, ...]
    absent: str = ""


def _facts(*facts: Fact) -> Mapping[str, Fact]:
    return MappingProxyType({fact.name: fact for fact in facts})


FACTS = _facts(
    Fact(
        name="lead_journey",
        noun="leads",
        key="lead_id",
        dates=(
            "created_at",
            "handed_over_at",
            "handed_back_at",
            "decided_at",
            "response_due_at",
            "hand_back_due_at",
            "leak_due_at",
            "opportunity_at",
            "won_at",
        ),
        dimensions=(*SHARED, *PEOPLE, "hand_back_reason"),
        numerator_only=("hand_back_reason",),
        seen="",
        shown=("account_id", "owner", "source", "region", "created_at", "handed_over_at"),
    ),
    Fact(
        name="closed_opportunity",
        noun="closed opportunities",
        key="opportunity_id",
        dates=("closed_on",),
        dimensions=DEAL,
        numerator_only=(),
        # A deal that was opened again is not finished from then on.
        seen="(reopened_at is null or reopened_at >= $as_of_at)",
        shown=("account_id", "owner", "region", "closed_on", "amount"),
    ),
    Fact(
        name="created_opportunity",
        noun="opportunities",
        key="opportunity_id",
        dates=("created_at",),
        dimensions=DEAL,
        numerator_only=(),
        seen="",
        shown=("account_id", "owner", "region", "created_at", "won_at", "lost_at"),
    ),
    Fact(
        name="opportunity_journey",
        noun="opportunities",
        key="opportunity_id",
        dates=("entered_at",),
        dimensions=DEAL,
        numerator_only=(),
        seen="",
        shown=("account_id", "owner", "region", "created_at", "entered_at", "entry_amount"),
    ),
    Fact(
        name="opportunity_version",
        noun="opportunities",
        key="opportunity_id",
        dates=("valid_from",),
        dimensions=DEAL,
        numerator_only=(),
        seen="is_open",
        shown=("account_id", "owner", "region", "stage", "expected_close_on", "amount"),
    ),
    Fact(
        name="booking",
        noun="bookings",
        key="booking_id",
        dates=("booked_on",),
        dimensions=DEAL,
        numerator_only=(),
        seen="",
        shown=("opportunity_id", "account_id", "owner", "region", "kind", "booked_on", "amount"),
    ),
    Fact(
        name="spend_day",
        noun="spend",
        key="spent_on",
        dates=("spent_on",),
        dimensions=SHARED,
        numerator_only=(),
        seen="",
        shown=("kind", "source", "channel", "campaign", "amount"),
    ),
    Fact(
        name="person_month",
        noun="person-months",
        key="person_id",
        # A month is told once it is over: on its last day, whole.
        dates=(MONTH_END,),
        dimensions=("region", *PEOPLE),
        numerator_only=(),
        seen="",
        shown=("owner", "team", "region", "month_start"),
        absent="activities with customers, or no people",
    ),
)
