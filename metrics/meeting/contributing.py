"""The rows behind a headline: id, numerator, denominator, so that they add up to its own.

Of a composed number the rows of each part: of coverage the open deals over the target less the
bookings, of a cost the spend over the leads. Of an estimate (landing, pool) they are what it is
made from, and do not add up to it.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.answer import Answer
from metrics.compute import Question
from metrics.drill import rows as rows_behind
from metrics.known import known
from metrics.lifecycle.records import Version
from metrics.meeting.headlines import LANDING, POOL, Headline, Moment, last_seen_on
from metrics.periods import Period
from metrics.planning.results import wants_of
from metrics.question import WindowAsked
from metrics.reader import Reader
from metrics.registry import all_kpis
from metrics.scope import ALL, Scope

ZERO = Decimal(0)
TARGET = "target"
# Of a building block that is no KPI: the one whose rows are its own.
_ASKED = {"spend": "cost_per_sales_ready_lead"}
_KPIS = frozenset(one.key for one in all_kpis())


@dataclass(frozen=True)
class Key:
    """Which row: the KPI whose row it is, and the record's id."""

    part: str
    row_id: str


@dataclass(frozen=True)
class Figures:
    """What a row adds to numerator and denominator."""

    numerator: Decimal
    denominator: Decimal


Rows = Mapping[Key, Figures]


@dataclass(frozen=True)
class _Part:
    """Rows of a KPI that a headline is made from; signs say where they count."""

    kpi: str
    period: Period
    window: WindowAsked = None
    scope: Scope = ALL
    # What the row's numerator is multiplied by in each; None: the row's own figures.
    signs: tuple[int, int] | None = None


def rows_of(
    reader: Reader, headline: Headline, moment: Moment, version: Version | None, answer: Answer
) -> Rows:
    """The rows behind a headline at a moment; of the pool those of its plan's KPIs."""
    found: dict[Key, list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for part in _parts(reader, headline, moment, version):
        for row_id, numerator, denominator in _told(reader, part, moment.as_of):
            own = found[Key(part.kpi, row_id)]
            if part.signs is None:
                own[0] += numerator
                own[1] += denominator
            else:
                own[0] += part.signs[0] * numerator
                own[1] += part.signs[1] * numerator
    if headline.kpi == "pipeline_coverage":
        target = answer.beside.get(TARGET)
        if isinstance(target, Decimal):
            window = moment.window(headline, known(reader).calendar)
            found[Key(TARGET, window.name)] = [ZERO, target]
    return {key: Figures(*own) for key, own in found.items() if any(own)}


def _parts(
    reader: Reader, headline: Headline, moment: Moment, version: Version | None
) -> Iterator[_Part]:
    calendar = known(reader).calendar
    if headline.kpi == "pipeline_coverage":
        window = moment.window(headline, calendar)
        yield _Part("open_pipeline", moment.period, window, signs=(1, 0))
        last_on = min(window.last_on, last_seen_on(moment))
        if window.start_on <= last_on:
            yield _Part("bookings", calendar.span(window.start_on, last_on), signs=(0, -1))
    elif headline.kpi == "cost_per_sales_ready_lead":
        yield _Part("spend", moment.period, signs=(1, 0))
        yield _Part("sales_ready_leads", moment.period, signs=(0, 1))
    elif headline.kpi == LANDING:
        yield _Part("bookings", moment.period)
        yield _Part("open_pipeline", moment.period, "all")
    elif headline.kpi == POOL:
        yield from _parts_of_plan(reader, version)
    else:
        yield _Part(headline.kpi, moment.period)


def _parts_of_plan(reader: Reader, version: Version | None) -> Iterator[_Part]:
    """The rows of every KPI that the plan reads; external figures have none."""
    if version is None:
        return
    period = known(reader).calendar.parse(version.plan.period)
    for want in wants_of(version.plan):
        if want.kpi in _KPIS:
            yield _Part(want.kpi, period, scope=Scope(tuple(want.scope)))


def _told(reader: Reader, part: _Part, as_of: date) -> Iterator[tuple[str, Decimal, Decimal]]:
    """Each row's id and figures; spend, which has no id, is told by day and what it was for."""
    question = Question(
        (_ASKED.get(part.kpi, part.kpi),), (part.period,), part.scope, (), as_of, part.window
    )
    found = rows_behind(reader, question)
    keys = [place for place, name in enumerate(found.columns[:-2]) if name != "amount"]
    names = keys if found.columns[0] == "spent_on" else [0]
    for row in found.rows:
        numerator, denominator = row[-2:]
        row_id = " · ".join(str(row[place]) for place in names)
        yield row_id, _number(numerator), _number(denominator)


def _number(value: object) -> Decimal:
    """A figure of a row; a record without an amount adds nothing, and says so elsewhere."""
    if value is None:
        return ZERO
    return Decimal(value) if isinstance(value, bool | int) else Decimal(str(value))


def kept_text(as_of: date, fingerprint: str, found: Mapping[str, Rows]) -> str:
    """The rows of every headline as one canonical JSON text, kept beside the ledger."""
    said = {
        "version": 1,
        "as_of": as_of.isoformat(),
        "fingerprint": fingerprint,
        "rows": {
            name: sorted(
                [key.part, key.row_id, str(own.numerator), str(own.denominator)]
                for key, own in rows.items()
            )
            for name, rows in found.items()
        },
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def rows_in(text: str) -> Mapping[str, Rows]:
    """The rows of every headline, as they were kept."""
    stored = json.loads(text)["rows"]
    return {
        name: {
            Key(part, row_id): Figures(Decimal(numerator), Decimal(denominator))
            for part, row_id, numerator, denominator in rows
        }
        for name, rows in stored.items()
    }


def sums_of(rows: Iterable[Figures]) -> Figures:
    """The rows' numerators and denominators, added up."""
    told = list(rows)
    return Figures(
        sum((one.numerator for one in told), ZERO), sum((one.denominator for one in told), ZERO)
    )
