"""The versions of opportunities: stage moves, amount edits, slips, new owners, ends.

Each subject gives events (deal, moment, what changed); sorted and carried forward they are the
versions. The opportunity's row is made from its last version, so the two cannot differ.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.arrays import ABSENT, DAY, HOUR, Draws, Flags, Floats, Ints, whole
from data.demo.company import (
    DISCOVER,
    EMEA,
    FORECAST_CATEGORIES,
    LOST,
    LOST_STAGE,
    NEGOTIATE,
    OPEN,
    PROPOSE,
    QUALIFY,
    REGIONS,
    RETENTION,
    STAGE_FORECASTS,
    STAGE_PROBABILITIES,
    WON,
    WON_STAGE,
)
from data.demo.deals import Deals
from data.demo.people import SELLER, Staff
from data.demo.span import Span

FIELDS = ("stage", "amount", "due", "owner", "deleted", "region")
KEEP = ABSENT
NO_AMOUNT = -1
_COMMIT = FORECAST_CATEGORIES.index("Commit")
_BEST_CASE = FORECAST_CATEGORIES.index("Best case")
# The last open stage of lost deals.
_LOST_IN = (0.22, 0.33, 0.28, 0.17)
_SLIP_LIMIT = 6


@dataclass(frozen=True)
class Versions:
    """Versions as columns, sorted by deal and moment, up to the end of `until`."""

    deal: Ints
    changed: Ints
    stage: Ints
    amount: Ints  # whole units, NO_AMOUNT is empty
    due: Ints
    owner: Ints
    deleted: Ints
    region: Ints
    is_last: Flags

    @property
    def outcome(self) -> Ints:
        """The outcome each version shows."""
        return np.where(
            self.stage == WON_STAGE, WON, np.where(self.stage == LOST_STAGE, LOST, OPEN)
        )

    @property
    def probability(self) -> Ints:
        """The CRM's probability in percent."""
        return np.asarray(np.array(STAGE_PROBABILITIES, dtype=np.int64)[self.stage])

    @property
    def forecast(self) -> Ints:
        """The forecast category; one in five sellers commits late, by the version's due day."""
        usual = np.array(STAGE_FORECASTS, dtype=np.int64)[self.stage]
        is_cautious = (self.stage == NEGOTIATE) & (self.owner % 5 == 2)
        is_bold = (self.stage == PROPOSE) & (self.owner % 7 == 3)
        return np.where(is_cautious, _BEST_CASE, np.where(is_bold, _COMMIT, usual))


class Events:
    """What happened to deals, collected by subject."""

    def __init__(self) -> None:
        self.deals: list[Ints] = []
        self.moments: list[Ints] = []
        self.values: list[dict[str, Ints]] = []

    def add(self, rows: Flags, moments: Ints, **changes: Ints) -> None:
        """Events of the deals in `rows`; columns are as long as all deals."""
        places = np.flatnonzero(rows).astype(np.int64)
        self.deals.append(places)
        self.moments.append(moments[places])
        self.values.append({name: column[places] for name, column in changes.items()})

    def versions(self, span: Span) -> Versions:
        """The versions the events make, those after `until` left out."""
        deal, moment = np.concatenate(self.deals), np.concatenate(self.moments)
        order = np.lexsort((np.arange(len(deal)), moment, deal))
        deal, moment = deal[order], moment[order]
        columns = {
            name: carried_forward(
                np.concatenate(
                    [
                        values.get(name, np.full(len(places), KEEP, dtype=np.int64))
                        for values, places in zip(self.values, self.deals, strict=True)
                    ]
                )[order]
            )
            for name in FIELDS
        }
        is_end = np.ones(len(deal), dtype=bool)
        is_end[:-1] = (deal[1:] != deal[:-1]) | (moment[1:] != moment[:-1])
        kept = is_end & (moment <= span.cutoff)
        deal = deal[kept]
        is_last = np.ones(len(deal), dtype=bool)
        is_last[:-1] = deal[1:] != deal[:-1]
        return Versions(
            deal=deal,
            changed=moment[kept],
            is_last=is_last,
            **{name: column[kept] for name, column in columns.items()},
        )


def carried_forward(column: Ints) -> Ints:
    """The column with KEEP replaced by the value before it; the first value is never KEEP."""
    places = np.where(column == KEEP, 0, np.arange(len(column)))
    return np.asarray(column[np.maximum.accumulate(places)])


def moment_within(deals: Deals, share: Floats, span: Span, staff: Staff) -> Ints:
    """A moment of the owner's working time when so much of the deal's life has passed."""
    end = np.where(deals.first_lost != ABSENT, deals.first_lost, deals.closed)
    raw = deals.created + whole(share * (end - deals.created))
    working = span.add_working(raw, np.zeros(len(deals), dtype=np.int64), staff.zone[deals.seat])
    shifted = working + raw % 3_000
    return np.clip(shifted, deals.created + 60, end - 60)


def build_versions(deals: Deals, span: Span, staff: Staff, draws: Draws) -> tuple[Versions, Ints]:
    """The versions, and the moment each deal entered the pipeline (ABSENT: never)."""
    count = len(deals)
    alive = deals.deleted == ABSENT
    everyone = np.ones(count, dtype=bool)
    events = Events()
    zero = np.zeros(count, dtype=np.int64)
    former = np.where(draws.chance(0.006, count), (deals.region + 1) % len(REGIONS), deals.region)
    events.add(
        everyone,
        deals.created,
        stage=zero + QUALIFY,
        amount=first_amount(deals, draws),
        due=deals.first_due,
        owner=staff.person_at(deals.seat, deals.created),
        deleted=zero,
        region=former,
    )
    moved = moment_within(deals, draws.uniform(count, 0.3, 0.6), span, staff)
    events.add(former != deals.region, moved, region=deals.region)
    entered = stage_moves(events, deals, span, staff, draws)
    amount_edits(events, deals, span, staff, draws)
    slips(events, deals, span, draws)
    owner_changes(events, deals, staff, draws)
    ends(events, deals)
    entered = np.where(alive | (entered < deals.deleted), entered, ABSENT)
    return without_afterlife(events, deals).versions(span), span.known(entered)


def first_amount(deals: Deals, draws: Draws) -> Ints:
    """What the seller first wrote down, in whole units; a few write nothing."""
    count = len(deals)
    spread = np.where(deals.strategy == RETENTION, 0.0, 0.26)
    guess = deals.amount * np.exp(0.04 + spread * draws.generator.standard_normal(count))
    rounded = np.maximum(whole(guess / 500) * 500, 1_000)
    exact = draws.chance(0.3, count) | (deals.strategy == RETENTION)
    is_blank = draws.chance(0.035, count) & (deals.strategy != RETENTION)
    return np.where(is_blank, NO_AMOUNT, np.where(exact, deals.amount, rounded))


def stage_moves(events: Events, deals: Deals, span: Span, staff: Staff, draws: Draws) -> Ints:
    """Adds the moves through the open stages; the moments of entering the pipeline."""
    count = len(deals)
    reached = np.where(deals.outcome == WON, NEGOTIATE, draws.codes(_LOST_IN, count))
    first = draws.uniform(count, 0.04, 0.20)
    entered = moment_within(deals, first, span, staff)
    zero = np.zeros(count, dtype=np.int64)
    events.add(reached >= DISCOVER, entered, stage=zero + DISCOVER)
    second = draws.uniform(count, 0.30, 0.52)
    proposed = moment_within(deals, second, span, staff)
    estimate = deals.amount * draws.lognormal(1.03, 0.09, count)
    estimate = np.where(deals.strategy == RETENTION, deals.amount, estimate)
    rounded = np.maximum(whole(estimate / 100) * 100, 1_000)
    events.add(reached >= PROPOSE, proposed, stage=zero + PROPOSE, amount=rounded)
    third = moment_within(deals, draws.uniform(count, 0.60, 0.84), span, staff)
    events.add(reached >= NEGOTIATE, third, stage=zero + NEGOTIATE)
    back = draws.chance(0.04, count) & (reached >= NEGOTIATE)
    events.add(
        back,
        moment_within(deals, draws.uniform(count, 0.86, 0.93), span, staff),
        stage=zero + PROPOSE,
    )
    return np.where(reached >= DISCOVER, entered, ABSENT)


def amount_edits(events: Events, deals: Deals, span: Span, staff: Staff, draws: Draws) -> None:
    """Adds edits of the amount between the stages, in four deals of ten."""
    count = len(deals)
    edited = draws.chance(0.4, count) & (deals.strategy != RETENTION)
    moment = moment_within(deals, draws.uniform(count, 0.55, 0.93), span, staff)
    revised = np.maximum(whole(deals.amount * draws.uniform(count, 0.94, 1.1) / 50) * 50, 1_000)
    events.add(edited, moment, amount=revised)


def slips(events: Events, deals: Deals, span: Span, draws: Draws) -> None:
    """Adds the moves of the expected close from the first day to the last.

    Most sellers move the date when it comes near. Deals that slip out of the current quarter
    are moved from its first weeks on, again and again.
    """
    count = len(deals)
    last = np.maximum(deals.slips, 1)
    end = np.where(deals.first_lost != ABSENT, deals.first_lost, deals.closed)
    begins = np.maximum(deals.created // DAY + 3, span.quarter_day)
    in_quarter = (deals.first_due >= span.quarter_day - 8) & (deals.first_due < span.end_day)
    leaves = in_quarter & (deals.region == EMEA) & (deals.last_due >= span.end_day)
    due = deals.first_due
    for step in range(1, _SLIP_LIMIT + 1):
        share = np.minimum(step / last, 1.0)
        then = deals.first_due + whole(share * (deals.last_due - deals.first_due))
        then = np.where(step >= deals.slips, deals.last_due, then)
        usual = due - whole(draws.uniform(count, -3.0, 32.0))
        early = begins + whole((step - draws.uniform(count, 0.1, 0.9)) * 26)
        moment = np.where(leaves, early, usual) * DAY + 14 * HOUR
        moment += whole(draws.uniform(count) * 6 * HOUR)
        moment = np.maximum(moment, deals.created + step * 3 * DAY + 7)
        events.add((deals.slips >= step) & (moment < end - HOUR) & (then > due), moment, due=then)
        due = then


def owner_changes(events: Events, deals: Deals, staff: Staff, draws: Draws) -> None:
    """Adds the new owner where the seat passed on, or the deal went to a colleague."""
    count = len(deals)
    passed = staff.handed_on[deals.seat]
    moment = passed + whole(draws.uniform(count, 14, 22) * HOUR)
    during = (passed > deals.created) & (moment < deals.closed - HOUR)
    events.add(during, moment, owner=staff.second[deals.seat])
    colleague = staff.seat_of(SELLER, deals.region, draws)
    given = deals.created + whole(draws.uniform(count, 0.2, 0.7) * (deals.closed - deals.created))
    is_given = draws.chance(0.025, count) & ~during & (deals.strategy != RETENTION)
    events.add(is_given, given, owner=staff.person_at(colleague, given))


def ends(events: Events, deals: Deals) -> None:
    """Adds the closings, the reopenings and the deletions."""
    alive = deals.deleted == ABSENT
    zero = np.zeros(len(deals), dtype=np.int64)
    reopened = deals.first_lost != ABSENT
    events.add(reopened, deals.first_lost, stage=zero + LOST_STAGE)
    again = deals.first_lost + (deals.closed - deals.first_lost) * 2 // 5
    events.add(reopened, again, stage=zero + DISCOVER, due=deals.last_due)
    is_won = alive & (deals.outcome == WON)
    events.add(
        is_won, deals.closed, stage=zero + WON_STAGE, amount=deals.amount, due=deals.closed // DAY
    )
    events.add(alive & (deals.outcome == LOST), deals.closed, stage=zero + LOST_STAGE)
    events.add(~alive, deals.deleted, deleted=zero + 1)


def without_afterlife(events: Events, deals: Deals) -> Events:
    """The events without those after a deal's deletion or its end."""
    kept = Events()
    for places, moments, values in zip(events.deals, events.moments, events.values, strict=True):
        deleted = deals.deleted[places]
        is_over = (deals.outcome[places] != OPEN) & (moments > deals.closed[places])
        alive = ((deleted == ABSENT) | (moments <= deleted)) & ~is_over
        kept.deals.append(places[alive])
        kept.moments.append(moments[alive])
        kept.values.append({name: column[alive] for name, column in values.items()})
    return kept
