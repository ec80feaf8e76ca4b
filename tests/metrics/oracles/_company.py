"""The company as plain Python: what was true of each lead, deal and booking at a moment."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from data.workspace import Workspace
from tests.metrics.oracles._raw import read_folder
from tests.metrics.oracles._records import NEVER, NONE, Closing, Deal, Dims, Trip, Version
from tests.metrics.oracles._time import DAY, Clock

VERSIONED = ("owner_id", "region", "source", "industry", "size_band")


class Company:
    """The export of one folder, indexed by key."""

    def __init__(self, folder: Path, workspace: Workspace) -> None:
        self.workspace = workspace
        self.zone = ZoneInfo(workspace.time_zone)
        self.tables = read_folder(folder, self.zone)
        self.people = self._by_key("people", "person_id")
        self.accounts = self._by_key("accounts", "account_id")
        self.campaigns = self._by_key("campaigns", "campaign_id")
        self.products = self._by_key("products", "product_id")
        self.stages = self._by_key("stages", "stage")
        self.person_names = self._names("people", "person_id")
        self.campaign_names = self._names("campaigns", "campaign_id")
        self.product_names = self._names("products", "product_id")
        self.rates: dict[str, list[tuple[date, Fraction]]] = defaultdict(list)
        for row in self.tables["fx_rates"]:
            self.rates[str(row["currency"])].append((row["on"], row["rate"]))  # type: ignore[arg-type]
        for rates in self.rates.values():
            rates.sort()
        self._clocks: dict[tuple[str, str | None], Clock] = {}

    def _by_key(self, table: str, key: str) -> dict[str, dict[str, Any]]:
        return {str(row[key]): row for row in self.tables[table]}

    def _names(self, table: str, key: str) -> dict[str, str]:
        """Shown names by id; a name that several share carries its id."""
        rows = self.tables[table]
        often = Counter(row["name"] for row in rows)
        return {
            str(row[key]): str(row["name"])
            if often[row["name"]] == 1
            else f"{row['name']} ({row[key]})"
            for row in rows
        }

    # Time and money

    def clock(self, zone: str | None, region: str | None) -> Clock:
        """Business hours in a zone (None: the workspace's), with the region's holidays."""
        key = (zone or self.workspace.time_zone, region)
        if key not in self._clocks:
            hours = self.workspace.business_hours
            exceptions = [
                row
                for row in self.tables["calendar_exceptions"]
                if row["region"] is None or row["region"] == region
            ]
            working = {row["on"] for row in exceptions if row["kind"] == "working_day"}
            holidays = {row["on"] for row in exceptions if row["kind"] != "working_day"}
            self._clocks[key] = Clock(
                ZoneInfo(key[0]),
                time.fromisoformat(hours.opens),
                time.fromisoformat(hours.closes),
                frozenset(hours.days),
                frozenset(holidays),
                frozenset(working),  # type: ignore[arg-type]
            )
        return self._clocks[key]

    def day_of(self, moment: datetime) -> date:
        """The workspace's calendar day of a moment."""
        return moment.astimezone(self.zone).date()

    def moment(self, day: date) -> datetime:
        """The moment a day begins in the workspace's zone."""
        return datetime.combine(day, time(), tzinfo=self.zone).astimezone(UTC)

    def converted(self, amount: Fraction | None, currency: str | None, on: date) -> Fraction | None:
        """The amount in the reporting currency at a day's rate, unrounded; None without a rate."""
        if amount is None or currency in {None, self.workspace.currency}:
            return amount
        known = [rate for since, rate in self.rates[str(currency)] if since <= on]
        return amount * known[-1] if known else None

    def cents(self, amount: Fraction | None, currency: str | None, on: date) -> Fraction | None:
        """The amount in whole cents of the reporting currency, half away from zero."""
        exact = self.converted(amount, currency, on)
        return None if exact is None else rounded(exact)

    @cached_property
    def data_date(self) -> date:
        """The day of the latest thing that happened."""
        moments = [
            value
            for table in ("leads", "touches", "opportunities", "opportunity_history", "activities")
            for row in self.tables[table]
            for value in row.values()
            if isinstance(value, datetime)
        ]
        days = [row["booked_on"] for row in self.tables["bookings"]]
        days += [row["spent_on"] for row in self.tables["spend"]]
        return max([self.day_of(max(moments)), *days])  # type: ignore[type-var,return-value]

    # Dimensions

    def who(self, owner_id: str | None) -> Dims:
        """Owner, team and manager of an owner's id."""
        if owner_id is None:
            return {"owner": NONE, "team": NONE, "manager": NONE}
        person = self.people.get(owner_id)
        boss = person["manager_id"] if person else None
        return {
            "owner": self.person_names.get(owner_id, owner_id),
            "team": person["team"] if person else NONE,
            "manager": self.person_names.get(boss, boss) if boss else NONE,
        }

    def where(self, *rows: dict[str, Any] | None) -> Dims:
        """Region, industry and size band: the first of the rows that says one."""
        return {
            name: next((row[name] for row in rows if row and row.get(name)), NONE)
            for name in ("region", "industry", "size_band")
        }

    def whence(self, source: str | None, channel: str | None, campaign_id: str | None) -> Dims:
        """Source, channel and campaign's name."""
        campaign = self.campaigns.get(campaign_id or "", {})
        return {
            "source": source or NONE,
            "channel": channel or campaign.get("channel") or NONE,
            "campaign": self.campaign_names.get(campaign_id or "", campaign_id or NONE),
        }

    def what(self, product_id: str | None) -> Dims:
        """Product and its category."""
        product = self.products.get(product_id or "", {})
        return {
            "product": self.product_names.get(product_id or "", product_id or NONE),
            "product_category": product.get("category") or NONE,
        }

    # Deals

    @cached_property
    def told_by_history(self) -> frozenset[str]:
        """The columns that the history fills at all; only these change from version to version."""
        rows = self.tables["opportunity_history"]
        return frozenset(name for name in VERSIONED if any(row[name] for row in rows))

    @cached_property
    def deals(self) -> dict[str, Deal]:
        """Every opportunity with its versions and closings."""
        changes: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in self.tables["opportunity_history"]:
            changes[str(row["opportunity_id"])].append(row)
        deals = {}
        for row in self.tables["opportunities"]:
            key = str(row["opportunity_id"])
            past = sorted(changes[key], key=lambda change: change["changed_at"])
            deal = Deal(key, row, self._versions(row, past or self._derived(row)))
            deal.closings = one_at_a_time(list(self._closings(deal)))
            deals[key] = deal
        return deals

    def _derived(self, row: dict[str, Any]) -> list[dict[str, Any]]:
        """The two changes that an opportunity's own dates tell of."""
        opened = {**row, "changed_at": row["created_at"], "is_deleted": False}
        if self._outcome(row) == "open":
            return [opened]
        # In which stage and how likely it stood before it closed, nobody recorded.
        opened |= {"outcome": "open", "stage": None, "probability": None}
        return [opened, {**row, "changed_at": row["closed_at"], "is_deleted": False}]

    def _outcome(self, row: dict[str, Any]) -> str:
        """The outcome; where none is given, what the stage stands for."""
        return row["outcome"] or self.stages.get(row["stage"] or "", {}).get("kind") or "open"

    def _versions(self, row: dict[str, Any], changes: list[dict[str, Any]]) -> list[Version]:
        account = self.accounts.get(row["account_id"] or "")
        ends = [change["changed_at"] for change in changes[1:]] + [NEVER]
        versions = []
        told = self.told_by_history
        for change, end in zip(changes, ends, strict=True):
            said = {name: (change if name in told else row)[name] for name in VERSIONED}
            dims = {
                **self.where(said, account),
                **self.whence(said["source"], row["channel"], row["campaign_id"]),
                **self.who(change["owner_id"] if "owner_id" in told else row["owner_id"]),
                **self.what(row["product_id"]),
                "strategy": row["strategy"] or NONE,
            }
            versions.append(
                Version(
                    change["changed_at"],
                    end,
                    change["stage"],
                    self._outcome(change),
                    bool(change["is_deleted"]),
                    change["amount"],
                    change["expected_close_on"],
                    change["probability"],
                    dims,
                )
            )
        return versions

    def _closings(self, deal: Deal) -> Iterator[Closing]:
        """Each run of versions that are won or lost; the one that stands has the deal's date.

        A deal that is deleted is neither: deletion ends a closing as a reopening does.
        """

        def state(version: Version) -> str:
            return "deleted" if version.is_deleted else version.outcome

        runs = [list(run) for _, run in groupby(deal.versions, key=state)]
        for run in runs:
            first = run[0]
            if state(first) not in {"won", "lost"}:
                continue
            stands = run is runs[-1]
            closed_at = (deal.row["closed_at"] if stands else None) or first.valid_from
            on = self.day_of(closed_at)
            then = [version for version in run if version.valid_from <= closed_at] or [first]
            yield Closing(
                deal.opportunity_id,
                closed_at,
                on,
                run[-1].valid_to,
                first.outcome == "won",
                [
                    (version.valid_from, self.cents(version.amount, deal.row["currency"], on))
                    for version in run
                ],
                (on - self.day_of(deal.row["created_at"])).days,
                then[-1].dims,
            )

    # Leads

    @cached_property
    def trips(self) -> list[Trip]:
        """Every lead, with the deals that name it and those it names that name no other."""
        deals: dict[str, list[Deal]] = defaultdict(list)
        for deal in self.deals.values():
            if deal.row["lead_id"]:
                deals[deal.row["lead_id"]].append(deal)
        for row in self.tables["leads"]:
            named = self.deals.get(str(row["opportunity_id"] or ""))
            if named and not named.row["lead_id"]:
                deals[str(row["lead_id"])].append(named)
        return [self._trip(row, deals[str(row["lead_id"])]) for row in self.tables["leads"]]

    def _trip(self, row: dict[str, Any], deals: list[Deal]) -> Trip:
        owner = self.people.get(row["owner_id"] or "", {})
        converted_at = row["converted_at"]
        if converted_at is None and deals:
            converted_at = min(deal.row["created_at"] for deal in deals)
        is_human = row["first_response_kind"] != "automated"
        account = self.accounts.get(row["account_id"] or "")
        return Trip(
            row["lead_id"],
            row,
            self.clock(owner.get("time_zone"), owner.get("region")),
            {
                **self.where(row, account),
                **self.whence(row["source"], None, row["campaign_id"]),
                **self.who(row["owner_id"]),
            },
            row["accepted_at"] or converted_at,
            row["accepted_at"] is None and converted_at is not None,
            row["first_response_at"] if is_human else None,
            deals,
            row["opportunity_id"] is not None and row["opportunity_id"] not in self.deals,
        )


def one_at_a_time(closings: list[Closing]) -> list[Closing]:
    """The closings without what a later one, by its date, takes the place of."""
    kept = []
    for number, closing in enumerate(closings):
        following = min((later.closed_at for later in closings[number + 1 :]), default=NEVER)
        if following > closing.closed_at:
            kept.append(replace(closing, reopened_at=min(closing.reopened_at, following)))
    return kept


def rounded(amount: Fraction) -> Fraction:
    """Whole cents, half away from zero."""
    cents = abs(amount) * 100
    whole = int(cents) + (1 if cents - int(cents) >= Fraction(1, 2) else 0)
    return Fraction(whole if amount >= 0 else -whole, 100)


def as_decimal(value: Fraction) -> Decimal:
    """The exact quotient in Decimal's own precision."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def next_day(day: date) -> date:
    """The day after."""
    return day + timedelta(days=1)


__all__ = ["DAY", "NEVER", "NONE", "Closing", "Company", "Deal", "Trip", "Version"]
