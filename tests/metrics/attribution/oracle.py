"""Attribution touch by touch, in plain Python from an export's files; imports no model of ours.

One loop a deal: which touches count, which of them are its anchors, what each gets. Written from
the definition alone; slow and plain on purpose.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from typing import Any

from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import booking_dims
from tests.metrics.oracles._records import NONE, Deal

Credits = dict[str, Fraction]
BOOKED = {"new", "expansion", "renewal"}


@dataclass(frozen=True)
class Hit:
    """One touch that counts for a deal."""

    at: datetime
    channel: str
    source: str
    campaign: str
    campaign_id: str

    @property
    def order(self) -> tuple[object, ...]:
        """By time; of one moment by channel, source, campaign."""
        return (self.at, self.channel, self.source, self.campaign_id)


class Oracle:
    """The touches of every deal of a company, and what models make of them."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.hits: dict[str, list[Hit]] = defaultdict(list)
        rows = company.tables["touches"]
        self.last_at = max(row["touched_at"] for row in rows)  # type: ignore[type-var]
        led = self._deals_of_leads()
        self._leads_of: dict[str, list[str]] = defaultdict(list)
        for lead, keys in led.items():
            for key in keys:
                self._leads_of[key].append(lead)
        leads = company.tables["leads"]
        self._created = {str(row["lead_id"]): row["created_at"] for row in leads}
        of_account: dict[str, list[str]] = defaultdict(list)
        for key, deal in company.deals.items():
            if deal.row["account_id"]:
                of_account[deal.row["account_id"]].append(key)
        for row in rows:
            if row["opportunity_id"] in company.deals:
                keys = [row["opportunity_id"]]
            elif row["lead_id"] in led:
                keys = led[row["lead_id"]]
            else:
                keys = of_account.get(row["account_id"] or "", [])
            for key in keys:
                opens_at, closes_at = self.window(company.deals[key])
                if opens_at <= row["touched_at"] <= closes_at:
                    self.hits[key].append(self._hit(row))
        for hits in self.hits.values():
            hits.sort(key=lambda hit: hit.order)

    def _hit(self, row: Mapping[str, Any]) -> Hit:
        name = row["campaign_id"] or NONE
        return Hit(
            row["touched_at"],
            row["channel"],
            row["source"] or NONE,
            self.company.campaign_names.get(name, name),
            row["campaign_id"] or "",
        )

    def _deals_of_leads(self) -> dict[str, list[str]]:
        """The deals a lead became: those that name it, and one it names that names no other."""
        found: dict[str, list[str]] = defaultdict(list)
        for key, deal in self.company.deals.items():
            if deal.row["lead_id"]:
                found[deal.row["lead_id"]].append(key)
        for row in self.company.tables["leads"]:
            named = self.company.deals.get(str(row["opportunity_id"] or ""))
            if named and not named.row["lead_id"]:
                found[str(row["lead_id"])].append(named.opportunity_id)
        return found

    def closed_at(self, deal: Deal) -> datetime | None:
        """When the deal closed as its own row says; the expected close stands in."""
        if self.company._outcome(deal.row) == "open":
            return None
        expected = deal.row["expected_close_on"]
        return deal.row["closed_at"] or (self.company.moment(expected) if expected else None)

    def window(self, deal: Deal) -> tuple[datetime, datetime]:
        """From when to when a touch counts, both included."""
        end = self.closed_at(deal) or self.last_at
        return end - timedelta(days=self.company.workspace.look_back_days), end

    def _lead_created_at(self, deal: Deal) -> datetime | None:
        """When the deal's lead was created; of several the first by id."""
        own = sorted(self._leads_of.get(deal.opportunity_id, ()))
        return self._created.get(own[0]) if own else None

    def shares(self, deal: Deal) -> dict[str, list[Fraction]]:
        """By model, the share of each touch of the deal, in order."""
        hits = self.hits[deal.opportunity_id]
        lead_created_at = self._lead_created_at(deal)
        count = len(hits)
        first, close = 0, count - 1
        lead = opportunity = None
        for place, hit in enumerate(hits):
            if lead_created_at is not None and hit.at <= lead_created_at:
                lead = place
            if hit.at <= deal.row["created_at"]:
                opportunity = place

        def vector(anchors: list[tuple[int | None, str]], middle: str) -> list[Fraction]:
            there = [(place, Fraction(share)) for place, share in anchors if place is not None]
            places = [place for place, _ in there]
            between = [
                place for place in range(min(places), max(places) + 1) if place not in places
            ]
            given = sum(share for _, share in there) + (Fraction(middle) if between else 0)
            found = [Fraction(0)] * count
            for place, share in there:
                found[place] += share + (1 - given) / len(there)
            for place in between:
                found[place] += Fraction(middle) / len(between)
            return found

        ages = [(hits[-1].at - hit.at).total_seconds() / 86400 for hit in hits]
        sizes = [Fraction(2.0 ** (-age / 30)) for age in ages]
        return {
            "first": vector([(first, "1")], "0"),
            "last": vector([(close, "1")], "0"),
            "linear": [Fraction(1, count)] * count,
            "position": vector([(first, "2/5"), (close, "2/5")], "1/5"),
            "u_shaped": vector([(first, "1/2"), (lead, "1/2")], "0"),
            "w_shaped": vector([(first, "3/10"), (lead, "3/10"), (opportunity, "3/10")], "1/10"),
            "full_path": vector(
                [(first, "9/40"), (lead, "9/40"), (opportunity, "9/40"), (close, "9/40")], "1/10"
            ),
            "time_decay": [size / sum(sizes) for size in sizes],
        }


def removal_effects(journeys: list[tuple[tuple[str, ...], int, int]]) -> tuple[float, Credits]:
    """The chance to win and each member's removal effect, by following the chain step by step."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for path, won, lost in journeys:
        states = ["<start>", *path]
        for before, after in pairwise(states):
            counts[before][after] += won + lost
        counts[states[-1]]["<won>"] += won
        counts[states[-1]]["<lost>"] += lost
    members = sorted({member for path, _, _ in journeys for member in path})

    def chance(removed: str | None) -> float:
        mass, reached = {"<start>": 1.0}, 0.0
        for _ in range(20_000):
            after: dict[str, float] = defaultdict(float)
            for state, weight in mass.items():
                whole = sum(counts[state].values())
                for target, count in counts[state].items():
                    if target == "<won>":
                        reached += weight * count / whole
                    elif target not in ("<lost>", removed):
                        after[target] += weight * count / whole
            mass = after
            if sum(mass.values()) < 1e-17:
                break
        return reached

    base = chance(None)
    return base, {member: Fraction(1 - chance(member) / base) for member in members}


def shapley_credits(journeys: list[tuple[tuple[str, ...], int, int, Fraction]]) -> Credits:
    """Each set's value by the order in which its members could have joined: every order, or
    every subset where orders are too many."""
    won: dict[frozenset[str], int] = defaultdict(int)
    whole: dict[frozenset[str], int] = defaultdict(int)
    value: dict[frozenset[str], Fraction] = defaultdict(Fraction)
    for path, wins, losses, worth in journeys:
        won[frozenset(path)] += wins
        whole[frozenset(path)] += wins + losses
        value[frozenset(path)] += worth

    def rate(group: frozenset[str]) -> Fraction:
        return Fraction(won[group], whole[group]) if group in whole else Fraction(0)

    found: Credits = defaultdict(Fraction)
    for group in [one for one in won if won[one]]:
        added: Credits = defaultdict(Fraction)
        if len(group) <= 4:
            orders = list(permutations(sorted(group)))
            for order in orders:
                for place, member in enumerate(order):
                    with_it, before = frozenset(order[: place + 1]), frozenset(order[:place])
                    added[member] += (rate(with_it) - rate(before)) / len(orders)
        else:
            size = len(group)
            for member in group:
                others = sorted(group - {member})
                for taken in range(size):
                    ways = Fraction(1, size * len(list(combinations(others, taken))))
                    for subset in combinations(others, taken):
                        before = frozenset(subset)
                        added[member] += ways * (rate(before | {member}) - rate(before))
        for member, share in added.items():
            found[member] += share / rate(group) * value[group]
    return found


def booked(
    company: Company, start: date, end: date, region: str | None
) -> tuple[Fraction, dict[str, Fraction]]:
    """All that was booked from `start` to before `end`, and what of it by deal."""
    total, by_deal = Fraction(0), defaultdict(Fraction)
    for row in company.tables["bookings"]:
        if row["kind"] not in BOOKED or not start <= row["booked_on"] < end:
            continue
        if region and booking_dims(company, row)["region"] != region:
            continue
        amount = company.cents(row["amount"], row["currency"], row["booked_on"]) or Fraction(0)
        total += amount
        if row["opportunity_id"]:
            by_deal[row["opportunity_id"]] += amount
    return total, by_deal
