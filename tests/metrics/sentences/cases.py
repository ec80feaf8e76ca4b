"""The companies of the headline's test and the line that each makes."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from metrics.scope import Scope
from tests.metrics.sentences.company import (
    PERIOD,
    QUARTERS,
    Booked,
    Deal,
    add_handovers,
    company,
    even,
    weekly_leads,
)
from tests.metrics.worlds import World

# Of every quarter before, a quarter of what was due by now slipped.
USUAL = tuple(
    Deal("100", "East", quarter, is_closed=number > 0)
    for quarter in QUARTERS
    for number in range(4)
)
STEADY = (8, 9, 7, 8, 10, 8, 9, 7, 8, 9, 8, 7, 9)


@dataclass(frozen=True)
class Case:
    """Bookings of the quarter under way, what else there is, and the line it makes."""

    name: str
    booked: Sequence[Booked]
    line: str
    kinds: str = "happened"
    targets: dict[str, int] | None = None
    deals: Sequence[Deal] = ()
    leads: Sequence[int] = ()
    answered: tuple[int, int] | None = None
    returned: tuple[int, int] | None = None
    period: str = PERIOD
    scope: Scope = field(default_factory=Scope)
    past: Sequence[str] = ("EMEA", "East")


def two(emea: str, east: str) -> tuple[Booked, ...]:
    """One booking a region."""
    return (Booked(emea, "EMEA"), Booked(east, "East"))


CASES = (
    # Where bookings stand.
    Case("on pace", even("400"), "Bookings are on pace"),
    Case("3 % is on pace", even("388"), "Bookings are on pace"),
    Case("beyond it is not", even("386"), "Bookings are 3.5 % behind pace"),
    Case("behind in even parts", even("300"), "Bookings are 25 % behind pace"),
    Case("ahead in even parts", even("500"), "Bookings are 25 % ahead of pace"),
    Case("no target", even("300"), "Bookings are 50 % over last year, no target set", targets={}),
    Case(
        "no target and no last year",
        even("300"),
        "Bookings are at $300, no target set",
        targets={},
        past=(),
    ),
    Case("a target without a past", even("300"), "Bookings are at 38 % of target", past=()),
    Case(
        "no booking on record",
        (),
        "Bookings cannot be told: the load holds no bookings",
        kinds="none",
        past=(),
    ),
    Case("nothing booked", (), "Nothing is booked in this period", kinds="none"),
    Case("over all time", even("300"), "Bookings are at $3,500, no target set", period="all"),
    Case(
        "a quarter that is over, as large as a year before",
        even("400"),
        "Bookings are level with last year, no target set",
        period="2025-Q4",
    ),
    Case(
        "a target of nothing",
        even("300"),
        "Bookings are 50 % over last year, no target set",
        targets={"": 0},
    ),
    # What accounts for the gap.
    Case(
        "one region is the gap",
        two("100", "200"),
        "Bookings are 25 % behind pace; EMEA accounts for all of the gap",
        kinds="happened driver",
    ),
    Case(
        "most of it",
        two("120", "180"),
        "Bookings are 25 % behind pace; EMEA accounts for 80 % of the gap",
        kinds="happened driver",
    ),
    Case("not so much that one stands out", two("145", "155"), "Bookings are 25 % behind pace"),
    Case(
        "more than the gap",
        two("60", "240"),
        "Bookings are 25 % behind pace; EMEA is $140 behind, the rest together is ahead",
        kinds="happened driver",
    ),
    Case(
        "the lead is one region's",
        two("300", "200"),
        "Bookings are 25 % ahead of pace; EMEA accounts for all of the lead",
        kinds="happened driver",
    ),
    Case(
        "the larger part is the larger region's, no driver",
        two("225", "75"),
        "Bookings are 25 % behind pace",
        targets={"EMEA": 600, "East": 200},
    ),
    Case(
        "a region that takes back",
        two("-100", "200"),
        "Bookings are 75 % behind pace; EMEA accounts for all of the gap",
        kinds="happened driver",
    ),
    Case(
        "no region is the driver of a region",
        two("100", "200"),
        "Bookings are 50 % behind pace",
        scope=Scope.of(region="EMEA"),
    ),
    Case(
        "targets of regions that are not the whole: by what they booked the year before",
        two("100", "200"),
        "Bookings are 25 % behind pace; EMEA accounts for all of the gap",
        kinds="happened driver",
        targets={"": 800, "EMEA": 300, "East": 300},
    ),
    Case(
        "what has no region is no driver",
        (Booked("100", ""), Booked("200", "East")),
        "Bookings are 25 % behind pace",
        targets={"": 800},
        past=("", "East"),
    ),
    Case(
        "no target: the growth is one region's",
        two("200", "100"),
        "Bookings are 50 % over last year, no target set; EMEA accounts for all of the growth",
        kinds="happened driver",
        targets={},
    ),
    Case(
        "by source, where regions are even",
        (
            Booked("150", "East"),
            Booked("150", "EMEA"),
            *(Booked("10", "EMEA", "Fair"),) * 10,
            *(Booked("10", "East", "Fair"),) * 10,
        ),
        "Bookings are 25 % ahead of pace; "
        "the source Fair is $200 ahead, the rest together is behind",
        kinds="happened driver",
        targets={"": 800},
    ),
    Case(
        "the region before the source",
        (
            Booked("200", "EMEA"),
            Booked("200", "East"),
            *(Booked("10", "East", "Fair"),) * 10,
        ),
        "Bookings are 25 % ahead of pace; East accounts for all of the lead",
        kinds="happened driver",
    ),
    # Deals that slipped.
    Case(
        "half of the gap",
        two("100", "200"),
        "Bookings are 25 % behind pace; half of the gap is two EMEA deals that slipped",
        kinds="happened driver",
        deals=(*USUAL, Deal("30", "EMEA"), Deal("20", "EMEA"), Deal("30", "East")),
    ),
    Case(
        "one deal",
        two("100", "200"),
        "Bookings are 25 % behind pace; two thirds of the gap is one East deal that slipped",
        kinds="happened driver",
        deals=(*USUAL, Deal("66", "East"), Deal("30", "EMEA")),
    ),
    Case(
        "slipped deals of the scope's own region",
        two("100", "200"),
        "Bookings are 50 % behind pace; half of the gap is one deal that slipped",
        kinds="happened driver",
        deals=(
            *(Deal("9", "EMEA", quarter, is_closed=True) for quarter in QUARTERS),
            Deal("50", "EMEA"),
        ),
        scope=Scope.of(region="EMEA"),
    ),
    Case(
        "no more slipped than usual: no word on it",
        two("100", "200"),
        "Bookings are 25 % behind pace; EMEA accounts for all of the gap",
        kinds="happened driver",
        deals=(*USUAL, Deal("50", "EMEA"), Deal("150", "East", is_closed=True)),
    ),
    Case(
        "deals larger than the gap are not a part of it",
        even("300"),
        "Bookings are 25 % behind pace",
        deals=(*USUAL, Deal("900", "EMEA")),
    ),
    Case(
        "many small deals are no sentence",
        even("300"),
        "Bookings are 25 % behind pace",
        deals=(*USUAL, *(Deal("12", "EMEA"),) * 6),
    ),
    Case(
        "deals that are due later have not slipped",
        even("300"),
        "Bookings are 25 % behind pace",
        deals=(*USUAL, Deal("60", "EMEA", expected=45)),
    ),
    Case(
        "whose history is not recorded cannot be seen to slip",
        even("300"),
        "Bookings are 25 % behind pace",
        deals=(*USUAL, Deal("60", "EMEA", is_derived=True), Deal("30", "East")),
    ),
    Case(
        "what usually slips is not known",
        even("300"),
        "Bookings are 25 % behind pace",
        deals=(Deal("60", "EMEA"),),
    ),
    Case(
        "ahead: no deal that slipped is told",
        even("500"),
        "Bookings are 25 % ahead of pace",
        deals=(*USUAL, Deal("60", "EMEA")),
    ),
    # What is unusual, and calm.
    Case(
        "calm",
        even("400"),
        "Bookings are on pace; nothing is unusual this week in what is loaded",
        kinds="happened calm",
        leads=(*STEADY, 9),
    ),
    Case(
        "calm beside a gap",
        even("300"),
        "Bookings are 25 % behind pace; nothing else is unusual this week in what is loaded",
        kinds="happened calm",
        leads=(*STEADY, 9),
    ),
    Case(
        "above the limits",
        even("400"),
        "Bookings are on pace; leads created were 20 in the week to 15 Feb, usually 5 to 12",
        kinds="happened unusual",
        leads=(*STEADY, 20),
    ),
    Case(
        "below them",
        even("400"),
        "Bookings are on pace; leads created were 1 in the week to 15 Feb, usually 5 to 12",
        kinds="happened unusual",
        leads=(*STEADY, 1),
    ),
    Case(
        "eight in a row",
        even("400"),
        "Bookings are on pace; leads created have been above the 13-week average "
        "for 8 weeks in a row",
        kinds="happened unusual",
        leads=(7, 5, 7, 5, 7, 5, *(8, 10) * 4),
    ),
    Case(
        "few a week: one more or less makes the week",
        even("400"),
        "Bookings are on pace",
        leads=(1, 2, 1, 1, 2, 1, 2, 1, 1, 2, 1, 2, 1, 9),
    ),
    Case(
        "too few weeks on record",
        even("400"),
        "Bookings are on pace",
        leads=(8, 9, 8, 7, 9, 8, 30),
    ),
    Case(
        "the driver stands before what is unusual",
        two("100", "200"),
        "Bookings are 25 % behind pace; EMEA accounts for all of the gap",
        kinds="happened driver unusual",
        leads=(*STEADY, 20),
    ),
    Case(
        "a month that is over says nothing of this week",
        even("200"),
        "Bookings are level with last year, no target set",
        leads=(*STEADY, 20, 8, 8),
        period="2026-01",
    ),
    # The clocks of the handover.
    Case(
        "one clock certainly misses",
        even("400"),
        "Bookings are on pace; sales answers 50 % of handovers in time, 80 % agreed",
        kinds="happened happened",
        answered=(20, 40),
    ),
    Case("perhaps", even("400"), "Bookings are on pace", answered=(30, 40)),
    Case(
        "both",
        even("400"),
        "Bookings are on pace; "
        "sales answers 50 % in time (80 % agreed), marketing 25 % (80 % agreed)",
        kinds="happened happened",
        answered=(20, 40),
        returned=(10, 40),
    ),
    Case(
        "both are kept",
        even("400"),
        "Bookings are on pace; both clocks keep what was agreed",
        kinds="happened calm",
        answered=(36, 40),
        returned=(32, 40),
    ),
    Case(
        "unusual stands before a clock",
        even("400"),
        "Bookings are on pace; leads created were 20 in the week to 15 Feb, usually 5 to 12",
        kinds="happened unusual happened",
        leads=(*STEADY, 20),
        answered=(20, 40),
    ),
    # A scope that a number is not counted by.
    Case(
        "targets are not kept by source",
        even("300"),
        "Bookings are 50 % over last year, no target set",
        scope=Scope.of(source="Website"),
    ),
    Case(
        "leads and clocks have no strategy",
        even("400"),
        "Bookings are 100 % over last year, no target set",
        scope=Scope.of(strategy="acquisition"),
        leads=(*STEADY, 20),
        answered=(20, 40),
    ),
)


def world_of(case: Case) -> World:
    """The company of a case."""
    world = company(case.booked, case.targets, case.deals, past=case.past)
    if case.leads:
        weekly_leads(world, case.leads)
    add_handovers(world, case.answered, case.returned)
    return world
