"""What a commitment's KPI did: the same days at both moments, on today's load."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from data.warehouse import Reader
from metrics.compute import answer, calendar_of
from metrics.kpi import Better
from metrics.meeting.effects import Effect, effects
from metrics.meeting.records import Commitment, Promise
from metrics.scope import ALL, Scope

MADE, NOW = date(2026, 11, 1), date(2026, 11, 15)


def made(
    kpi: str, expected: str, *, as_of: date = MADE, due: date = NOW, scope: Scope = ALL
) -> Commitment:
    """A commitment of that day to move the KPI."""
    return Commitment(
        1,
        "what",
        "P001",
        kpi,
        Decimal(expected),
        scope,
        "P001",
        datetime(2026, 11, 2, tzinfo=UTC),
        (Promise(due, as_of, as_of),),
    )


def effect(reader: Reader, one: Commitment) -> Effect:
    """Its one effect by now."""
    (found,) = effects(reader, (one,), NOW)
    return found


@pytest.mark.parametrize("key", ["bookings", "win_rate", "response_within_sla", "leads_created"])
def test_inside_a_quarter_it_is_the_quarter_then_and_now(reader: Reader, key: str) -> None:
    found = effect(reader, made(key, "0.01"))
    quarter = calendar_of(reader).parse("2026-Q4")
    then, now = (answer(reader, key, quarter, as_of=day) for day in (MADE, NOW))
    assert (found.then, found.now) == (then, now)
    assert found.difference == (now.value or 0) - (then.value or 0)


def test_over_a_quarters_end_it_is_what_came_since(reader: Reader) -> None:
    found = effect(reader, made("bookings", "1", as_of=date(2026, 9, 27)))
    since = calendar_of(reader).parse("2026-09-28..2026-11-15")
    assert found.difference == answer(reader, "bookings", since, as_of=NOW).value
    assert found.is_reached is True


def test_a_state_looks_at_the_quarter_in_which_it_is_due(reader: Reader) -> None:
    calendar = calendar_of(reader)
    for due, name in ((NOW, "2026-Q4"), (date(2027, 1, 8), "2027-Q1")):
        found = effect(reader, made("open_pipeline", "40000", due=due))
        window = calendar.parse(name)
        assert [found.then.value, found.now.value] == [
            answer(
                reader, "open_pipeline", calendar.parse("2026-Q4"), as_of=day, window=window
            ).value
            for day in (MADE, NOW)
        ]
    # A state over all that is open keeps its own window.
    assert effect(reader, made("overdue_pipeline", "-0.1")).now.value is not None


def test_a_scope_is_the_commitments_own(reader: Reader) -> None:
    emea = Scope.of(region="EMEA")
    found = effect(reader, made("leads_created", "30", scope=emea))
    quarter = calendar_of(reader).parse("2026-Q4")
    assert found.now == answer(reader, "leads_created", quarter, as_of=NOW, scope=emea)


@pytest.mark.parametrize(
    ("expected", "moved", "is_reached"),
    [
        ("5", "5", True),
        ("5", "4.99", False),
        ("-2", "-3", True),
        ("-2", "-1", False),
        ("0", "0", True),
    ],
)
def test_reached_is_as_far_as_expected_in_its_direction(
    reader: Reader, expected: str, moved: str, is_reached: bool
) -> None:
    found = effect(reader, made("bookings", expected))
    then, now = Decimal(10), Decimal(10) + Decimal(moved)
    from dataclasses import replace

    told = Effect(
        found.commitment,
        found.kpi,
        replace(found.then, value=then),
        replace(found.now, value=now),
    )
    assert told.is_reached is is_reached
    better = Decimal(moved) > 0 if Decimal(moved) else None
    assert told.is_better is better
    assert replace(told, then=replace(found.then, value=None)).is_reached is None
    assert found.kpi.better is Better.HIGHER
