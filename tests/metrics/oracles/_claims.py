"""What both claims rest on, in plain Python: one record a lead handed over in the period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

from tests.metrics.oracles._cases import View
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import A_SECOND
from tests.metrics.oracles._records import NONE, Deal, Trip

MATURE = timedelta(days=180)
NORMAL_95 = Decimal("1.6448536269514722")


@dataclass(frozen=True)
class Lead:
    """A lead as the end of the as-of day shows it."""

    lead_id: str
    source: str
    region: str
    owner_region: str
    is_due: bool
    is_answered: bool
    is_leak_due: bool
    is_leaked: bool
    decision: str | None
    is_mature: bool
    outcome: str
    icp_tier: str
    pipeline: Fraction
    fitting_pipeline: Fraction
    attempts: int
    seconds: int
    has_response: bool


def leads(view: View) -> Iterator[Lead]:
    """The leads handed over in the period and scope, seen as of the day."""
    company, owned = view.company, _deals_once(view.company)
    attempts = _attempts(view)
    for trip in company.trips:
        in_scope = all(trip.dims[name] == member for name, member in view.case.scope)
        if in_scope and view.holds(trip.row["handed_over_at"]):
            yield _lead(view, trip, owned.get(trip.lead_id, []), attempts[trip.lead_id])


def _lead(view: View, trip: Trip, own_deals: list[Deal], attempts: int) -> Lead:
    workspace, row = view.company.workspace, trip.row
    handed_over_at = row["handed_over_at"]
    promise, limit = workspace.response_sla_seconds, workspace.leak_limit_seconds
    due = trip.clock.due(handed_over_at, promise)
    leak_due = trip.clock.due(handed_over_at, limit)
    answer = trip.human_response_at if view.seen(trip.human_response_at) else None
    actions = (trip.human_response_at, trip.accepted_at, row["handed_back_at"])
    until = answer or view.as_of_at
    decision = trip.decision if trip.decision and view.seen(trip.decision[1]) else None
    account = view.company.accounts.get(row["account_id"] or "", {})
    owner = view.company.people.get(row["owner_id"] or "", {})
    entered = [found for deal in own_deals if (found := _entered(view, deal))]
    return Lead(
        lead_id=trip.lead_id,
        source=trip.dims["source"],
        region=trip.dims["region"],
        owner_region=owner.get("region") or NONE,
        is_due=view.seen(due),
        is_answered=view.seen(due)
        and answer is not None
        and trip.clock.seconds(handed_over_at, answer) <= promise,
        is_leak_due=view.seen(leak_due),
        is_leaked=view.seen(leak_due)
        and not any(action is not None and action <= leak_due for action in actions),
        decision=decision[0] if decision else None,
        is_mature=handed_over_at + MATURE <= view.as_of_at,
        outcome=_outcome(view, trip.opportunities),
        icp_tier=row["icp_tier"] or account.get("icp_tier") or NONE,
        pipeline=sum((amount for amount, _ in entered), Fraction(0)),
        fitting_pipeline=sum((amount for amount, fits in entered if fits), Fraction(0)),
        attempts=attempts,
        seconds=trip.clock.seconds(handed_over_at, until),
        has_response=answer is not None,
    )


def _deals_once(company: Company) -> dict[str, list[Deal]]:
    """The deals of each lead; one that two leads name belongs to the first of them."""
    owned: dict[str, str] = {}
    for trip in sorted(company.trips, key=lambda one: one.lead_id):
        for deal in trip.opportunities:
            owned.setdefault(deal.opportunity_id, trip.lead_id)
    found: dict[str, list[Deal]] = defaultdict(list)
    for opportunity_id, lead_id in owned.items():
        found[lead_id].append(company.deals[opportunity_id])
    return found


def _exists(view: View, deal: Deal) -> bool:
    """Whether the deal had been created, and was not deleted, at the end of the as-of day."""
    if not view.seen(deal.row["created_at"]):
        return False
    version = deal.version_at(view.as_of_at)
    return version is None or not version.is_deleted


def _entered(view: View, deal: Deal) -> tuple[Fraction, bool] | None:
    """With how much a deal entered the pipeline by the as-of, and whether it fits."""
    company = view.company
    entered_at = deal.row["entered_pipeline_at"] or deal.row["created_at"]
    if not _exists(view, deal) or not view.seen(entered_at):
        return None
    version = deal.version_at(entered_at + A_SECOND) or deal.versions[0]
    amount = company.cents(version.amount, deal.row["currency"], company.day_of(entered_at))
    account = company.accounts.get(deal.row["account_id"] or "", {})
    return amount or Fraction(0), (deal.row["icp_tier"] or account.get("icp_tier")) in {"A", "B"}


def _outcome(view: View, deals: Iterable[Deal]) -> str:
    """'won' when one of the deals is, 'lost' when all are, else 'open' or 'no deal'."""
    states = []
    for deal in deals:
        if _exists(view, deal):
            standing = [
                closing
                for closing in deal.closings
                if view.seen(closing.closed_at) and not view.seen(closing.reopened_at)
            ]
            states.append(("won" if standing[0].is_won else "lost") if standing else "open")
    if not states:
        return "no deal"
    return "won" if "won" in states else "open" if "open" in states else "lost"


def _attempts(view: View) -> dict[str, int]:
    """What people of sales did on each lead from its handover to the as-of."""
    handed_over = {trip.lead_id: trip.row["handed_over_at"] for trip in view.company.trips}
    found: dict[str, int] = defaultdict(int)
    for row in view.company.tables["activities"]:
        lead_id, at = row["lead_id"], row["at"]
        person = view.company.people.get(row["person_id"] or "", {})
        since = handed_over.get(lead_id or "")
        if person.get("team") == "sales" and since and at >= since and view.seen(at):
            found[lead_id] += 1
    return found


def counts(some: Iterable[Lead]) -> dict[str, Fraction]:
    """Every count of the screen, by its name."""
    kept = list(some)
    mature = [one for one in kept if one.is_mature]

    def how_many(*flags: bool) -> Fraction:
        return Fraction(sum(flags))

    return {
        "leads": Fraction(len(kept)),
        "due": how_many(*(one.is_due for one in kept)),
        "answered": how_many(*(one.is_answered for one in kept)),
        "leak_due": how_many(*(one.is_leak_due for one in kept)),
        "leaked": how_many(*(one.is_leaked for one in kept)),
        "decided": how_many(*(one.decision is not None for one in kept)),
        "accepted": how_many(*(one.decision == "accepted" for one in kept)),
        "mature": Fraction(len(mature)),
        "won": how_many(*(one.outcome == "won" for one in mature)),
        "closed": how_many(*(one.outcome in {"won", "lost"} for one in mature)),
        "young_won": how_many(*(one.outcome == "won" and not one.is_mature for one in kept)),
        "fitting": how_many(*(one.icp_tier in {"A", "B"} for one in kept)),
        "fitting_pipeline": sum((one.fitting_pipeline for one in kept), Fraction(0)),
        "pipeline": sum((one.pipeline for one in kept), Fraction(0)),
        "attempts": Fraction(sum(one.attempts for one in kept)),
        "attempted": how_many(*(one.attempts > 0 for one in kept)),
    }


def verdict(numerator: Fraction, denominator: Fraction, limit: Fraction, is_more_good: bool) -> str:
    """What a share says of a claim: the score test at the limit, which Wilson's interval is."""
    if not denominator:
        return "none"
    if denominator < 20:
        return "few"
    n, agreed = Decimal(int(denominator)), Decimal(limit.numerator) / Decimal(limit.denominator)
    distance = Decimal(int(numerator)) / n - agreed
    if abs(distance) <= NORMAL_95 * (agreed * (1 - agreed) / n).sqrt():
        return "open"
    return "refutes" if (distance > 0) is is_more_good else "supports"
