"""How far two mixes over the members of one dimension agree: exact shares, gaps, overlap.

The overlap is the sum over the members of the smaller share, which is 1 less the total variation
distance: 1 where both are spread alike, 0 where they never meet.
Source: docs/decisions/0025-acquisition-and-fit.md
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction

from metrics.assemble import Parts
from metrics.bench import Bench
from metrics.errors import ScopeError
from metrics.known import Known
from metrics.methods import Member, flow_wants
from metrics.periods import Period
from metrics.question import Cell
from metrics.reader import Reader
from metrics.registry import part
from metrics.sql.flow import FlowWant, flow_figures
from metrics.sql.view import View

DIMENSIONS = ("region", "industry", "size_band")
NONE = "(none)"
LEADS, SPEND, QUOTA, PIPELINE = "leads", "spend", "quota", "pipeline"
DEMAND, SUPPLY = (LEADS, SPEND), (QUOTA, PIPELINE)
# The sums and counts that are mixed, by the name of the mix; quota is read from the targets.
COUNTED = {LEADS: "leads_created", SPEND: "spend", PIPELINE: "pipeline_created"}
NO_QUOTA = "no quota is set here by {dimension}: pipeline created takes its place"
# Digits enough that only the last division rounds.
EXACT = 60


@dataclass(frozen=True)
class Mix:
    """What lies in each member of a dimension; `reason` says why it cannot be held against any."""

    name: str
    of: Mapping[str, Fraction]
    rows: Mapping[str, int]
    reason: str | None

    @property
    def total(self) -> Fraction:
        """All of it."""
        return sum(self.of.values(), Fraction(0))

    def share(self, member: str) -> Fraction:
        """The member's share, 0 to 1."""
        return self.of.get(member, Fraction(0)) / self.total


@dataclass(frozen=True)
class Segment:
    """One member in both mixes, as shares of 0 to 1."""

    name: str
    demand: Fraction
    supply: Fraction

    @property
    def gap(self) -> Fraction:
        """How much more of the demand than of the supply lies here; below 0, less."""
        return self.demand - self.supply

    @property
    def common(self) -> Fraction:
        """What both have here: the smaller share."""
        return min(self.demand, self.supply)


@dataclass(frozen=True)
class Mixes:
    """Every mix of one period over one dimension; `seen` is the period whose quota is meant."""

    dimension: str
    of: Mapping[str, Mix]
    quota_of: str

    @property
    def supply(self) -> str:
        """What leads are held against: the quota, else the pipeline created."""
        return PIPELINE if self.of[QUOTA].reason else QUOTA


def mix_of(name: str, figures: Mapping[str, Fraction], rows: Mapping[str, int], what: str) -> Mix:
    """The mix of some figures, with the reason where they make no shares; `what` names them."""
    below = sorted(member for member, value in figures.items() if value < 0)
    named = any(value for member, value in figures.items() if member != NONE)
    reason = None
    if below:
        reason = f"{what}: {below[0]} is below 0, which is no share of anything"
    elif not any(figures.values()):
        reason = f"{what}: nothing in the period"
    elif not named:
        reason = f"{what}: no record says where"
    return Mix(name, figures, rows, reason)


def segments(demand: Mix, supply: Mix) -> tuple[Segment, ...]:
    """Every member of either mix by name; none where a mix has no shares."""
    if demand.reason or supply.reason:
        return ()
    names = sorted({*demand.of, *supply.of})
    made = (Segment(name, demand.share(name), supply.share(name)) for name in names)
    return tuple(one for one in made if one.demand or one.supply)


def overlap(some: Iterable[Segment]) -> Fraction:
    """The sum of the smaller shares, 0 to 1."""
    return sum((one.common for one in some), Fraction(0))


def dimension_of(view: View) -> str:
    """The dimension asked for, else the first of region, industry and size not in the scope.

    Raises: ScopeError for two dimensions at once.
    """
    if len(view.grouping) > 1:
        raise ScopeError("go-to-market fit is split by one dimension: region, industry, size_band")
    if view.grouping:
        return view.grouping[0]
    free = [name for name in DIMENSIONS if name not in view.scope.members()]
    return free[0] if free else DIMENSIONS[-1]


def mixes(reader: Reader, cells: Sequence[Cell], bench: Bench) -> dict[Cell, Mixes]:
    """The mixes behind each cell; one statement a fact for all of them."""
    dimension = dimension_of(bench.view)
    view = replace(bench.view, grouping=(dimension,))
    wants: dict[tuple[Cell, str], dict[str, FlowWant]] = {
        (cell, name): flow_wants(Cell(part(key), cell.period, None, None, is_part=True))
        for cell in cells
        for name, key in COUNTED.items()
    }
    figures = flow_figures(
        reader, dict.fromkeys(want for roles in wants.values() for want in roles.values()), view
    )
    made = {}
    for cell in cells:
        of = {}
        for name, key in COUNTED.items():
            roles = wants[cell, name]
            found = mix_of(
                name,
                {member[0]: Fraction(v) for member, v in figures[roles["numerator"]].items()},
                {member[0]: int(v) for member, v in figures[roles["rows"]].items()},
                part(key).label.lower(),
            )
            of[name] = replace(found, reason=_off_record(key, cell, bench) or found.reason)
        of[QUOTA], quota_of = quota(bench, cell.period, dimension)
        made[cell] = Mixes(dimension, of, quota_of)
    return made


def _off_record(key: str, cell: Cell, bench: Bench) -> str | None:
    """Why the load knows nothing of a sum or count in the cell's period."""
    counted = part(key)
    reason = bench.known.off_record(counted.fact, counted.dated_by, cell.period)
    return f"{counted.label.lower()}: {reason}" if reason else None


def quota(bench: Bench, period: Period, dimension: str) -> tuple[Mix, str]:
    """The bookings target by member and the period it was set for.

    A total above the sum of its parts leaves the rest to "(none)".
    """
    known, view = bench.known, bench.view
    scope = {name: some for name, some in view.scope.members().items() if name != dimension}
    chosen = view.scope.members().get(dimension)
    names = known.targets.members_named("bookings", dimension)
    for around in _periods(bench, period):
        found: dict[str, Fraction] = {}
        for name in names:
            if chosen is None or name in chosen:
                asked = {**scope, dimension: (name,)}
                value = known.targets.value(part("bookings"), around, asked)
                if value is not None:
                    found[name] = Fraction(value)
        if found:
            whole = None if chosen else _whole(known, around, scope)
            rest = (whole or Fraction(0)) - sum(found.values(), Fraction(0))
            return mix_of(QUOTA, found | ({NONE: rest} if rest > 0 else {}), {}, QUOTA), around.name
    return Mix(QUOTA, {}, {}, NO_QUOTA.format(dimension=dimension.replace("_", " "))), ""


def _whole(known: Known, period: Period, scope: Mapping[str, Sequence[str]]) -> Fraction | None:
    value = known.targets.value(part("bookings"), period, scope)
    return None if value is None else Fraction(value)


def _periods(bench: Bench, period: Period) -> tuple[Period, ...]:
    """The period, then the fiscal quarter and year that hold its last day seen."""
    if period.grain == "all":
        return ()
    calendar = bench.view.calendar
    day = min(bench.view.as_of, period.last_on)
    return (period, calendar.containing(day, "quarter"), calendar.containing(day, "year"))


def overlap_parts(found: Mixes, member: Member, is_part: bool) -> Parts:
    """The parts of the overlap, or of one segment's share in it."""
    demand, supply = found.of[LEADS], found.of[found.supply]
    leads = Decimal(int(demand.total)) if demand.of else Decimal(0)
    if demand.reason or supply.reason:
        instead = "" if found.supply == QUOTA else f"{found.of[QUOTA].reason}; "
        reason = demand.reason or f"{instead}{supply.reason}"
        return Parts(None, None, 0, maturity=None, note=reason)
    every = segments(demand, supply)
    mine = [one for one in every if not member or one.name == member[0]]
    rows = sum(count for name, count in demand.rows.items() if not member or name == member[0])
    in_line = overlap(mine) * demand.total
    with localcontext(prec=EXACT):
        numerator = Decimal(in_line.numerator) / Decimal(in_line.denominator)
    note = None if found.supply == QUOTA else found.of[QUOTA].reason
    beside = {} if is_part else _beside(found, mine, bool(member))
    return Parts(numerator, leads, rows, sample=int(leads), beside=beside, note=note)


def _beside(found: Mixes, mine: Sequence[Segment], is_segment: bool) -> dict[str, object]:
    """The gaps and what the other pairs say; of one segment its two shares and the gap."""
    if is_segment:
        shares = {"share_of_leads": Fraction(0), f"share_of_{found.supply}": Fraction(0)}
        for one in mine:
            shares = {"share_of_leads": one.demand, f"share_of_{found.supply}": one.supply}
        gap = sum((one.gap for one in mine), Fraction(0))
        return {**{name: decimal(share) for name, share in shares.items()}, "gap": decimal(gap)}
    beside: dict[str, object] = {"by": found.dimension, "against": found.supply}
    if found.quota_of:
        beside["quota_of"] = found.quota_of
    for demand in DEMAND:
        for supply in SUPPLY:
            if (demand, supply) != (LEADS, found.supply):
                pair = segments(found.of[demand], found.of[supply])
                beside[f"{demand}_against_{supply}"] = decimal(overlap(pair)) if pair else None
    beside["gaps"] = {one.name: decimal(one.gap) for one in mine}
    return beside


def decimal(value: Fraction) -> Decimal:
    """The fraction to 28 digits."""
    return Decimal(value.numerator) / Decimal(value.denominator)
