"""What oracles of acquisition and of joint work share: first purchases, recurring, who worked."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.metrics.oracles._cases import Part, View
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._deals import booking_deal, booking_dims
from tests.metrics.oracles._records import NONE

NEVER_DAY = date.max


def full_dims(company: Company, row: dict[str, Any]) -> dict[str, str]:
    """A booking's dimensions with who sourced its deal."""
    sourced_by = booking_deal(company, row).get("sourced_by") or NONE
    return {**booking_dims(company, row), "sourced_by": sourced_by}


def account_of(company: Company, row: dict[str, Any]) -> str | None:
    """Whose booking it is: its own account, else its deal's."""
    return row["account_id"] or booking_deal(company, row).get("account_id")


def first_purchases(company: Company) -> list[dict[str, Any]]:
    """Of every account the earliest booking of kind new; on one day the smaller id."""
    firsts: dict[str, dict[str, Any]] = {}
    for row in company.tables["bookings"]:
        account = account_of(company, row)
        if row["kind"] != "new" or account is None:
            continue
        known = firsts.get(account)
        order = (row["booked_on"], row["booking_id"])
        if known is None or order < (known["booked_on"], known["booking_id"]):  # type: ignore[operator]
            firsts[account] = row
    return list(firsts.values())


def customer_parts(view: View) -> Iterator[Part]:
    """A customer for every first purchase of the period."""
    for row in first_purchases(view.company):
        if view.period.start <= row["booked_on"] < view.last_on:
            yield Part(full_dims(view.company, row), 0, 1)


def recurring(
    company: Company, start: date, end: date, kinds: frozenset[str]
) -> Iterator[tuple[dict[str, str], Fraction]]:
    """What bookings from `start` to before `end` move monthly, in cents; (none) left out."""
    for row in company.tables["bookings"]:
        on = row["booked_on"]
        if row["kind"] not in kinds or not start <= on < end:  # type: ignore[operator]
            continue
        monthly = company.cents(row["recurring_monthly"], row["currency"], on)  # type: ignore[arg-type]
        if monthly is not None:
            yield full_dims(company, row), monthly


def jointly_worked(company: Company) -> set[str]:
    """The closed deals with a touch that counts and a sales activity, both before the close."""
    back = timedelta(days=company.workspace.look_back_days)
    leads = {trip.lead_id: trip.opportunities for trip in company.trips if trip.opportunities}
    of_account = defaultdict(list)
    for deal in company.deals.values():
        of_account[deal.row["account_id"]].append(deal)

    def meant(row: dict[str, Any]) -> tuple[list[Any], bool]:
        """The deals a record speaks of, and whether it is linked rather than of the account."""
        if row["opportunity_id"] in company.deals:
            return [company.deals[row["opportunity_id"]]], True
        if row["lead_id"] in leads:
            return leads[row["lead_id"]], True
        return (of_account[row["account_id"]] if row["account_id"] else []), False

    touched: set[str] = set()
    for row in company.tables["touches"]:
        for deal in meant(row)[0]:
            closed_at = standing_close(deal)
            if closed_at and closed_at - back <= row["touched_at"] <= closed_at:  # type: ignore[operator]
                touched.add(deal.opportunity_id)
    worked: set[str] = set()
    for row in company.tables["activities"]:
        person = company.people.get(str(row["person_id"]))
        if person is None or person["team"] != "sales":
            continue
        deals, is_linked = meant(row)
        for deal in deals:
            closed_at = standing_close(deal)
            if (
                closed_at
                and row["at"] <= closed_at
                and (is_linked or row["at"] >= closed_at - back)
            ):  # type: ignore[operator]
                worked.add(deal.opportunity_id)
    return touched & worked


def standing_close(deal: Any) -> datetime | None:
    """When the deal was finished for good; None while it is open."""
    standing = [one.closed_at for one in deal.closings if one.reopened_at.year == 9999]
    return standing[-1] if standing else None
