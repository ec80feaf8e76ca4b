"""Claims and evidence, every count, verdict, bucket and sentence, against the export files."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import comb

import pytest

from metrics.claims_evidence import MEASURES, Claim, Evidence, Leads, evidence
from metrics.claims_findings import Bucket, buckets, chance, chance_of_lines, count_of, finding
from metrics.claims_trips import PlaceKind, trip_rows
from metrics.compared import Moment
from metrics.periods import FiscalCalendar
from metrics.scope import Scope
from pages.views.claims_words import claims_sentence
from tests.metrics.oracles._cases import PAST, Case, Verifier, View, shown
from tests.metrics.oracles._claims import Lead, counts, leads, verdict
from tests.metrics.oracles._targets import target
from tests.metrics.oracles.test_median_response_hours import Part, survival_median

LEAD, OWNER = PlaceKind.LEAD, PlaceKind.OWNER
CASES = [
    (Case("a past quarter", ("2026-Q3",)), LEAD),
    (Case("a past quarter by owner", ("2026-Q3",)), OWNER),
    (Case("this quarter", ("2026-Q4",)), LEAD),
    (Case("a year", ("2026",)), LEAD),
    (Case("an old year by owner", ("2025",)), OWNER),
    (Case("seen from the past", ("2026-Q2",), as_of=PAST), LEAD),
    (Case("an old year seen from the past", ("2025",), as_of=PAST), LEAD),
    (Case("one region", ("2026",), scope=(("region", "EMEA"),)), LEAD),
    (Case("one source", ("2026",), scope=(("source", "Webinar"),)), OWNER),
    (Case("a week", ("2026-W39",)), LEAD),
]
PARAMETERS = pytest.mark.parametrize(
    ("case", "kind"), CASES, ids=lambda one: getattr(one, "name", "")
)
IS_MORE_GOOD = {
    "response_within_sla": True,
    "lead_leakage": False,
    "acceptance_rate": True,
    "win_rate": True,
}


@pytest.fixture(scope="module")
def known(verifier: Verifier) -> dict[str, tuple[View, list[Lead]]]:
    """The leads of every case, worked out once."""
    found = {}
    for case, _ in CASES:
        (view,) = verifier.views(case).values()
        found[case.name] = (view, list(leads(view)))
    return found


def asked(verifier: Verifier, case: Case) -> Moment:
    """The case as the product is asked."""
    period = FiscalCalendar(verifier.reader.load.workspace).parse(case.periods[0])
    return Moment(period, case.as_of or verifier.company.data_date, Scope(case.scope))


def place_of(lead: Lead, kind: PlaceKind) -> str:
    return lead.region if kind is LEAD else lead.owner_region


def limits(view: View) -> dict[str, Fraction | None]:
    """What was agreed for the scope, else for everyone; a week has its month's."""
    period = view.case.periods[0]
    name = f"{view.period.start:%Y-%m}" if "-W" in period else period
    found = {}
    for key in IS_MORE_GOOD:
        own = target(view.company, key, name, dict(view.case.scope))
        found[key] = own if own is not None else target(view.company, key, name, {})
    return found


@PARAMETERS
def test_every_cell_line_and_the_whole(
    verifier: Verifier, known: dict[str, tuple[View, list[Lead]]], case: Case, kind: PlaceKind
) -> None:
    _, every = known[case.name]
    found = evidence(verifier.reader, asked(verifier, case), kind)
    assert every, "no lead: this proves nothing"
    groups: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for lead in every:
        for source in (lead.source, ""):
            for place in (place_of(lead, kind), ""):
                groups[source, place].append(lead)
    said = {(one.source, one.place): one for one in everything(found)}
    assert said.keys() == groups.keys()
    for member, some in groups.items():
        right = {name: shown(value) for name, value in counts(some).items()}
        assert said[member].counts == right, member
        waits = [Part({}, one.seconds, int(one.has_response)) for one in some]
        assert said[member].median == shown(survival_median(waits).value), member


def everything(found: Evidence) -> list[Leads]:
    return [found.whole, *found.sources, *found.places, *found.cells.values()]


@PARAMETERS
def test_every_verdict_is_the_score_test_at_the_limit(
    verifier: Verifier, known: dict[str, tuple[View, list[Lead]]], case: Case, kind: PlaceKind
) -> None:
    view, _ = known[case.name]
    found = evidence(verifier.reader, asked(verifier, case), kind)
    agreed = limits(view)
    for one in everything(found):
        for measure in MEASURES:
            if measure.is_money:
                assert str(one.shares[measure.key].verdict) in {"open", "few", "none"}
                continue
            limit = agreed[measure.key]
            assert limit is not None
            above, below = (
                Fraction(one.counts[name]) for name in (measure.numerator, measure.denominator)
            )
            right = verdict(above, below, limit, IS_MORE_GOOD[measure.key])
            assert str(one.shares[measure.key].verdict) == right, (one.source, one.place)


@PARAMETERS
def test_every_lead_is_in_one_bucket(
    verifier: Verifier, known: dict[str, tuple[View, list[Lead]]], case: Case, kind: PlaceKind
) -> None:
    view, every = known[case.name]
    agreed = limits(view)
    cells: dict[tuple[str, str], list[Lead]] = defaultdict(list)
    for lead in every:
        cells[lead.source, place_of(lead, kind)].append(lead)
    right: dict[str, int] = defaultdict(int)
    for some in cells.values():
        late, weak = (
            says(some, agreed, "response_within_sla"),
            says(some, agreed, "acceptance_rate"),
        )
        if late == weak == "supports":
            name = "both"
        elif late == "supports":
            name = "follow_up"
        elif weak == "supports":
            name = "closing"
        else:
            judged = {late, weak} <= {"open", "refutes"}
            name = "neither" if judged else "undecided"
        right[name] += len(some)
    found = buckets(evidence(verifier.reader, asked(verifier, case), kind))
    said = {bucket: count_of(some) for bucket, some in found.items()}
    assert said == {bucket: right.get(str(bucket), 0) for bucket in Bucket}
    assert sum(said.values()) == len(every)


def says(some: Iterable[Lead], agreed: dict[str, Fraction | None], key: str) -> str:
    made = counts(some)
    parts = {"response_within_sla": ("answered", "due"), "acceptance_rate": ("accepted", "decided")}
    above, below = (made[name] for name in parts[key])
    return verdict(above, below, agreed[key] or Fraction(0), IS_MORE_GOOD[key])


@PARAMETERS
def test_chance_is_the_exact_binomial_of_every_judged_side(
    verifier: Verifier, known: dict[str, tuple[View, list[Lead]]], case: Case, kind: PlaceKind
) -> None:
    view, _ = known[case.name]
    agreed = limits(view)
    found = evidence(verifier.reader, asked(verifier, case), kind)
    judged, marked, expected = 0, 0, {"supports": Fraction(0), "refutes": Fraction(0)}
    lines_judged = 0
    for line in (*found.places, *found.sources):
        key = "response_within_sla" if line.place else "acceptance_rate"
        lines_judged += line.shares[key].denominator >= 20
    assert chance_of_lines(found).judged == lines_judged
    for cell in found.cells.values():
        for key in ("response_within_sla", "acceptance_rate"):
            size, limit = int(cell.shares[key].denominator), agreed[key] or Fraction(0)
            if size < 20:
                continue
            judged += 1
            marked += str(cell.shares[key].verdict) in expected
            for successes in range(size + 1):
                said = verdict(Fraction(successes), Fraction(size), limit, is_more_good=True)
                if said in expected:
                    ways = comb(size, successes)
                    expected[said] += ways * limit**successes * (1 - limit) ** (size - successes)
    luck = chance(found)
    assert (luck.judged, luck.marked) == (judged, marked)
    assert abs(luck.supporting - (shown(expected["supports"]) or 0)) < Decimal("1e-20")
    assert abs(luck.refuting - (shown(expected["refutes"]) or 0)) < Decimal("1e-20")


def test_the_sentence_names_what_the_intervals_leave_out(
    verifier: Verifier, known: dict[str, tuple[View, list[Lead]]]
) -> None:
    case, kind = CASES[0]
    view, every = known[case.name]
    agreed = limits(view)
    late = marked(every, "response_within_sla", agreed, "region")
    weak = marked(every, "acceptance_rate", agreed, "source")
    regions = {one.region for one in every}
    assert (len(late), len(regions), late[0], weak) == (5, 6, "EMEA", ["Paid search"])
    found = evidence(verifier.reader, asked(verifier, case), kind)
    said = claims_sentence(finding(found, Claim.FOLLOW_UP), finding(found, Claim.CLOSING), kind)
    assert said == (
        "Both claims hold, in different places: sales answers late in five of six regions, most "
        "of all in EMEA; Paid search leads are mostly handed back"
    )


def marked(every: list[Lead], key: str, agreed: dict[str, Fraction | None], edge: str) -> list[str]:
    """The members of an edge that certainly miss what was agreed, the lowest share first."""
    groups: dict[str, list[Lead]] = defaultdict(list)
    for lead in every:
        groups[getattr(lead, edge)].append(lead)
    names = [name for name, some in groups.items() if says(some, agreed, key) == "supports"]
    above, below = {
        "response_within_sla": ("answered", "due"),
        "acceptance_rate": ("accepted", "decided"),
    }[key]

    def share(name: str) -> Fraction:
        made = counts(groups[name])
        return made[above] / made[below]

    return sorted(names, key=share)


@PARAMETERS
def test_the_rows_behind_a_cell_are_its_leads(
    verifier: Verifier, known: dict[str, tuple[View, list[Lead]]], case: Case, kind: PlaceKind
) -> None:
    _, every = known[case.name]
    moment = asked(verifier, case)
    first = max(every, key=lambda one: one.lead_id)
    place = place_of(first, kind)
    found = trip_rows(verifier.reader, moment, kind, first.source, place)
    right = {
        one.lead_id for one in every if (one.source, place_of(one, kind)) == (first.source, place)
    }
    assert {row[0] for row in found.rows} == right
    whole = trip_rows(verifier.reader, moment, kind)
    rows = {row[0]: dict(zip(whole.columns, row, strict=True)) for row in whole.rows}
    assert len(whole.rows) == len(every)
    for one in every:
        row = rows[one.lead_id]
        said = "in time" if one.is_answered else "late or never" if one.is_due else "not due yet"
        touch = "leaked" if one.is_leaked else "touched" if one.is_leak_due else "not due yet"
        age = "old enough" if one.is_mature else "too young"
        assert (row["response"], row["touch"], row["age"]) == (said, touch, age)
        assert row["decision"] == (one.decision or "undecided").replace("_", " ")
        assert (row["outcome"], row["attempts"]) == (one.outcome, one.attempts)
        assert (row["pipeline"] or 0) == shown(one.pipeline)
