"""Costs where nothing was spent on record: no number and the reason, never a cost of 0."""

from datetime import date

from metrics.compute import Question, answer, answers, calendar_of
from metrics.scope import Scope
from tests.metrics.worlds import World

AS_OF = date(2026, 3, 31)
SPENT = """
    2026-01-10 | Web      | 600.00
    2026-02-10 | Web      |
    2026-02-10 | Fair     |
    2026-02-11 | Mail     |   0.00
"""
HANDED_OVER = "\n".join(
    f"{lead} | {source} | 2026-01-05 10:00:00 | 2026-02-05 10:00:00"
    for lead, source in (("a", "Web"), ("b", "Web"), ("c", "Fair"), ("d", "Mail"), ("e", "Friends"))
)
NO_SPEND = "no spend is on record in the period"


def test_what_has_no_spend_on_record_has_no_cost_and_not_0() -> None:
    world = World(as_of=AS_OF).add("spend_day", "spent_on, source, amount", SPENT)
    world.add("lead_journey", "lead_id, source, created_at, handed_over_at", HANDED_OVER)
    period = calendar_of(world).parse("2026-Q1")
    key = "cost_per_sales_ready_lead"
    found = answers(world, Question((key,), (period,), by=("source",)))
    assert [(one.by, one.value, one.denominator, one.note) for one in found] == [
        # Spend that no rate converts is not a spend of 0 either.
        (("Fair",), None, 1, NO_SPEND),
        (("Friends",), None, 1, NO_SPEND),
        (("Mail",), 0, 1, "few (1)"),
        (("Web",), 300, 2, "few (2)"),
    ]
    assert answer(world, key, period).value == 120
    alone = answer(world, key, period, scope=Scope.of(source="Friends"))
    assert (alone.value, alone.numerator, alone.denominator, alone.note) == (None, 0, 1, NO_SPEND)


def test_a_lagged_cost_without_spend_that_long_ago_is_none() -> None:
    world = World(as_of=AS_OF).add(
        "spend_day", "spent_on, source, amount", "2025-06-01 | Web | 1\n2026-02-10 | Web | 600"
    )
    world.add(
        "lead_journey",
        "lead_id, source, created_at, handed_over_at",
        "a | Web | 2025-10-05 10:00:00 | 2026-02-05 10:00:00",
    )
    found = answer(world, "cost_per_sales_ready_lead", calendar_of(world).parse("2026-02"))
    assert (found.value, found.beside["lag_days"], found.beside["lagged"]) == (600, 123, None)
