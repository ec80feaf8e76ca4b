"""Both claims on invented leads: which sentence, which bucket, what chance would do."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.claims import Verdict, verdict_of
from metrics.claims_evidence import MEASURES, MEDIAN, Claim, Evidence, evidence_of
from metrics.claims_findings import (
    Axis,
    Bucket,
    State,
    bucket_of,
    buckets,
    chance,
    chance_of_mark,
    count_of,
    finding,
    is_most,
)
from metrics.claims_trips import COUNTS, PlaceKind
from metrics.intervals import wilson
from pages.views.claims_words import claims_sentence, verdict_words

AGREED: Mapping[str, Decimal | None] = {
    "response_within_sla": Decimal("0.7"),
    "lead_leakage": Decimal("0.05"),
    "acceptance_rate": Decimal("0.6"),
    "win_rate": Decimal("0.22"),
    "icp_share": None,
    MEDIAN: Decimal(4),
}
# Answered and accepted of so many leads, by source and region.
Cells = Mapping[tuple[str, str], tuple[int, int, int]]
GOOD, LATE, WEAK, BOTH = (80, 70, 100), (40, 70, 100), (80, 30, 100), (40, 30, 100)
FEW, MIDDLING = (6, 4, 10), (70, 60, 100)


def counts_of(answered: int, accepted: int, leads: int) -> dict[str, Decimal]:
    """Leads that are all due and decided, none of them old."""
    found = dict.fromkeys(COUNTS, Decimal(0))
    whole = dict.fromkeys(("leads", "due", "leak_due", "decided"), Decimal(leads))
    return found | whole | {"answered": Decimal(answered), "accepted": Decimal(accepted)}


def made(
    cells: Cells,
    agreed: Mapping[str, Decimal | None] = AGREED,
    kind: PlaceKind = PlaceKind.LEAD,
) -> Evidence:
    """The evidence of invented cells."""
    counts = {member: counts_of(*cell) for member, cell in cells.items()}
    return evidence_of(counts, [], agreed, kind, has_attempts=True)


def said(found: Evidence) -> str:
    return claims_sentence(
        finding(found, Claim.FOLLOW_UP), finding(found, Claim.CLOSING), found.kind
    )


def square(
    north: tuple[tuple[int, int, int], ...], south: tuple[tuple[int, int, int], ...]
) -> Cells:
    """Two sources in two regions: (Ads, Fairs) in North, then in South."""
    names = ("Ads", "Fairs")
    return {(name, "North"): cell for name, cell in zip(names, north, strict=True)} | {
        (name, "South"): cell for name, cell in zip(names, south, strict=True)
    }


SENTENCES = [
    (
        "both, in different places",
        square((LATE, LATE), (WEAK, GOOD)) | {("Ads", "North"): BOTH},
        "Both claims hold, in different places: sales answers late in North; Ads leads are mostly "
        "handed back, in every region",
    ),
    (
        "both, in the same cell",
        square((GOOD, GOOD), (GOOD, GOOD)) | {("Ads", "North"): (10, 8, 30)},
        "Both claims hold, and in the same place: sales answers late on Ads leads in North; "
        "Ads leads in North are mostly handed back",
    ),
    (
        "both, one within the other",
        {("Ads", "North"): BOTH, ("Fairs", "North"): LATE},
        "Both claims hold: sales answers late in North; Ads leads are mostly handed back",
    ),
    (
        "late follow-up alone",
        square((LATE, LATE), (GOOD, GOOD)),
        "Sales answers late in North; that the leads do not close is refuted",
    ),
    (
        "weak leads alone, which follow-up is no reason for",
        square((WEAK, MIDDLING), (WEAK, MIDDLING)),
        "Ads leads are mostly handed back, in every region; that sales does not follow up is "
        "refuted",
    ),
    (
        "accepted less than agreed, not mostly handed back",
        square(((80, 55, 100), GOOD), ((80, 50, 100), GOOD)),
        "Ads leads are accepted less than agreed; that sales does not follow up is refuted",
    ),
    (
        "by source where no region stands out",
        {("Ads", "North"): (20, 30, 40), ("Ads", "South"): (20, 30, 40)}
        | {("Fairs", "North"): (80, 70, 100), ("Fairs", "South"): (80, 70, 100)},
        "Sales answers late on Ads leads; that the leads do not close is refuted",
    ),
    (
        "neither, with certainty",
        square((GOOD, GOOD), (GOOD, GOOD)),
        "Neither claim is supported by these leads",
    ),
    (
        "neither, but open",
        square((MIDDLING, MIDDLING), (MIDDLING, MIDDLING)),
        "Neither claim is supported by these leads",
    ),
    (
        "few",
        {("Ads", "North"): FEW, ("Fairs", "South"): (2, 1, 5)},
        "Too few leads to decide either claim",
    ),
    ("nothing", {}, "Too few leads to decide either claim"),
    (
        "few in each part, certain in all",
        {(f"Source {place}", f"Region {place}"): (5, 12, 15) for place in range(4)},
        "Sales answers late overall, in no part of them beyond doubt; that the leads do not close "
        "is refuted",
    ),
    (
        "many regions at once",
        {("Ads", f"Region {place}"): (30 + place, 80, 100) for place in range(5)},
        "Sales answers late in all five regions, most of all in Region 0; that the leads do not "
        "close is refuted",
    ),
    (
        "three regions of four",
        {("Ads", f"Region {place}"): LATE for place in range(3)} | {("Ads", "Region 3"): GOOD},
        "Sales answers late in Region 0, Region 1 and Region 2; that the leads do not close is "
        "refuted",
    ),
]


@pytest.mark.parametrize(
    ("cells", "words"), [one[1:] for one in SENTENCES], ids=[one[0] for one in SENTENCES]
)
def test_the_sentence_says_which_claim_holds_and_where(cells: Cells, words: str) -> None:
    assert said(made(cells)) == words


NO_RESPONSE = {**AGREED, "response_within_sla": None}
NO_ACCEPTANCE = {**AGREED, "acceptance_rate": None}
NOTHING = dict.fromkeys(AGREED)


@pytest.mark.parametrize(
    ("agreed", "cell", "words"),
    [
        (
            NOTHING,
            BOTH,
            "Nothing is agreed for this period that the two claims could be held against",
        ),
        (
            NO_ACCEPTANCE,
            LATE,
            "Sales answers late in North; that the leads do not close cannot be judged, for no "
            "limit is agreed",
        ),
        (
            NO_RESPONSE,
            GOOD,
            "That sales does not follow up cannot be judged, for no limit is agreed; that the "
            "leads do not close is refuted",
        ),
    ],
)
def test_a_claim_without_a_limit_is_not_judged(
    agreed: Mapping[str, Decimal | None], cell: tuple[int, int, int], words: str
) -> None:
    found = made({("Ads", "North"): cell}, agreed)
    assert said(found) == words
    assert count_of(buckets(found)[Bucket.NEITHER]) == 0


def test_few_on_one_side_is_said() -> None:
    found = made({("Ads", "North"): (40, 8, 100)}, {**AGREED})
    decided = {**found.cells["Ads", "North"].counts, "decided": Decimal(12)}
    found = evidence_of({("Ads", "North"): decided}, [], AGREED, PlaceKind.LEAD, has_attempts=True)
    assert said(found) == (
        "Sales answers late in North; that the leads do not close is not decided, for too few leads"
    )
    assert bucket_of(found, found.cells["Ads", "North"]) is Bucket.FOLLOW_UP


def test_owners_regions_are_named_as_such() -> None:
    cells = {("Ads", f"Region {place}"): LATE for place in range(4)} | {("Ads", "Region 4"): GOOD}
    assert said(made(cells, kind=PlaceKind.OWNER)).startswith(
        "Sales answers late in four of five regions of owners, most of all in Region 0;"
    )


def test_a_verdict_says_what_it_rests_on() -> None:
    found = made(square((LATE, LATE), (GOOD, MIDDLING)))
    late, weak = finding(found, Claim.FOLLOW_UP), finding(found, Claim.CLOSING)
    assert (late.state, late.axis, weak.state) == (State.SUPPORTED, Axis.PLACE, State.REFUTED)
    assert verdict_words(late, found) == (
        "True in North:",
        "40\u202f% answered within the SLA, 75\u202f% elsewhere; every one of its cells says so",
    )
    assert verdict_words(weak, found) == (
        "Refuted:",
        "68\u202f% accepted, 60\u202f% agreed; no part misses it beyond doubt",
    )


def test_the_four_buckets_and_the_few() -> None:
    cells = square((GOOD, LATE), (WEAK, BOTH)) | {("Post", "North"): FEW}
    found = made(cells)
    kept = {
        bucket: [(one.source, one.place) for one in some] for bucket, some in buckets(found).items()
    }
    assert kept == {
        Bucket.NEITHER: [("Ads", "North")],
        Bucket.FOLLOW_UP: [("Fairs", "North")],
        Bucket.CLOSING: [("Ads", "South")],
        Bucket.BOTH: [("Fairs", "South")],
        Bucket.UNDECIDED: [("Post", "North")],
    }
    assert not is_most(found, buckets(found)[Bucket.NEITHER])


@pytest.mark.parametrize(
    ("low", "high", "of", "limit", "is_higher_better", "says"),
    [
        ("0.3", "0.59", 40, "0.6", True, Verdict.SUPPORTS),
        ("0.3", "0.60", 40, "0.6", True, Verdict.OPEN),
        ("0.60", "0.8", 40, "0.6", True, Verdict.OPEN),
        ("0.61", "0.8", 40, "0.6", True, Verdict.REFUTES),
        ("0.06", "0.2", 40, "0.05", False, Verdict.SUPPORTS),
        ("0.01", "0.04", 40, "0.05", False, Verdict.REFUTES),
        ("0.1", "0.2", 20, "0.6", True, Verdict.SUPPORTS),
        ("0.1", "0.2", 19, "0.6", True, Verdict.FEW),
        ("0.1", "0.2", 40, None, True, Verdict.OPEN),
        (None, None, 40, "0.6", True, Verdict.OPEN),
        (None, None, 19, "0.6", True, Verdict.FEW),
        (None, None, 0, "0.6", True, Verdict.NONE),
    ],
)
def test_only_an_interval_beyond_the_limit_says_anything(
    low: str | None,
    high: str | None,
    of: int,
    limit: str | None,
    *,
    is_higher_better: bool,
    says: Verdict,
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high, limit)]
    found = verdict_of(Decimal(of), *ends, is_higher_better=is_higher_better)
    assert found is says


CELL = st.tuples(st.integers(0, 120), st.integers(0, 120), st.integers(1, 120)).map(
    lambda cell: (min(cell[0], cell[2]), min(cell[1], cell[2]), cell[2])
)
MEMBER = st.tuples(st.sampled_from("ABCDE"), st.sampled_from(["N", "S", "E", "W", "(none)"]))
MANY = st.dictionaries(MEMBER, CELL, max_size=20)
LIMIT = st.sampled_from([None, Decimal("0.2"), Decimal("0.5"), Decimal("0.9")])


@settings(max_examples=150, deadline=None)
@given(cells=MANY, response=LIMIT, accepted=LIMIT)
def test_buckets_partition_the_leads_and_parts_add_up(
    cells: Cells, response: Decimal | None, accepted: Decimal | None
) -> None:
    agreed = {**AGREED, "response_within_sla": response, "acceptance_rate": accepted}
    found = made(cells, agreed)
    whole = sum(leads for _, _, leads in cells.values())
    kept = buckets(found)
    assert sum(count_of(some) for some in kept.values()) == found.whole.count == whole
    placed = [(one.source, one.place) for some in kept.values() for one in some]
    assert sorted(placed) == sorted(cells)
    for some in (found.sources, found.places, tuple(found.cells.values())):
        for name in COUNTS:
            assert sum(one.counts[name] for one in some) == found.whole.counts[name]
    marked = [one for one in found.cells.values() for claim in Claim
              if one.verdict(claim) in (Verdict.SUPPORTS, Verdict.REFUTES)]  # fmt: skip
    luck = chance(found)
    assert 0 <= luck.expected <= luck.judged
    assert luck.marked == (0 if response is accepted is None else len(marked))
    for claim in Claim:
        one = finding(found, claim)
        if one.state is State.SUPPORTED and one.rest is not None:
            # The members and the rest are all leads; lines of one axis never overlap.
            assert one.rest.count + count_of(one.members) == whole


@settings(max_examples=200, deadline=None)
@given(size=st.integers(20, 160), percent=st.integers(2, 98))
def test_chance_is_that_of_an_interval_that_leaves_the_true_share_out(
    size: int, percent: int
) -> None:
    limit, under, over = Decimal(percent) / 100, Fraction(0), Fraction(0)
    way = (1 - Fraction(limit)) ** size
    for successes in range(size + 1):
        low, high = wilson(Decimal(successes), Decimal(size))
        under += way if high < limit else 0
        over += way if low > limit else 0
        way *= Fraction(size - successes, successes + 1) * Fraction(limit) / (1 - Fraction(limit))
    found = chance_of_mark(size, limit)
    for said_chance, right in zip(found, (under, over), strict=True):
        exact = Decimal(right.numerator) / Decimal(right.denominator)
        assert abs(said_chance - exact) < Decimal("1e-20")


def test_chance_alone_marks_about_five_in_a_hundred_on_each_side() -> None:
    under, over = chance_of_mark(400, Decimal("0.7"))
    assert [round(float(one), 3) for one in (under, over)] == [0.047, 0.044]
    assert chance_of_mark(30, Decimal(1)) == (0, 0)
    assert chance_of_mark(30, Decimal(0)) == (0, 0)


def test_a_share_of_money_is_shown_and_never_judged() -> None:
    counts = counts_of(80, 70, 100) | {"pipeline": Decimal(1000), "fitting_pipeline": Decimal(10)}
    agreed = {**AGREED, "icp_share": Decimal("0.6")}
    found = evidence_of({("Ads", "N"): counts}, [], agreed, PlaceKind.LEAD, has_attempts=True)
    share = found.whole.shares["icp_share"]
    assert (share.value, share.low, share.verdict) == (Decimal("0.01"), None, Verdict.OPEN)
    assert [one.key for one in MEASURES if one.is_money] == ["icp_share"]


def test_the_median_wait_censors_what_still_waits() -> None:
    waits = [("Ads", "N", 3600, 1, 0), ("Ads", "S", 3600, 1, 0), ("Ads", "N", 7200, 0, 1),
             ("Ads", "S", 10800, 1, 0), ("Ads", "S", 14400, 0, 1)]  # fmt: skip
    counts = {("Ads", "N"): counts_of(1, 1, 2), ("Ads", "S"): counts_of(2, 2, 3)}
    found = evidence_of(counts, waits, AGREED, PlaceKind.LEAD, has_attempts=True)
    # Of five, two end after an hour (3/5), one is censored, one of the two left ends: 3/10.
    assert found.whole.median == 3
    assert {one.place: one.median for one in found.places} == {"N": 1, "S": 3}
