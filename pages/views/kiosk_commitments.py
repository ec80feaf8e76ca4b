"""The wall's first view: what was promised, what came of it, by role and never by name."""

from data.warehouse import Reader
from metrics.compute import Question, answers
from metrics.lifecycle.forecasts import handed_in
from metrics.meeting.agenda import Agenda, agenda
from metrics.meeting.commitment_words import ORDER, commitments_title
from metrics.meeting.effects import Effect, effects
from metrics.meeting.words import signed
from metrics.people import duties_of
from metrics.wording import count, counted, percent, sentence, short_day, short_weekday
from pages.views.asked import Asked
from pages.views.kiosk import Beside, Decided, Pledge, WallView, as_of_line, empty_view
from pages.views.kiosk_people import duty_words, typed_stand_ins
from pages.views.kiosk_words import fits, fitted, quiet, without_people
from pages.views.tile import Change, Direction, Verdict
from pages.views.words import Headline

ROWS = 4
# Ems of the two lines of a commitment, in their own sizes.
WHAT, UNDER = 22.0, 34.0
_NOT_READ = "The commitments stand in the ledger, which cannot be read now"
_NONE = "No commitment is open; the next meeting may make one"
_FILLS = "A commitment says who does what by when, and which number it should move by how much."


def build_wall_commitments(reader: Reader, asked: Asked, decided: Decided | None) -> WallView:
    """Kept of due, and the commitments in two lines each."""
    as_of = as_of_line(reader, asked)
    if decided is None:
        return empty_view("commitments", _NOT_READ, as_of)
    found = agenda(decided.state, reader, asked.as_of, decided.today)
    if not found.commitments:
        return empty_view("commitments", _NONE, as_of, _FILLS)
    did = effects(reader, found.commitments, found.as_of, handed_in(decided.state))
    numbers = found.counted()
    kept, due = numbers.get("kept", 0), found.due
    since = f" since {short_day(found.before.as_of)}" if found.before else ""
    return WallView(
        key="commitments",
        headline=Headline(_sentence(found)),
        label=f"Kept{since}" if due else "Waiting",
        hero=f"{count(kept)} of {count(due)}" if due else count(numbers.get("open", 0)),
        lines=_lines(reader, asked, decided),
        beside=_beside(found, did, numbers),
        as_of=as_of,
        pledges=_pledges(reader, found, did),
        said=_more(len(did)),
    )


def _sentence(found: Agenda) -> str:
    """'One of two commitments was kept; the next is due Wed 25 Nov'."""
    title = commitments_title(found)
    days = [one.due_on for one in found.commitments if found.came_of(one) == "open"]
    return f"{title}; the next is due {short_weekday(min(days))}" if days else title


def _lines(reader: Reader, asked: Asked, decided: Decided) -> tuple[Change, ...]:
    """The share of what was due in the quarter that was kept."""
    question = Question(
        ("commitments_kept",), (asked.period,), as_of=asked.as_of, handed=handed_in(decided.state)
    )
    kept = answers(reader, question)[0]
    if kept.value is None or kept.numerator is None or kept.denominator is None:
        return ()
    return (
        quiet(f"{percent(kept.value)} kept this quarter"),
        quiet(f"{count(kept.numerator)} of {count(kept.denominator)} that were due"),
    )


def _beside(found: Agenda, did: tuple[Effect, ...], numbers: dict[str, int]) -> tuple[Beside, ...]:
    """How many were kept, moved and dropped, and how many wait."""
    reached = sum(1 for one in did if one.is_reached and found.came_of(one.commitment) == "kept")
    waiting = [one for one in found.commitments if one.is_open]
    late = numbers.get("overdue", 0)
    note = quiet("none is waiting")
    if late:
        note = Change(f"{count(late)} overdue", Direction.UP, Verdict.WORSE)
    elif waiting:
        note = quiet(f"next due {short_weekday(min(one.due_on for one in waiting))}")
    kept = numbers.get("kept", 0)
    return (
        Beside("Kept", count(kept), quiet(_reached_words(kept, reached))),
        Beside("Moved", count(numbers.get("moved", 0)), quiet("to a later day")),
        Beside("Dropped", count(numbers.get("dropped", 0)), quiet("for a reason on record")),
        Beside("Open", count(len(waiting)), note),
    )


def _reached_words(kept: int, reached: int) -> str:
    """What the numbers did of what was kept."""
    if not kept:
        return "none yet"
    if not reached:
        return "no number moved as meant"
    return f"{count(reached)} {'number' if reached == 1 else 'numbers'} moved as meant"


def _pledges(reader: Reader, found: Agenda, did: tuple[Effect, ...]) -> tuple[Pledge, ...]:
    """The first of them in the order of the meeting."""
    duties, typed = dict(duties_of(reader)), typed_stand_ins(reader)
    currency = reader.load.workspace.currency
    ordered = sorted(did, key=lambda one: ORDER.index(found.came_of(one.commitment)))
    rows = []
    for one in ordered[:ROWS]:
        made = one.commitment
        word = found.came_of(made)
        who, day = duty_words(duties, made.owner), short_weekday(made.due_on)
        meant = signed(made.expected, one.kpi.unit, currency)
        moved = "no data yet"
        if one.difference is not None:
            moved = signed(one.difference, one.kpi.unit, currency) if one.difference else "0"
        under = fits(
            (
                f"{who} · {day} · {one.kpi.label} {moved}, meant {meant}",
                f"{who} · {one.kpi.label} {moved}, meant {meant}",
                f"{one.kpi.label} {moved}, meant {meant}",
            ),
            UNDER,
        )
        rows.append(Pledge(word, fitted(without_people(made.what, typed), WHAT), under))
    return tuple(rows)


def state_word(pledge: Pledge) -> str:
    """'Kept', 'Overdue'."""
    return sentence(pledge.state)


def _more(rows: int) -> str:
    more = rows - ROWS
    return f"and {counted(more, 'more commitments')} on Weekly" if more > 0 else ""
