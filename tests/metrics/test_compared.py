"""Numbers beside their past, their course, their parts and their intervals, against SQL."""

from datetime import date
from decimal import Decimal

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.claims import Verdict, judged
from metrics.compared import Against, Moment, Wanted, compared, last_seven_days
from metrics.compute import Question, answers, calendar_of
from metrics.pace import business_days, course
from metrics.pareto import pareto

AS_OF = date(2026, 11, 15)
BOOKED = (
    "select coalesce(sum(amount), 0) from booking "
    "where kind in ('new', 'expansion', 'renewal') and booked_on >= $first and booked_on <= $last"
)


def booked(reader: Reader, first: date, last: date) -> Decimal:
    """Bookings from the first to the last day by plain SQL."""
    return Decimal(reader.exact_rows(BOOKED, {"first": first, "last": last})[0][0])


def quarter(reader: Reader) -> Moment:
    """The running quarter of the demo company."""
    return Moment(calendar_of(reader).parse("2026-Q4"), AS_OF)


def test_a_sum_holds_seven_days_against_seven_and_the_quarter_against_last_years(
    reader: Reader,
) -> None:
    found = compared(reader, (Wanted("bookings"),), quarter(reader), calendar_of(reader))[0]
    changes = {one.against: one for one in found.changes}
    week = changes[Against.WEEK]
    assert week.now == booked(reader, date(2026, 11, 9), date(2026, 11, 15))
    assert week.then == booked(reader, date(2026, 11, 2), date(2026, 11, 8))
    assert changes[Against.YEAR].then == booked(reader, date(2025, 10, 1), date(2025, 11, 15))
    assert found.now.value == booked(reader, date(2026, 10, 1), AS_OF)
    assert len(found.trend) == 13
    assert found.trend[-1] == week.now


def test_a_rate_is_held_against_itself_a_week_earlier(reader: Reader) -> None:
    calendar = calendar_of(reader)
    found = compared(reader, (Wanted("win_rate"),), quarter(reader), calendar)[0]
    earlier = answers(
        reader, Question(("win_rate",), (calendar.parse("2026-Q4"),), as_of=date(2026, 11, 8))
    )[0]
    week = next(one for one in found.changes if one.against is Against.WEEK)
    assert week.then == earlier.value
    assert week.difference == week.now - week.then


def test_a_finished_quarter_is_held_against_the_one_before(reader: Reader) -> None:
    calendar = calendar_of(reader)
    moment = Moment(calendar.parse("2026-Q3"), AS_OF)
    found = compared(reader, (Wanted("bookings"),), moment, calendar)[0]
    assert [one.against for one in found.changes] == [Against.PREVIOUS, Against.YEAR]
    assert found.changes[0].then == booked(reader, date(2026, 4, 1), date(2026, 6, 30))


def test_seven_days_are_held_against_the_same_weekdays_364_days_before(reader: Reader) -> None:
    calendar = calendar_of(reader)
    moment = Moment(last_seven_days(AS_OF, calendar), AS_OF)
    found = compared(reader, (Wanted("bookings"),), moment, calendar)[0]
    assert [one.against for one in found.changes] == [Against.WEEK, Against.YEAR]
    assert found.changes[1].then == booked(reader, date(2025, 11, 10), date(2025, 11, 16))
    # Nothing is booked on weekends, so the sum alone would not tell 364 days from 365.
    assert found.changes[1].period.start_on == date(2025, 11, 10)


def test_overdue_pipeline_is_of_everything_open_beside_a_window(reader: Reader) -> None:
    wanted = (Wanted("open_pipeline"), Wanted("overdue_pipeline"))
    found = compared(reader, wanted, quarter(reader), calendar_of(reader))[1]
    alone = answers(reader, Question(("overdue_pipeline",), (quarter(reader).period,)))[0]
    assert found.now.value == alone.value


def test_everything_has_no_year_before(reader: Reader) -> None:
    moment = Moment(calendar_of(reader).all, AS_OF)
    found = compared(reader, (Wanted("win_rate"),), moment, calendar_of(reader))[0]
    assert found.changes == ()


def test_a_year_before_the_record_has_no_course(reader: Reader) -> None:
    calendar = calendar_of(reader)
    first = reader.exact_rows("select min(booked_on) from booking", {})[0][0]
    assert date(2021, 10, 1) <= first < date(2022, 1, 1)
    early = course(reader, Moment(calendar.parse("2022-Q3"), date(2022, 8, 1)), calendar)
    assert (early.year_before, early.booked[-1].amount > 0) == ((), True)
    after = course(reader, Moment(calendar.parse("2022-Q4"), AS_OF), calendar)
    assert after.year_before[-1].amount == booked(reader, first, date(2021, 12, 31))


def test_the_course_ends_at_what_is_booked_and_at_the_target(reader: Reader) -> None:
    found = course(reader, quarter(reader), calendar_of(reader))
    assert found.booked[-1].day == AS_OF
    assert found.booked[-1].amount == booked(reader, date(2026, 10, 1), AS_OF)
    assert found.year_before[-1].amount == booked(reader, date(2025, 10, 1), date(2025, 12, 31))
    assert found.pace[-1].amount == found.target
    due = next(point.amount for point in found.pace if point.day == AS_OF)
    assert found.ahead == found.booked[-1].amount - due


def test_business_days_are_counted_to_the_as_of(reader: Reader) -> None:
    days = reader.exact_rows(
        "select count(*) filter (where day <= date '2026-11-15'), count(*) from calendar "
        "where is_working_day and day >= date '2026-10-01' and day < date '2027-01-01'",
        {},
    )[0]
    assert business_days(reader, quarter(reader)) == days


def part(reader: Reader, name: str, amount: int) -> Answer:
    """One member of a breakdown."""
    period = quarter(reader).period
    return Answer("bookings", period, (name,), None, Decimal(amount), None, 1, AS_OF, None, None,
                  None, None, None)  # fmt: skip


def test_parts_stand_in_order_of_weight_with_their_running_share(reader: Reader) -> None:
    found = pareto([part(reader, "b", 30), part(reader, "a", 50), part(reader, "c", 20)])
    assert [(one.name, one.running_share) for one in found.parts] == [
        ("a", Decimal("0.5")),
        ("b", Decimal("0.8")),
        ("c", Decimal(1)),
    ]
    assert found.vital == 2
    assert found.parts[1].of_largest == Decimal("0.6")
    assert pareto(()).parts == ()


def test_a_cell_is_judged_by_its_interval_alone(reader: Reader) -> None:
    period = quarter(reader).period

    def share(low: str, high: str, of: int) -> Answer:
        return Answer("acceptance_rate", period, None, Decimal("0.5"), Decimal(1), Decimal(of), of,
                      AS_OF, Decimal(1), Decimal(low), Decimal(high), None, None)  # fmt: skip

    limit = Decimal("0.6")
    assert judged(share("0.3", "0.59", 40), limit).verdict is Verdict.SUPPORTS
    assert judged(share("0.3", "0.60", 40), limit).verdict is Verdict.OPEN
    assert judged(share("0.61", "0.8", 40), limit).verdict is Verdict.REFUTES
    assert judged(share("0.3", "0.4", 19), limit).verdict is Verdict.FEW
