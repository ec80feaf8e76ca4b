"""The pace chart: booked so far, last year lighter, the target by pace dashed."""

from dataclasses import replace
from datetime import date

from data.warehouse import Reader
from metrics.compute import calendar_of
from metrics.pace import Course, course
from metrics.sentences.gaps import CALM
from metrics.wording import exact_money, money, short_day, signed_money
from pages.views.asked import Asked, moment_of
from pages.views.chart import Line, LineChart, Role

# A name needs this share of the chart's height for itself.
ROOM = 0.14


def build_pace(reader: Reader, asked: Asked) -> LineChart | None:
    """The course of bookings through the period; None for a period without an end."""
    if asked.period.grain in ("all", "day"):
        return None
    calendar = calendar_of(reader)
    found = course(reader, moment_of(asked), calendar)
    currency = reader.load.workspace.currency
    months = calendar.each(asked.period, "month")
    return LineChart(
        title=pace_title(found, moment_of(asked).is_running, currency),
        words=f"Cumulative bookings, {asked.period.name}",
        lines=_lines(found, currency),
        start=0,
        end=float(asked.period.days),
        top=_top(found),
        ticks=tuple((_x(found, month.start_on), f"{month.start_on:%b}") for month in months[:12]),
        label_room=128,
    )


def _lines(found: Course, currency: str) -> tuple[Line, ...]:
    """Each line with the money at its end."""
    lines = []
    if found.year_before:
        year = found.period.start_on.year - 1
        name = f"{year} {money(found.year_before[-1].amount, currency)}"
        lines.append(_line(found, Role.PREVIOUS, name, currency))
    if found.pace and found.target is not None:
        lines.append(_line(found, Role.PLAN, f"Target {money(found.target, currency)}", currency))
    if found.booked:
        name = f"Booked {money(found.booked[-1].amount, currency)}"
        line = _line(found, Role.ACTUAL, name, currency)
        below = _is_name_below(found)
        side, lift = ("right", -16) if below else ("left", 14)
        lines.append(replace(line, label_side=side, lift=lift, has_dot=True))
    return tuple(lines)


def _line(found: Course, role: Role, name: str, currency: str) -> Line:
    points, words = {
        Role.ACTUAL: (found.booked, "booked"),
        Role.PLAN: (found.pace, "pace to target"),
        Role.PREVIOUS: (found.year_before, "last year"),
    }[role]
    return Line(
        name=name,
        role=role,
        x=(0.0, *(_x(found, point.day) + 1 for point in points)),
        y=(0.0, *(float(point.amount) for point in points)),
        hover=(
            "start",
            *(f"{short_day(p.day)}: {words} {exact_money(p.amount, currency)}" for p in points),
        ),
    )


def pace_title(found: Course, is_running: bool, currency: str) -> str:
    """'$662k behind the pace of past quarters', '$54k over target' once it is over."""
    if found.ahead is None:
        against = ", against last year" if found.year_before else ""
        return f"Booked since the start of the period{against}"
    if not is_running:
        side = "over" if found.ahead >= 0 else "under"
        return f"{money(abs(found.ahead), currency)} {side} target"
    unit = {"week": "weeks", "month": "months", "quarter": "quarters", "year": "years"}
    past = unit.get(found.period.grain, "periods")
    due = found.booked[-1].amount - found.ahead
    if abs(found.ahead) <= CALM * due:
        return f"On the pace of past {past}, {signed_money(found.ahead, currency)}"
    side = "ahead of" if found.ahead >= 0 else "behind"
    return f"{money(abs(found.ahead), currency)} {side} the pace of past {past}"


def _is_name_below(found: Course) -> bool:
    """Whether the name stands under the line: where the pace runs above it, last year not below."""
    last = found.booked[-1]
    if found.ahead is None or found.ahead >= 0:
        return False
    marks = [(abs((point.day - last.day).days), point.amount) for point in found.year_before]
    gap = float(last.amount - min(marks)[1]) if marks else 0.0
    return not 0 <= gap <= ROOM * _top(found) if marks else True


def _x(found: Course, day: date) -> float:
    return float((day - found.period.start_on).days)


def _top(found: Course) -> float:
    """The height of the chart: the highest line and some air."""
    ends = [
        point.amount for line in (found.booked, found.year_before, found.pace) for point in line
    ]
    return float(max(ends, default=1) or 1) * 1.12
