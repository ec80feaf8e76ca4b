"""What deal and money oracles share: snapshots, closings, spend, targets."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from tests.metrics.oracles._cases import Part, View
from tests.metrics.oracles._company import Company
from tests.metrics.oracles._records import Closing, Deal, Dims, Version

A_SECOND = timedelta(seconds=1)


def open_deals(view: View, at: datetime) -> Iterator[tuple[Deal, Version]]:
    """The deals open just before a moment, as they stood."""
    for deal in view.company.deals.values():
        version = deal.version_at(at)
        if version and version.is_open:
            yield deal, version


def worth(company: Company, deal: Deal, version: Version, on: date) -> Fraction:
    """The deal's cents in the reporting currency at a day's rate; 0 where none are known."""
    return company.cents(version.amount, deal.row["currency"], on) or Fraction(0)


def in_window(view: View) -> Iterator[tuple[Deal, Version, Fraction]]:
    """The deals of `open_pipeline`: open, expected to close inside the window."""
    for deal, version in open_deals(view, view.seen_at):
        if view.case.window == "all" or view.window.holds(version.expected_close_on):
            yield deal, version, worth(view.company, deal, version, view.seen_on)


def closings(view: View) -> Iterator[Closing]:
    """Every closing of the period that still stood at the end of the as-of day."""
    for deal in view.company.deals.values():
        for closing in deal.closings:
            if view.holds(closing.closed_at) and not view.seen(closing.reopened_at):
                yield closing


def bookings(view: View, start: date, end: date) -> Iterator[tuple[dict[str, Any], Fraction]]:
    """Each new, expansion or renewal booking from `start` to before `end`; without amount 0."""
    return ((row, amount or Fraction(0)) for row, amount in booked(view, start, end))


def booked(view: View, start: date, end: date) -> Iterator[tuple[dict[str, Any], Fraction | None]]:
    """The same with None for an amount that is not known."""
    for row in view.company.tables["bookings"]:
        on = row["booked_on"]
        if row["kind"] not in {"new", "expansion", "renewal"} or not start <= on < end:  # type: ignore[operator]
            continue
        yield row, view.company.cents(row["amount"], row["currency"], on)  # type: ignore[arg-type]


def booked_parts(view: View) -> Iterator[Part]:
    """What each booking of the period adds."""
    for row, amount in booked(view, view.period.start, view.last_on):
        yield Part(booking_dims(view.company, row), amount or 0, is_unknown=amount is None)


def booking_deal(company: Company, row: dict[str, Any]) -> dict[str, Any]:
    """The opportunity a booking came from; empty when none is known."""
    deal = company.deals.get(row["opportunity_id"] or "")
    return deal.row if deal else {}


def booking_dims(company: Company, row: dict[str, Any]) -> dict[str, str]:
    """A booking's own column, else its opportunity's (or that one's account's), else its own
    account's."""
    deal = booking_deal(company, row)
    accounts = [company.accounts.get(one.get("account_id") or "") for one in (deal, row)]
    return {
        **company.where(deal, *accounts),
        **company.whence(deal.get("source"), deal.get("channel"), deal.get("campaign_id")),
        **company.who(row["owner_id"] or deal.get("owner_id")),
        **company.what(row["product_id"] or deal.get("product_id")),
        "strategy": row["strategy"] or deal.get("strategy") or "(none)",
    }


def spent_parts(view: View) -> Iterator[Part]:
    """What each spend row of the period adds to a cost: money, and nobody it was spent on."""
    company = view.company
    for row in company.tables["spend"]:
        on = row["spent_on"]
        if not view.period.start <= on < view.last_on:  # type: ignore[operator]
            continue
        amount = company.cents(row["amount"], row["currency"], on)  # type: ignore[arg-type]
        if amount is not None:
            yield Part(spend_dims(company, row), amount, 0)


def entries(view: View) -> Iterator[tuple[Dims, Fraction]]:
    """Each deal that entered the pipeline in the period, at its amount then; without one 0."""
    return ((dims, amount or Fraction(0)) for dims, amount in entered(view))


def entered(view: View) -> Iterator[tuple[Dims, Fraction | None]]:
    """The same with None for an amount that is not known."""
    company = view.company
    for deal in company.deals.values():
        entered_at = deal.row["entered_pipeline_at"] or deal.row["created_at"]
        if not view.holds(entered_at):
            continue
        version = deal.version_at(entered_at + A_SECOND) or deal.versions[0]
        amount = company.cents(version.amount, deal.row["currency"], company.day_of(entered_at))
        yield version.dims, amount


def spend_dims(company: Company, row: dict[str, Any]) -> dict[str, str]:
    """What a spend row says, with its campaign's channel."""
    return {**company.where(row), **company.whence(row["source"], None, row["campaign_id"])}
