"""The bridge as a loop over the deals of an export, written without reading the statement."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.metrics.oracles._company import Company, as_decimal, next_day, rounded
from tests.metrics.oracles._records import Closing, Deal, Dims, Version

Money = dict[str, Fraction]
ZERO = Fraction(0)


class Naive:
    """One bridge, deal by deal."""

    def __init__(
        self,
        company: Company,
        days: tuple[date, date],
        window: tuple[date, date] | None,
        holds: Callable[[Dims], bool] = lambda dims: True,
    ) -> None:
        self.company, self.days, self.window, self.holds = company, days, window, holds
        self.ends = tuple(company.moment(next_day(day)) for day in days)
        self.opening = self.closing = ZERO
        self.deals: dict[str, Money] = {}
        for deal in company.deals.values():
            if moved := self.moved(deal):
                self.deals[deal.opportunity_id] = moved

    def is_due(self, day: date | None) -> bool:
        """Whether a close lies in the window."""
        if self.window is None:
            return True
        return day is not None and self.window[0] <= day < self.window[1]

    def is_early(self, day: date | None) -> bool:
        """Whether a close lies before the window."""
        return self.window is not None and day is not None and day < self.window[0]

    def is_held(self, version: Version | None) -> bool:
        """Whether the deal is in open pipeline as it stands."""
        return bool(
            version
            and version.is_open
            and self.holds(version.dims)
            and self.is_due(version.expected_close_on)
        )

    def worth(self, amount: Fraction | None, currency: str | None, on: date) -> Fraction | None:
        """Cents of the reporting currency; None without a rate, 0 without an amount."""
        if self.company.cents(Fraction(1), currency, on) is None:
            return None
        return self.company.cents(amount or ZERO, currency, on)

    def win(self, deal: Deal, before: Version | None, after: Version) -> Closing | None:
        """The closing by which a deal not won at the beginning is won at the end."""
        is_won = after.outcome == "won" and not after.is_deleted
        if not is_won or (before and before.outcome == "won" and not before.is_deleted):
            return None
        return next(
            one for one in deal.closings if one.is_won and one.reopened_at > after.valid_from
        )

    def booked(self, deal: Deal, win: Closing) -> tuple[Fraction, Fraction | None]:
        """What the win was booked at, then and at the rates of the beginning."""
        wins = [one.closed_on for one in deal.closings if one.is_won]
        place = wins.index(win.closed_on)
        first = date.min if place == 0 else win.closed_on
        until = wins[place + 1] if place + 1 < len(wins) else date.max
        rows = [
            row
            for row in self.company.tables["bookings"]
            if row["opportunity_id"] == deal.opportunity_id
            and row["kind"] in ("new", "expansion", "renewal")
            and first <= row["booked_on"] < until  # type: ignore[operator]
            and row["booked_on"] <= self.days[1]  # type: ignore[operator]
        ]
        if not rows:
            stands = win.reopened_at.year == 9999 and deal.row["outcome"] == "won"
            amount = deal.row["amount"] if stands else self.last_amount(deal, win)
            then = self.worth(amount, deal.row["currency"], win.closed_on)
            return then or ZERO, self.worth(amount, deal.row["currency"], self.days[0])
        given = [(row["amount"], row["currency"], row["booked_on"]) for row in rows]
        then = sum((self.worth(*one) or ZERO for one in given), ZERO)  # type: ignore[arg-type]
        earlier = [self.worth(one[0], one[1], self.days[0]) for one in given]  # type: ignore[arg-type]
        known = [amount for amount in earlier if amount is not None]
        return then, sum(known, ZERO) if known else None

    def last_amount(self, deal: Deal, win: Closing) -> Fraction | None:
        """The amount that the last version of a closing says."""
        inside = [one for one in deal.versions if one.valid_from < win.reopened_at]
        return inside[-1].amount

    def moved(self, deal: Deal) -> Money:
        """The movements of one deal; its part of opening and closing is added up beside."""
        before, after = (deal.version_at(end) for end in self.ends)
        if after is None:
            return {}
        currency = deal.row["currency"]
        was_in, is_in = self.is_held(before), self.is_held(after)
        win = self.win(deal, before, after)
        is_won = bool(win and self.is_due(win.closed_on) and self.holds(win.dims))
        start = (self.worth(before.amount, currency, self.days[0]) if before else None) or ZERO
        end, same = ZERO, None
        if is_won and win:
            end, same = self.booked(deal, win)
        elif is_in:
            end = self.worth(after.amount, currency, self.days[1]) or ZERO
            same = self.worth(after.amount, currency, self.days[0])
        same = start if same is None else same
        self.opening += start if was_in else ZERO
        self.closing += end if is_in else ZERO
        found: dict[str, Fraction] = defaultdict(lambda: ZERO)
        if not was_in and (is_in or is_won):
            reason = self.entry(before)
            found[reason] += end if reason == "created" else start
            if reason == "created":
                start = same = end
        if is_in or is_won:
            found["increased"] += max(same - start, ZERO)
            found["decreased"] += max(start - same, ZERO)
            found["currency"] += end - same
        if is_won:
            found["won"] += end
        elif was_in and not is_in:
            found[self.exit(after, win)] += start
        return {bar: amount for bar, amount in found.items() if amount}

    def entry(self, before: Version | None) -> str:
        """Why a deal is there that was not."""
        if before is None:
            return "created"
        if not before.is_open:
            return "reopened"
        if self.is_due(before.expected_close_on):
            return "transferred_in"
        return "pushed_in" if self.is_early(before.expected_close_on) else "pulled_in"

    def exit(self, after: Version, win: Closing | None) -> str:
        """Why a deal that was there is gone."""
        if after.is_deleted:
            return "deleted"
        if after.outcome == "lost":
            return "lost"
        close = win.closed_on if win else after.expected_close_on
        if self.is_due(close):
            return "transferred_out"
        return "pulled_out" if self.is_early(close) else "pushed_out"

    @property
    def movements(self) -> dict[str, dict[str, Decimal]]:
        """The movements as the bridge says them."""
        return {
            key: {bar: as_decimal(rounded(amount)) for bar, amount in moved.items()}
            for key, moved in self.deals.items()
        }
