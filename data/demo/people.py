"""The people of Northbeam Instruments: sixty in marketing, sales and success, and two executives.

Work belongs to seats; a seat whose person left in the span passes to a successor.
"""

from dataclasses import dataclass

import numpy as np

from data.demo.arrays import ABSENT, DAY, Draws, Ints
from data.demo.company import REGIONS, TEAMS, ZONES
from data.demo.files import Columns, codes, days, ids, text
from data.demo.names import FIRST_NAMES, LAST_NAMES
from data.demo.span import Span

NEVER = 10**15
EXECUTIVE, SELLER, INSIDE, SUCCESS_MANAGER, MARKETER, HEAD = range(6)

# (group, team, role, regions of the seats, zone code a seat, role of the manager)
_SEATS: tuple[tuple[int, str, str, tuple[int, ...], tuple[int, ...], str], ...] = (
    (EXECUTIVE, "other", "Chief executive", (0,), (0,), ""),
    (EXECUTIVE, "other", "Chief financial officer", (0,), (0,), "Chief executive"),
    (HEAD, "marketing", "Head of marketing", (0,), (0,), "Chief executive"),
    (HEAD, "sales", "Head of sales", (0,), (0,), "Chief executive"),
    (HEAD, "success", "Head of customer success", (2,), (2,), "Chief executive"),
    (HEAD, "sales", "Sales manager Americas", (0,), (0,), "Head of sales"),
    (HEAD, "sales", "Sales manager EMEA", (3,), (3,), "Head of sales"),
    (HEAD, "sales", "Sales manager APAC", (4,), (4,), "Head of sales"),
    (HEAD, "marketing", "Demand generation manager", (1,), (1,), "Head of marketing"),
    (
        SELLER,
        "sales",
        "Field sales",
        (0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5),
        (0, 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 6, 6, 4, 4, 5, 5),
        "*",
    ),
    (
        INSIDE,
        "sales",
        "Inside sales",
        (0, 0, 1, 1, 2, 3, 3, 4, 5),
        (0, 0, 1, 1, 2, 3, 6, 4, 5),
        "*",
    ),
    (
        SUCCESS_MANAGER,
        "success",
        "Customer success manager",
        (0, 0, 1, 2, 3, 3, 4, 5),
        (0, 0, 1, 2, 3, 6, 4, 5),
        "Head of customer success",
    ),
    (
        MARKETER,
        "marketing",
        "Field marketing",
        (0, 1, 2, 3, 4, 5),
        (0, 1, 2, 3, 4, 5),
        "Head of marketing",
    ),
    (MARKETER, "marketing", "Content", (0, 0, 3), (0, 0, 6), "Head of marketing"),
    (MARKETER, "marketing", "Digital marketing", (1, 1, 3), (1, 1, 3), "Demand generation manager"),
    (MARKETER, "marketing", "Marketing operations", (0, 2), (0, 2), "Demand generation manager"),
)
_REGION_MANAGER = ("Sales manager Americas",) * 3 + (
    "Sales manager EMEA",
    "Sales manager APAC",
    "Sales manager Americas",
)
# Seats (counted within their group) that change hands, with the day before `until`.
_SUCCESSIONS = ((SELLER, 1, 430), (SELLER, 11, 205), (INSIDE, 5, 320), (MARKETER, 7, 560))


@dataclass(frozen=True)
class Staff:
    """Seats and people as columns; `first` and `second` are the people of a seat."""

    name: list[str]
    team: Ints
    role: list[str]
    region: Ints
    zone: Ints
    manager: Ints
    started: Ints
    ended: Ints
    group: Ints  # of the seat
    seat_region: Ints
    first: Ints
    second: Ints
    handed_on: Ints  # the second at which the seat passes to its second person

    def seats(self, group: int, region: int) -> Ints:
        """The seats of a group in a region."""
        return np.flatnonzero((self.group == group) & (self.seat_region == region))

    def seat_of(self, group: int, regions: Ints, draws: Draws) -> Ints:
        """One seat of the group and region for each row."""
        share = draws.uniform(len(regions))
        seat = np.zeros(len(regions), dtype=np.int64)
        for region in range(len(REGIONS)):
            rows = regions == region
            pool = self.seats(group, region)
            seat[rows] = pool[(share[rows] * len(pool)).astype(np.int64)]
        return seat

    def person_at(self, seats: Ints, moments: Ints) -> Ints:
        """Who holds each seat at each moment."""
        return np.where(moments >= self.handed_on[seats], self.second[seats], self.first[seats])


def build_staff(span: Span, draws: Draws) -> Staff:
    """The staff; people are numbered by seat, successors last."""
    seats = [
        (group, team, role, region, zone, boss)
        for group, team, role, regions, zones, boss in _SEATS
        for region, zone in zip(regions, zones, strict=True)
    ]
    groups = np.array([seat[0] for seat in seats], dtype=np.int64)
    changes = {int(np.flatnonzero(groups == group)[nth]): ago for group, nth, ago in _SUCCESSIONS}
    rows = [*range(len(seats)), *changes]
    handed_on = np.full(len(seats), NEVER, dtype=np.int64)
    second = np.arange(len(seats), dtype=np.int64)
    started = span.start_day - draws.codes((1.0,) * 2600, len(rows)) - 40
    ended = np.full(len(rows), -1, dtype=np.int64)
    for number, (seat, ago) in enumerate(changes.items()):
        day = span.until_day - ago
        handed_on[seat] = day * DAY
        second[seat] = len(seats) + number
        ended[seat] = day - 1
        started[len(seats) + number] = day
    places = np.array([seats[row][3:5] for row in rows], dtype=np.int64)
    return Staff(
        name=_names(len(rows)),
        team=np.array([TEAMS.index(seats[row][1]) for row in rows], dtype=np.int64),
        role=[seats[row][2] for row in rows],
        region=places[:, 0],
        zone=places[:, 1],
        manager=_managers([(seats[row][2], seats[row][3], seats[row][5]) for row in rows]),
        started=started,
        ended=ended,
        group=groups,
        seat_region=np.array([seat[3] for seat in seats], dtype=np.int64),
        first=np.arange(len(seats), dtype=np.int64),
        second=second,
        handed_on=handed_on,
    )


def _managers(people: list[tuple[str, int, str]]) -> Ints:
    """The manager of each (role, region, manager's role); "*" is the region's sales manager."""
    first = {role: number for number, (role, _, _) in reversed(list(enumerate(people)))}
    roles = [_REGION_MANAGER[region] if boss == "*" else boss for _, region, boss in people]
    return np.array([first.get(role, -1) for role in roles], dtype=np.int64)


def _names(count: int) -> list[str]:
    return [
        f"{FIRST_NAMES[row]} {LAST_NAMES[(row * 7 + 3) % len(LAST_NAMES)]}" for row in range(count)
    ]


def people_table(staff: Staff) -> Columns:
    """The rows of `people`."""
    numbers = np.arange(len(staff.name), dtype=np.int64)
    emails = [name.lower().replace(" ", ".") + "@northbeam.example" for name in staff.name]
    ended = np.where(staff.ended < 0, ABSENT, staff.ended)
    return {
        "person_id": ids("P", numbers, 3),
        "name": text(staff.name),
        "email": text(emails),
        "team": codes(TEAMS, staff.team),
        "role": text(staff.role),
        "region": codes(REGIONS, staff.region),
        "manager_id": ids("P", staff.manager, 3),
        "time_zone": codes(ZONES, staff.zone),
        "started_on": days(staff.started),
        "ended_on": days(ended),
    }
