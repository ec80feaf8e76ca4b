"""The sentences of Claims and evidence: which claim holds, where, and what is not decided."""

from metrics.claims_evidence import DECIDING, Claim, Evidence, Leads
from metrics.claims_findings import Axis, Finding, State, is_under_half
from metrics.claims_trips import PlaceKind
from metrics.wording import joined, percent, sentence

NONE = "(none)"
MOST_NAMED = 3
WORDS = (
    *("no", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
THAT = {
    Claim.FOLLOW_UP: "that sales does not follow up",
    Claim.CLOSING: "that the leads do not close",
}
AGREED = {Claim.FOLLOW_UP: "response within SLA", Claim.CLOSING: "acceptance rate"}
DONE = {Claim.FOLLOW_UP: "answered within the SLA", Claim.CLOSING: "accepted"}
NOTHING_AGREED = "Nothing is agreed for this period that the two claims could be held against"
NEITHER = "Neither claim is supported by these leads"
TOO_FEW = "Too few leads to decide either claim"


def claims_sentence(follow_up: Finding, closing: Finding, kind: PlaceKind) -> str:
    """Which claim the leads support, and where; what is not decided is said as well."""
    both = (follow_up, closing)
    states = {one.state for one in both}
    if states == {State.SUPPORTED}:
        first, second = (_holds(one, kind) for one in both)
        return f"Both claims hold{_apart(follow_up, closing)}: {first}; {second}"
    if states == {State.NO_LIMIT}:
        return NOTHING_AGREED
    if states == {State.FEW}:
        return TOO_FEW
    if states <= {State.REFUTED, State.OPEN}:
        return NEITHER
    said = [
        _holds(one, kind) if one.state is State.SUPPORTED else _not_held(one)
        for one in sorted(both, key=lambda one: one.state is not State.SUPPORTED)
    ]
    return sentence("; ".join(said))


def _apart(one: Finding, other: Finding) -> str:
    """Whether the places are the same, different, or one lies within the other."""
    if one.cells == other.cells:
        return ", and in the same place"
    is_within = one.cells <= other.cells or other.cells <= one.cells
    return "" if is_within else ", in different places"


def _not_held(found: Finding) -> str:
    """'that the leads do not close is not decided: too few leads'."""
    return {
        State.REFUTED: f"{THAT[found.claim]} is refuted",
        State.OPEN: f"{THAT[found.claim]} is not supported",
        State.FEW: f"{THAT[found.claim]} is not decided, for too few leads",
        State.NO_LIMIT: f"{THAT[found.claim]} cannot be judged, for no limit is agreed",
    }[found.state]


def _holds(found: Finding, kind: PlaceKind) -> str:
    """'sales answers late in EMEA', 'Paid search leads are mostly handed back'."""
    if found.claim is Claim.FOLLOW_UP:
        words = {
            Axis.PLACE: f"sales answers late {_in_places(found, kind)}",
            Axis.SOURCE: f"sales answers late on {_leads(found)}",
            Axis.CELL: f"sales answers late on {_cells(found)}",
            Axis.WHOLE: "sales answers late overall, in no part of them beyond doubt",
        }
    else:
        done = f"{_handed_back(found)}{', in every region' if found.is_everywhere else ''}"
        words = {
            Axis.SOURCE: f"{_leads(found)} are {done}",
            Axis.PLACE: f"leads {_in_places(found, kind)} are {_handed_back(found)}",
            Axis.CELL: f"{_cells(found)} are {_handed_back(found)}",
            Axis.WHOLE: f"leads are {_handed_back(found)} overall, in no part of them beyond doubt",
        }
    return words[found.axis or Axis.WHOLE]


def _handed_back(found: Finding) -> str:
    """'mostly handed back' where that is true of every member, else what was missed."""
    is_most = all(is_under_half(one, found.claim) for one in found.members)
    return "mostly handed back" if is_most else "accepted less than agreed"


def _in_places(found: Finding, kind: PlaceKind) -> str:
    names = [place_name(one.place) for one in found.members]
    of_owners = " of owners" if kind is PlaceKind.OWNER else ""
    if len(names) > MOST_NAMED:
        return f"in {_so_many(found)} regions{of_owners}, most of all in {names[0]}"
    return f"in {joined(names)}"


def _leads(found: Finding) -> str:
    names = [source_name(one.source) for one in found.members]
    if len(names) > MOST_NAMED:
        return f"leads from {_so_many(found)} sources, {names[0]} most of all,"
    return f"{joined(names)} leads"


def _so_many(found: Finding) -> str:
    """'all six', 'five of six'."""
    many, of_all = in_words(len(found.members)), in_words(found.of_all)
    return f"all {of_all}" if many == of_all else f"{many} of {of_all}"


def _cells(found: Finding) -> str:
    return _first([cell_name(one) for one in found.members])


def _first(names: list[str]) -> str:
    """Up to three names; of a longer list the first and how many more."""
    if len(names) <= MOST_NAMED:
        return joined(names)
    return f"{names[0]} and {in_words(len(names) - 1)} more"


def in_words(number: int) -> str:
    """A small number as a word."""
    return WORDS[number] if number < len(WORDS) else str(number)


def source_name(source: str) -> str:
    """A source in a sentence."""
    return "unsourced" if source == NONE else source


def place_name(place: str) -> str:
    """A region in a sentence."""
    return "no named region" if place == NONE else place


def cell_name(one: Leads) -> str:
    """'Webinar leads in EMEA'."""
    return f"{source_name(one.source)} leads in {place_name(one.place)}"


def verdict_words(found: Finding, evidence: Evidence) -> tuple[str, str]:
    """Under a claim's title: the verdict in two or three words, then what it rests on."""
    whole, limit = evidence.whole.shares[DECIDING[found.claim]].value, evidence.limit(found.claim)
    overall = "" if whole is None else f"{percent(whole)} {DONE[found.claim]}"
    if limit is None:
        said = f"{overall}; " if overall else ""
        return "Not judged:", f"{said}no limit of {AGREED[found.claim]} is agreed for this period"
    if not overall:
        return "Not decided:", "none of these leads has come that far yet"
    agreed = f"{overall}, {percent(limit)} agreed"
    if found.state is State.SUPPORTED:
        return _true_where(found), _true_because(found, agreed)
    if found.state is State.FEW:
        return "Not decided:", f"{agreed}; every part has fewer than 20 leads"
    name = "Refuted:" if found.state is State.REFUTED else "Not supported:"
    return name, f"{agreed}; no part misses it beyond doubt"


def _true_where(found: Finding) -> str:
    """'True in EMEA:', 'True for Paid search:'."""
    names = [member_name(one) for one in found.members]
    return {
        Axis.PLACE: f"True in {_first(names)}:",
        Axis.SOURCE: f"True for {_first(names)}:",
        Axis.CELL: f"True for {_first(names)}:",
        Axis.WHOLE: "True overall:",
    }[found.axis or Axis.WHOLE]


def _true_because(found: Finding, agreed: str) -> str:
    """'42 % answered within the SLA, 74 % elsewhere'; all together where nothing is elsewhere."""
    key, done = DECIDING[found.claim], DONE[found.claim]
    values = [one.shares[key].value for one in found.members]
    shown = [percent(value) for value in values if value is not None]
    rest = None if found.rest is None else found.rest.shares[key].value
    if rest is None:
        return agreed
    said = f"{shown[0]} to {shown[-1]}" if len(shown) > 2 else joined(shown)
    everywhere = "; every one of its cells says so" if found.is_everywhere else ""
    return f"{said} {done}, {percent(rest)} elsewhere{everywhere}"


def member_name(one: Leads) -> str:
    """The name of a line or cell in a list."""
    if one.source and one.place:
        return cell_name(one)
    return place_name(one.place) if one.place else source_name(one.source)
