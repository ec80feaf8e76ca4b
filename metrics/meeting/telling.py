"""The story of a meeting as it is held: gathered from the load and the ledger, then kept."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from metrics.compared import Moment as Compared
from metrics.lifecycle.records import Version
from metrics.lifecycle.roles import FINANCE, HEADS, OPERATIONS
from metrics.lifecycle.state import State
from metrics.meeting.headlines import LANDING, POOL, Moment, definitions
from metrics.meeting.masked import Masked
from metrics.meeting.pool_story import pool_story
from metrics.meeting.pool_today import Worked
from metrics.meeting.records import Commitment
from metrics.meeting.story import Owed, Said, Story, Term
from metrics.meeting.win import why_no_win, win_of
from metrics.people import names_of
from metrics.reader import Reader
from metrics.registry import all_kpis
from metrics.registry import kpi as kpi_called
from metrics.sentences.headline import headline

_TEAMS = "select person_id, coalesce(team, '') from people order by person_id"
_OWN_TERMS = {
    LANDING: (
        "Forecast landing",
        "What is booked, what open deals should still bring by their stage's odds, and what is "
        "still to be created, as past quarters went.",
    ),
    POOL: (
        "The pool",
        "What the plan in force funds at the forecast, in percent of target: each measure's "
        "weight times what it pays, then kickers, gates, floor and cap.",
    ),
}
_KPIS = frozenset(one.key for one in all_kpis())


def story_of(
    reader: Reader,
    moment: Moment,
    version: Version | None,
    worked: Worked,
) -> Story:
    """What the load tells; what was promised and decided is added from the ledger itself."""
    pool = None if version is None else pool_story(reader, version, moment, worked)
    win = win_of(reader, moment)
    measured = [] if pool is None else [one.kpi for one in pool.measures]
    return Story(
        sentences=_sentences(reader, moment),
        pool=pool,
        no_pool="" if pool else str(worked.answer.note or ""),
        win=win,
        no_win="" if win else why_no_win(reader, moment),
        owed=(),
        unmet=(),
        decided=(),
        terms=terms((*definitions(), *measured)),
    )


def _sentences(reader: Reader, moment: Moment) -> tuple[Said, ...]:
    """What the weekly screen says of the same numbers."""
    found = headline(reader, Compared(moment.period, moment.as_of))
    return tuple(Said(one.text, one.clause, one.kind, one.rows) for one in found)


def terms(keys: Iterable[str]) -> tuple[Term, ...]:
    """What each number means today, each once; an external figure has no definition here."""
    found = {}
    for key in dict.fromkeys(keys):
        if key in _OWN_TERMS:
            label, words = _OWN_TERMS[key]
            found[key] = Term(key, label, words, definitions()[key])
        elif key in _KPIS:
            declared = kpi_called(key)
            found[key] = Term(key, declared.label, declared.definition, declared.version)
    return tuple(found.values())


def with_promises(story: Story, state: State, reader: Reader, moment: Moment) -> Story:
    """The story with what is promised and decided in the ledger at this event.

    Owners are told as roles and teams, and whom the load knows by name is not named.
    """
    teams = dict(reader.exact_rows(_TEAMS, {}))
    masked = Masked(names_of(reader))
    since = max((one.held_on for one in state.meeting.held), default=moment.period.start_on)

    def owed(one: Commitment) -> Owed:
        return _owed(one, owner_words(one.owner, state, teams), masked)

    made = state.meeting.commitments
    unmet = [one for one in made if one.state in ("moved", "dropped") and _is_since(one, since)]
    decided = [
        masked.text(" ".join(one.text.split()))
        for one in reversed(state.meeting.notes)
        if one.kind == "decision" and one.said_on >= moment.period.start_on
    ]
    is_open = sorted((one for one in made if one.is_open), key=lambda one: (one.due_on, one.number))
    return replace(
        story,
        owed=tuple(owed(one) for one in is_open),
        unmet=tuple(owed(one) for one in unmet),
        decided=tuple(decided),
    )


def _is_since(one: Commitment, since: date) -> bool:
    return one.settled_on is not None and one.settled_on >= since


def owner_words(person_id: str, state: State, teams: Mapping[str, str]) -> str:
    """Who owns it, as a role or a team: 'Head of sales', 'Marketing'."""
    roles = state.roles_of(person_id)
    for role in (*HEADS, FINANCE, OPERATIONS):
        if role in roles:
            return role.replace("_", " ").capitalize()
    team = state.team_of(person_id) or teams.get(person_id, "")
    return team.capitalize() if team and team != "other" else "The team"


def _owed(one: Commitment, owner: str, masked: Masked) -> Owed:
    declared = kpi_called(one.kpi)
    return Owed(
        number=one.number,
        what=masked.text(one.what),
        owner=owner,
        due_on=one.due_on,
        state=one.state,
        reason=masked.text(" ".join(one.reason.split())),
        kpi=one.kpi,
        label=declared.label,
        unit=declared.unit.value,
        expected=one.expected,
    )
