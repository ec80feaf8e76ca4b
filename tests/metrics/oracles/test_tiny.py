"""Every KPI on a company so small that each number is worked out in the comment beside it."""

from fractions import Fraction

import pytest

from data.warehouse import Reader
from metrics.compute import Question, answers
from metrics.periods import FiscalCalendar
from tests.metrics.oracles._cases import shown

# KPI, period, value, worked out by hand from tests/tiny/*.csv; data date 2026-02-20.
BY_HAND: list[tuple[str, str, Fraction | int | None]] = [
    ("leads_created", "2026-Q1", 4),
    ("leads_created", "2026-01", 3),
    ("sales_ready_leads", "2026-Q1", 3),
    ("accepted_leads", "2026-Q1", 1),
    ("acceptance_rate", "2026-Q1", Fraction(1, 2)),  # L1 accepted, L3 handed back
    ("hand_back_rate", "2026-Q1", Fraction(1, 2)),
    # L1 answered after 2 of 4 hours; L2 never; L3 by a machine only.
    ("response_within_sla", "2026-Q1", Fraction(1, 3)),
    # One answer among three that wait: two thirds still wait, the middle is not reached.
    ("median_response_hours", "2026-Q1", None),
    # In the week of 5 January: L1 after 2 hours, L2 waits: half is reached at 2 hours.
    ("median_response_hours", "2026-W02", 2),
    # L3: 7 hours on 14 January, 1 on the 15th: 8 of 16.
    ("hand_back_answer_within_sla", "2026-Q1", 1),
    # 40 hours: L1 acted on; L2 until 16 January 16:00, nothing; L3 handed back in time.
    ("lead_leakage", "2026-Q1", Fraction(1, 3)),
    # 19 January is a holiday: L3's 40 hours end on the 20th, the others' in the week before.
    ("lead_leakage", "2026-W04", 0),
    ("lead_to_opportunity_rate", "2026-Q1", Fraction(1, 4)),
    ("lead_to_won_rate", "2026-Q1", Fraction(1, 4)),
    # 300 dollars and 100 euros at 1.10: 410.
    ("cost_per_sales_ready_lead", "2026-Q1", Fraction(410, 3)),
    ("cost_per_opportunity", "2026-Q1", Fraction(410, 4)),
    ("cost_per_won", "2026-Q1", 410),
    # O1 800 when it entered, O2 500 euros at 1.10, O3 300, O4 without an amount.
    ("pipeline_created", "2026-Q1", 1650),
    ("open_pipeline", "2026-Q1", 600),  # O2's 500 euros at 1.20; O4 without an amount
    ("open_pipeline", "2026-01", 1750),  # O1 900, O2 550, O3 300, O4 none
    # Target 4,500 less 1,240 booked.
    ("pipeline_coverage", "2026-Q1", Fraction(600, 3260)),
    # One of one that proposed was won: (1 + 1) / (1 + 2) of 600.
    ("weighted_pipeline", "2026-Q1", 400),
    ("weighted_pipeline_crm", "2026-Q1", 300),
    ("win_rate", "2026-Q1", Fraction(1, 2)),
    ("win_rate_value", "2026-Q1", Fraction(1000, 1300)),
    ("created_win_rate", "2026-Q1", Fraction(1, 4)),
    ("average_deal", "2026-Q1", 1000),
    ("sales_cycle_days", "2026-Q1", 33),
    ("sales_velocity", "2026-Q1", Fraction(2 * 1000, 2 * 33)),
    # Open on 31 January and due in February: O1 900, O2 550, O3 300; O2 moved to March.
    ("slippage_rate", "2026-02", Fraction(550, 1750)),
    ("overdue_pipeline", "2026-Q1", 0),  # O4 is late but worth nothing
    ("bookings", "2026-Q1", 1240),  # 1,000 and 200 euros at 1.20; churn is no booking
    ("bookings_attainment", "2026-Q1", Fraction(1240, 4500)),
    ("bookings_attainment", "2026-02", Fraction(1240, 2000)),
    ("bookings_growth", "2026-Q1", None),
    ("acquisition_bookings", "2026-Q1", 1000),
    ("development_bookings", "2026-Q1", 0),
    ("retention_bookings", "2026-Q1", 240),
    ("substitution_bookings", "2026-Q1", 0),
]


@pytest.mark.parametrize(("key", "period", "value"), BY_HAND)
def test_by_hand(tiny: Reader, key: str, period: str, value: Fraction | int | None) -> None:
    calendar = FiscalCalendar(tiny.load.workspace)
    (answer,) = answers(tiny, Question(kpis=(key,), periods=(calendar.parse(period),)))
    assert answer.value == shown(value)
    if value is None:
        assert answer.note
