"""What the all-hands tells of a held meeting: from its snapshot and what was written, no reader."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from metrics.all_hands.funding import FundingLine, funding_line
from metrics.all_hands.judged import Judged, Missed, judged, judged_count, missed
from metrics.all_hands.small_groups import LEAST, Part, folded
from metrics.all_hands.wording import words_of
from metrics.answer import Answer
from metrics.lifecycle.state import State
from metrics.meeting.records import Snapshot, Worded
from metrics.meeting.story import Owed, PoolStory, Said, Term, Win
from metrics.meeting.win import NO_WIN
from metrics.pool.cents import largest_remainder

# What was not kept in meetings held before stories were.
NOT_KEPT = "no data: this meeting was held before its story was kept; hold the next one"
# What a reason begins with where the load cannot tell.
UNKNOWN = "no data: "
# The definitions a deck can show, in the order of its slides.
_SHOWN = ("bookings", "pipeline_created", "win_rate", "jointly_worked_share", "pool", "icp_share")


@dataclass(frozen=True)
class Promised:
    """What is owed, what came to nothing since the meeting before, and what was decided."""

    owed: tuple[Owed, ...]
    unmet: tuple[Owed, ...]
    decided: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """The parts of the slides; `reason` says why there is no story, '' where there is one."""

    held: Snapshot
    words: Mapping[tuple[str, str], Worded]
    reason: str
    sentences: tuple[Said, ...]
    measures: tuple[Judged, ...]
    pool: PoolStory | None
    no_pool: str
    line: FundingLine | None
    joint: Answer | None
    sourced: tuple[Part, ...]
    strategies: tuple[Part, ...]
    win: Win | None
    no_win: str
    missed: tuple[Missed, ...]
    judged: int
    promised: Promised
    terms: tuple[Term, ...]


def told(state: State, held: Snapshot) -> Told:
    """Everything the slides of a held meeting say; words as they stand in the ledger now."""
    story = held.story
    pool = None if story is None else story.pool
    joint = next(iter(held.others("jointly_worked_share")), None)
    measures = () if pool is None else tuple(judged(one) for one in pool.measures)
    return Told(
        held=held,
        words=words_of(state, held.number),
        reason="" if story else NOT_KEPT,
        sentences=() if story is None else _fit_for_all(story.sentences),
        measures=measures,
        pool=pool,
        no_pool=NOT_KEPT if story is None else story.no_pool,
        line=None if pool is None else funding_line(pool),
        joint=joint,
        sourced=split_of(held, "bookings_by_sourced_by"),
        strategies=split_of(held, "bookings_by_strategy"),
        win=None if story is None else story.win,
        no_win=NOT_KEPT if story is None else _no_win(story.no_win, joint),
        missed=missed(held),
        judged=judged_count(held, measures),
        promised=Promised(story.owed, story.unmet, story.decided)
        if story
        else Promised((), (), ()),
        terms=() if story is None else _terms(story.terms, pool),
    )


def _no_win(reason: str, joint: Answer | None) -> str:
    """Why there is no win. Meetings of before said there was none also where nobody could tell:
    the share of joint work that they kept knows better.
    """
    note = "" if joint is None or joint.value is not None else joint.note or ""
    return note if reason == NO_WIN and note.startswith(UNKNOWN) else reason


def split_of(held: Snapshot, key: str) -> tuple[Part, ...]:
    """The members of a frozen split with small ones folded into Other."""
    return folded(
        Part((one.by or ("",))[0], one.value, one.rows)
        for one in held.others(key)
        if one.value is not None and one.rows
    )


def kept_part(parts: Sequence[Part], name: str) -> tuple[Part, int] | None:
    """The member and its percent of all, where it stands for itself."""
    told = zip(parts, percents(parts), strict=False)
    return next(((one, share) for one, share in told if one.name == name), None)


def amount_of(held: Snapshot, key: str) -> Answer | None:
    """A number told beside the headlines; None where it is not, or of fewer than five records."""
    found = next(iter(held.others(key)), None)
    return found if found is not None and found.rows >= LEAST else None


def percents(parts: Sequence[Part]) -> tuple[int, ...]:
    """Each part's whole percent of them all, adding up to 100; none where they come to nothing.

    What rounding leaves goes to the largest remainders, ties to the first.
    """
    whole = sum((one.value for one in parts), Decimal(0))
    if whole <= 0:
        return ()
    shares = [Fraction(one.value) * 100 / Fraction(whole) for one in parts]
    return tuple(largest_remainder(shares, 100))


def _fit_for_all(sentences: Iterable[Said]) -> tuple[Said, ...]:
    """Nothing is said of fewer than five records, and no team is held against another."""
    return tuple(
        one
        for one in sentences
        if (one.rows >= LEAST or one.kind in ("calm", "none"))
        and not (one.kind == "driver" and " team " in f" {one.text} ")
    )


def _terms(terms: Iterable[Term], pool: PoolStory | None) -> tuple[Term, ...]:
    """The definitions of what the slides show, each once."""
    measured = () if pool is None else tuple(one.kpi for one in pool.measures)
    by_key = {one.key: one for one in terms}
    wanted = dict.fromkeys((*measured, *_SHOWN))
    return tuple(by_key[key] for key in wanted if key in by_key)
