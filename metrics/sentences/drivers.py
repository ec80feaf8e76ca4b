"""The largest part of a gap, where one stands out: arithmetic, and no word on causes."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from metrics.compared import Moment
from metrics.compute import answer, calendar_of
from metrics.kpi import Flow
from metrics.members import NONE
from metrics.reader import Reader
from metrics.registry import kpi as kpi_called
from metrics.sentences.gaps import Aim, Gap, gap_to_pace, gap_to_year
from metrics.sentences.parts import Part, parts_of
from metrics.sentences.slipped import Late, Slip, slipped
from metrics.sentences.weeks import is_foreign

SLIPPED = "slipped"
# The order in which a driver is looked for; the first that holds is told.
DIMENSIONS = ("region", "source", "strategy", "team")
# Less than two fifths of a gap is not what the gap is.
SHARE = Fraction(2, 5)
# Half as much again as the second largest part: nearer than that there are two.
CLEAR = Fraction(3, 2)
# Half as much again as its part of what was due: a member that is as far off as everybody
# else has a large part of the gap for being large.
UNEVEN = Fraction(3, 2)
# Records of the member in the period and before: fewer say little about what is due from it.
ROWS = 10
# Of its own average record the part must hold two: less is one deal more or less.
RECORDS = 2
# Before a tenth of a target is due, a single deal is the gap.
DUE = Fraction(1, 10)
# More deals than these are no sentence.
MOST_DEALS = 3


@dataclass(frozen=True)
class Driver:
    """The part of a gap that stands out: `amount` of it in the KPI's unit, `share` of the whole.

    `dimension` 'slipped' is that of deals that slipped; then the member is their region ("" for
    none) and `rows` counts the deals. A share over 1: the others together go the other way.
    """

    dimension: str
    member: str
    amount: Fraction
    share: Fraction
    rows: int


def driver(reader: Reader, kpi: str, moment: Moment, against: Aim) -> Driver | None:
    """The one part that accounts for most of a KPI's gap; None where no part stands out.

    Pace and target are asked of bookings, the year before of any sum or count over a period.
    """
    gap = _gap(reader, kpi, moment, against)
    return None if gap is None else driver_of(reader, moment, gap)


def driver_of(reader: Reader, moment: Moment, gap: Gap) -> Driver | None:
    """The same for a gap that is known."""
    if gap.is_calm or gap.part < DUE:
        return None
    if gap.kpi == "bookings" and gap.amount < 0 and gap.aim is not Aim.YEAR:
        slip = slipped(reader, moment)
        late = slip and late_driver(slip, gap, "region" not in moment.scope.members())
        if late:
            return late
    declared, scoped = kpi_called(gap.kpi), moment.scope.members()
    for dimension in DIMENSIONS:
        if dimension in declared.dimensions and dimension not in scoped:
            found = standing_out(parts_of(reader, moment, gap, dimension), gap, dimension)
            if found:
                return found
    return None


def standing_out(parts: Sequence[Part], gap: Gap, dimension: str) -> Driver | None:
    """The one part that stands out of parts that add up to the gap; None where none does."""
    if len(parts) < 2 or not gap.amount:
        return None
    shares = {part.member: part.amount / gap.amount for part in parts}
    first, second = sorted(parts, key=lambda part: (-shares[part.member], part.member))[:2]
    share = shares[first.member]
    is_clear = share >= SHARE and share >= CLEAR * max(shares[second.member], Fraction(0))
    is_uneven = gap.due > 0 and share >= UNEVEN * first.due / gap.due
    if not (is_clear and is_uneven and _is_known(first)):
        return None
    return Driver(dimension, first.member, first.amount, share, first.rows)


def _is_known(part: Part) -> bool:
    """Whether a part is a named member's, and more than a record or two of it."""
    records = part.rows + part.past_rows
    if part.member == NONE or records < ROWS:
        return False
    return abs(part.amount) * records >= RECORDS * (part.now + part.past)


def late_driver(slip: Slip, gap: Gap, has_regions: bool) -> Driver | None:
    """The fewest largest deals of a region that slipped and are enough of the gap.

    Their amount is at most the gap, and at most what slipped beyond what usually does.
    """
    most = min(-gap.amount, slip.beyond_usual)
    regions: dict[str, list[Late]] = {}
    for deal in slip.deals:
        name = deal.region if has_regions and deal.region != NONE else ""
        regions.setdefault(name, []).append(deal)
    found = [
        driver
        for name in sorted(regions)
        if (driver := _fewest(regions[name], name, gap, most)) is not None
    ]
    return max(found, key=lambda one: one.share, default=None)


def _fewest(deals: Sequence[Late], region: str, gap: Gap, most: Fraction) -> Driver | None:
    amount = Fraction(0)
    ordered = sorted(deals, key=lambda deal: (-deal.amount, deal.opportunity_id))
    for count, deal in enumerate(ordered[:MOST_DEALS], 1):
        amount += Fraction(deal.amount)
        share = amount / -gap.amount
        if share >= SHARE:
            return Driver(SLIPPED, region, -amount, share, count) if amount <= most else None
    return None


def _gap(reader: Reader, kpi: str, moment: Moment, against: Aim) -> Gap | None:
    declared = kpi_called(kpi)
    is_sum = declared.is_additive and isinstance(declared.method, Flow)
    if is_foreign(declared, moment) or not is_sum or moment.period.grain == "all":
        return None
    if against is Aim.YEAR:
        calendar = calendar_of(reader)
        seen = calendar.to_date(moment.period, moment.as_of)
        now, before = (
            answer(reader, kpi, one, scope=moment.scope, as_of=moment.as_of).value
            for one in (seen, calendar.year_before(seen))
        )
        return gap_to_year(kpi, now, before)
    attained = kpi_called("bookings_attainment")
    if kpi != "bookings" or is_foreign(attained, moment):
        return None
    one = answer(reader, attained.key, moment.period, scope=moment.scope, as_of=moment.as_of)
    found = gap_to_pace(one, moment.is_running)
    return found if found is not None and found.aim is against else None
