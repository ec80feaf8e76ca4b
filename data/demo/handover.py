"""What happens to a lead after marketing: handover, response, decision, hand-back, opportunity.

The follow-up gap of the story is here: EMEA answers late, and what reaches EMEA on a Friday
afternoon often stays unanswered. Both clocks get better in the last weeks before `until`.
"""

import numpy as np

from data.demo.arrays import ABSENT, DAY, HOUR, Draws, Flags, Floats, Ints, rank_within, whole
from data.demo.company import EMEA, HOME_ZONE, OUTBOUND, RESEARCH, SOURCES
from data.demo.demand import Leads
from data.demo.people import INSIDE, SELLER, Staff
from data.demo.span import Span

# Of handovers, by region: answered within four business hours, answered later; else never.
_WITHIN = (0.80, 0.77, 0.78, 0.47, 0.73, 0.70)
_LATER = (0.16, 0.18, 0.17, 0.38, 0.21, 0.22)
_FRIDAY_WITHIN, _FRIDAY_LATER = 0.16, 0.30
_IMPROVEMENT_DAYS = 49
_TIER_HANDOVER = (1.22, 1.03, 0.86)
_TIER_ACCEPTANCE = (1.10, 1.02, 0.90)
_TIER_OPPORTUNITY = (1.20, 1.02, 0.82)
_INDUSTRY_ACCEPTANCE = (1.05, 1.04, 1.03, 1.02, 1.00, 0.88)
_INDUSTRY_OPPORTUNITY = (1.12, 1.10, 1.05, 1.00, 0.95, 0.72)
# Hand-back reasons in the order of the company's list; research has no budget.
_REASON_SHARES = (
    (0.25, 0.22, 0.13, 0.13, 0.12, 0.07, 0.08),
    (0.46, 0.17, 0.08, 0.10, 0.09, 0.05, 0.05),
)
_ANSWER_WITHIN, _ANSWER_LATER = 0.64, 0.28


def improvement(span: Span, moments: Ints) -> Floats:
    """How far the improvement of the last weeks has come, 0 to 1, at each moment."""
    days_left = (span.cutoff - moments) / DAY
    return np.clip((_IMPROVEMENT_DAYS - days_left) / (_IMPROVEMENT_DAYS * 0.6), 0.0, 1.0)


def _of_source(leads: Leads, attribute: str) -> Floats:
    return np.array([getattr(source, attribute) for source in SOURCES])[leads.source]


def _at(rows: Flags, moments: Ints) -> Ints:
    return np.where(rows, moments, ABSENT)


def hand_over(leads: Leads, span: Span, staff: Staff, draws: Draws) -> Leads:
    """The leads with owner, handover and assignment, or with a disqualification."""
    count = len(leads)
    is_again = leads.recycled_from >= 0
    rate = _of_source(leads, "handover_rate") * np.array(_TIER_HANDOVER)[leads.tier]
    is_ready = draws.balanced(leads.source, leads.created) < np.where(is_again, 0.85, rate)
    seat = staff.seat_of(INSIDE, leads.region, draws)
    by_field = draws.chance(0.12, count) | (leads.source == OUTBOUND)
    seat = np.where(by_field, staff.seat_of(SELLER, leads.region, draws), seat)
    zone = staff.zone[seat]
    wait = np.minimum(whole(draws.lognormal(1.3 * DAY, 1.25, count)), 75 * DAY)
    ready = leads.created + np.where(is_again, wait // 6, wait)
    morning = whole(draws.uniform(count) ** 1.5 * 5 * HOUR)
    handed = span.add_working(ready, morning, zone)
    batch = (leads.region == EMEA) & draws.chance(0.17, count)
    handed = np.where(batch, _friday_afternoon(handed, span, zone, draws), handed)
    assigned = span.add_working(handed, whole(draws.exponential(0.25 * HOUR, count)), zone)
    closed = leads.created + whole(draws.lognormal(14.0 * DAY, 0.7, count))
    is_closed = ~is_ready & draws.chance(0.55, count)
    return leads.with_columns(
        seat=seat,
        zone=zone,
        handed=_at(is_ready, handed),
        assigned=_at(is_ready, assigned),
        disqualified=_at(is_closed, closed),
    )


def _friday_afternoon(moments: Ints, span: Span, zone: Ints, draws: Draws) -> Ints:
    """The Friday afternoon after each moment: the weekly list of the regional team."""
    days = span.local(moments, zone) // DAY
    friday = days + (4 - (days + 3) % 7) % 7
    local = friday * DAY + 14 * HOUR + whole(draws.uniform(len(moments)) * 3 * HOUR)
    return np.maximum(span.utc(local, zone), moments)


def _is_friday_afternoon(leads: Leads, span: Span) -> Flags:
    local = span.local(np.where(leads.handed == ABSENT, 0, leads.handed), leads.zone)
    is_friday = (local // DAY + 3) % 7 == 4
    return np.asarray(is_friday & (local % DAY >= 13 * HOUR))


def respond(leads: Leads, span: Span, draws: Draws) -> Leads:
    """The leads with their first response, human or automated, or none."""
    count = len(leads)
    is_gap = (leads.region == EMEA) & _is_friday_afternoon(leads, span)
    better = improvement(span, leads.handed) * 0.13
    within = np.where(is_gap, _FRIDAY_WITHIN, np.array(_WITHIN)[leads.region]) + better
    later = np.where(is_gap, _FRIDAY_LATER, np.array(_LATER)[leads.region] - better / 2)
    fate = draws.balanced(leads.region * 2 + is_gap, leads.handed)
    fast = whole(draws.uniform(count) ** 1.7 * 3.9 * HOUR) + 240
    slow = 4 * HOUR + whole(np.minimum(draws.exponential(11.0 * HOUR, count), 70.0 * HOUR))
    seconds = np.where(fate < within, fast, slow)
    is_robot = draws.chance(0.035, count)
    answered = span.add_working(leads.assigned, np.where(is_robot, 120, seconds), leads.zone)
    evening = (fate < within) & ~is_robot & draws.chance(0.04, count)
    answered = np.where(evening, answered + 9 * HOUR, answered)
    has_answer = (leads.handed != ABSENT) & (fate < within + later)
    kind = np.where(has_answer, np.where(is_robot, 2, 1), 0)
    return leads.with_columns(responded=_at(has_answer, answered), response_kind=kind)


def decide(leads: Leads, span: Span, draws: Draws) -> Leads:
    """The leads accepted or handed back, and the hand-backs answered by marketing."""
    count = len(leads)
    is_handed = leads.handed != ABSENT
    is_answered = leads.responded != ABSENT
    is_decided = is_handed & draws.chance(np.where(is_answered, 0.95, 0.30), count)
    rate = _of_source(leads, "acceptance_rate") * np.array(_TIER_ACCEPTANCE)[leads.tier]
    rate = rate * np.array(_INDUSTRY_ACCEPTANCE)[leads.industry]
    cell = leads.region * len(SOURCES) + leads.source
    is_accepted = draws.balanced(cell, leads.handed) < rate
    # An unanswered lead that is decided at all is decided when somebody cleans up.
    patience = np.where(
        is_answered,
        draws.lognormal(7.0 * HOUR, 1.0, count),
        draws.exponential(60.0 * HOUR, count) + 42 * HOUR,
    )
    start = np.where(is_answered, leads.responded, leads.assigned)
    decided = span.add_working(start, whole(np.minimum(patience, 300.0 * HOUR)), leads.zone)
    is_back = is_decided & ~is_accepted
    better = improvement(span, decided) * 0.22
    fate = draws.balanced(leads.region, decided)
    quick = whole(draws.uniform(count) ** 1.4 * 15.5 * HOUR) + 600
    tardy = 16 * HOUR + whole(draws.exponential(18.0 * HOUR, count))
    home = np.full(count, HOME_ZONE, dtype=np.int64)
    seconds = np.where(fate < _ANSWER_WITHIN + better, quick, tardy)
    answered = span.add_working(decided, seconds, home)
    has_reply = is_back & (fate < _ANSWER_WITHIN + _ANSWER_LATER + better / 3)
    is_research = (leads.industry == RESEARCH).astype(np.int64)
    reason = draws.codes_by_row(_REASON_SHARES, is_research)
    return leads.with_columns(
        accepted=_at(is_decided & is_accepted, decided),
        handed_back=_at(is_back, decided),
        reason=np.where(is_back, reason, -1),
        answered=_at(has_reply, answered),
    )


def convert(leads: Leads, span: Span, draws: Draws) -> Leads:
    """The leads with the moment each became an opportunity; slow answers cost deals."""
    count = len(leads)
    rate = _of_source(leads, "opportunity_rate") * np.array(_TIER_OPPORTUNITY)[leads.tier]
    rate = rate * np.array(_INDUSTRY_OPPORTUNITY)[leads.industry]
    waited = (leads.responded - leads.handed) / HOUR
    rate = rate * np.where((leads.responded != ABSENT) & (waited < 24), 1.06, 0.80)
    is_accepted = leads.accepted != ABSENT
    cell = leads.region * len(SOURCES) + leads.source
    turn = draws.balanced(cell + np.where(is_accepted, 0, len(SOURCES) * 6), leads.handed)
    wait = np.minimum(draws.lognormal(26.0 * HOUR, 1.0, count), 400.0 * HOUR)
    converted = span.add_working(leads.accepted, whole(wait), leads.zone)
    return leads.with_columns(converted=_at(is_accepted & (turn < rate), converted))


def follow_up(leads: Leads, span: Span, staff: Staff, draws: Draws) -> Leads:
    """The leads with everything that sales and marketing did with them."""
    handed = hand_over(leads, span, staff, draws)
    return convert(decide(respond(handed, span, draws), span, draws), span, draws)


def some_unmatched(leads: Leads, draws: Draws) -> Leads:
    """The leads as known, of which some that came to nothing belong to no account."""
    rate = np.where(leads.handed == ABSENT, 0.30, 0.05)
    is_unmatched = draws.chance(rate, len(leads)) & (leads.converted == ABSENT)
    return leads.with_columns(account=np.where(is_unmatched, -1, leads.account))


def as_known(leads: Leads, span: Span) -> tuple[Leads, Ints]:
    """The leads as the CRM shows them at the end of `until`, and their former positions.

    What has not happened yet is empty; a lead not created yet is not there.
    """
    rows = np.flatnonzero(leads.created <= span.cutoff)
    place = np.full(len(leads), -1, dtype=np.int64)
    place[rows] = rank_within(np.zeros(len(rows), dtype=np.int64), leads.created[rows])
    order = rows[np.argsort(place[rows], kind="stable")]
    moments = (
        "handed",
        "assigned",
        "responded",
        "accepted",
        "handed_back",
        "answered",
        "disqualified",
        "converted",
    )
    columns = {name: span.known(getattr(leads, name)[order]) for name in moments}
    kept = leads.rows(order)
    kept = kept.with_columns(**columns)
    origin = kept.recycled_from
    return kept.with_columns(
        response_kind=np.where(kept.responded == ABSENT, 0, kept.response_kind),
        reason=np.where(kept.handed_back == ABSENT, -1, kept.reason),
        recycled_from=np.where(origin >= 0, place[np.maximum(origin, 0)], -1),
        seat=np.where(kept.handed == ABSENT, -1, kept.seat),
    ), place
