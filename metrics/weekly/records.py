"""What a week is made of, before anybody's words are made of it. No pay in any of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from data.workspace import Workspace
from metrics.answer import Answer
from metrics.bridge import Bridge
from metrics.bridge.hygiene import Hygiene
from metrics.cohorts import Curve
from metrics.compared import Change
from metrics.field.seen import Seen
from metrics.forecast.records import Forecast
from metrics.handover.clocks import Clocks
from metrics.handover.leaks import Leaks
from metrics.kpi import Better, Kpi, Unit
from metrics.meeting.agenda import Agenda
from metrics.meeting.effects import Effect
from metrics.meeting.then_now import ThenNow
from metrics.pareto import Pareto
from metrics.periods import Period
from metrics.sentences.headline import Sentence
from metrics.sentences.standing import Standing


@dataclass(frozen=True)
class Number:
    """One number of a block with its past.

    `declared` is None of the landing and of the pool, which are no KPIs; `window` is the expected
    closes it looks at, where they are not those of its period. `note` is said under it.
    """

    key: str
    label: str
    unit: Unit
    better: Better
    answer: Answer
    changes: tuple[Change, ...] = ()
    declared: Kpi | None = None
    window: Period | None = None
    note: str = ""


@dataclass(frozen=True)
class Promises:
    """Block 1: the agenda of a meeting and what the KPIs of its commitments did.

    `agenda` is None where what was decided cannot be read; `trouble` then says why.
    """

    agenda: Agenda | None
    did: tuple[Effect, ...]
    trouble: str


@dataclass(frozen=True)
class TheNumber:
    """Block 2: bookings, attainment, landing, coverage, pool; `forecast` is behind the landing.

    `days` are the business days passed and of the whole period, None once it is over.
    """

    numbers: tuple[Number, ...]
    standing: Standing
    forecast: Forecast
    days: tuple[int, int] | None

    def of(self, key: str) -> Number:
        """The number of that name."""
        return next(one for one in self.numbers if one.key == key)


@dataclass(frozen=True)
class Changed:
    """Block 3: the bridge and what needs a hand; each number then and now after a meeting.

    `trouble` says why then and now cannot be told, '' where there was no meeting before.
    """

    bridge: Bridge
    hygiene: Hygiene
    moved: Sentence
    then_now: tuple[ThenNow, ...]
    trouble: str


@dataclass(frozen=True)
class Handover:
    """Block 4: both clocks, acceptance, leakage, why leads come back, and which leak."""

    numbers: tuple[Number, ...]
    clocks: Clocks
    reasons: Pareto
    by_reason: tuple[Answer, ...]
    leaks: Leaks


@dataclass(frozen=True)
class Demand:
    """Block 5: leads against target, their cost, how many are our customers, a cohort's way."""

    numbers: tuple[Number, ...]
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class Weekly:
    """A week as of the end of a day: the sentences, and five blocks in the same order always.

    `titles` are the blocks' own sentences by name: number, moved, handover, demand. `field` is what
    the field has said, what waits longest first.
    """

    as_of: date
    period: Period
    fingerprint: str
    workspace: Workspace
    names: Mapping[str, str]
    headline: tuple[Sentence, ...]
    titles: Mapping[str, Sentence]
    promises: Promises
    number: TheNumber
    changed: Changed
    handover: Handover
    demand: Demand
    field: tuple[Seen, ...] = ()
