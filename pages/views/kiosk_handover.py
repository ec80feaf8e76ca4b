"""The wall's fourth view: both clocks on one scale, acceptance, what leaks by account and age."""

from data.warehouse import Reader
from metrics.answer import Answer
from metrics.handover.leaks import Leaks, leaks
from metrics.handover.words import unknown, unknown_all
from metrics.wording import NO_DATA, count, counted, percent, rounded, sentence
from pages.views.asked import Asked, moment_of
from pages.views.handover import CLOCKS, HandoverView, build_handover
from pages.views.kiosk import Beside, Decided, WallView, as_of_line, empty_view
from pages.views.kiosk_chart import Bullet, Bullets
from pages.views.kiosk_words import NOTE, fits, judged, quiet, why_none
from pages.views.number import ask
from pages.views.tile import Change, Tile
from pages.views.words import Headline

CLOCK_NAMES = ("Sales’ answer to a handover", "Marketing’s answer to a hand-back")
_NOTHING = "Nothing was handed over in this period"
_FILLS = "A lead that marketing hands over starts the clock of sales; one that comes back, its own."
_LOADS = "Leads come with the next load, from the marketing system or the CRM."
# The title where neither clock has moved or has a target.
_UNTOLD = "Both clocks"


def build_wall_handover(reader: Reader, asked: Asked, _: Decided | None) -> WallView:
    """Acceptance as the number both teams share, and their clocks side by side."""
    as_of = as_of_line(reader, asked)
    clocks = tuple(ask(reader, asked, key) for key in CLOCKS)
    accepted = ask(reader, asked, "acceptance_rate")
    if all(one is None or one.value is None for one in (*clocks, accepted)):
        why = unknown_all((*clocks, accepted))
        return empty_view("handover", sentence(why) or _NOTHING, as_of, _LOADS if why else _FILLS)
    handover = build_handover(reader, asked)
    leaking = leaks(reader, moment_of(asked))
    return WallView(
        key="handover",
        headline=Headline(_sentence(handover, leaking)),
        label="Accepted by sales",
        hero=handover.tiles[2].value,
        lines=_lines(handover.tiles[2], accepted),
        beside=(
            _leakage(handover.tiles[3]),
            *_leaking(leaking, is_told=handover.tiles[3].value != NO_DATA),
            _top_reason(handover, unknown(accepted) if accepted else ""),
        ),
        as_of=as_of,
        chart=_bullets(clocks),
    )


def _sentence(handover: HandoverView, leaking: Leaks) -> str:
    """'Both clocks are faster; 17 leads leak right now'."""
    title = sentence(handover.block.title.partition(": ")[2])
    if title.startswith("Both ") and not title.startswith(_UNTOLD):
        title = f"{_UNTOLD} {title.removeprefix('Both ')}"
    leads = len(leaking.of_period)
    verb = "leaks" if leads == 1 else "leak"
    said = f"{counted(leads, 'leads')} {verb} right now" if leads else "no lead leaks right now"
    return sentence(said) if title == _UNTOLD else f"{title}; {said}"


def _lines(tile: Tile, accepted: Answer | None) -> tuple[Change, ...]:
    """'230 of 336 decided', 'target 72 %', 'up 5 points on last year'."""
    lines = []
    if accepted and accepted.numerator is not None and accepted.denominator:
        said = f"{count(accepted.numerator)} of {count(accepted.denominator)} decided"
        lines.append(quiet(said))
    if tile.bullet:
        lines.append(judged(tile.bullet))
    lines.extend(tile.changes[-1:])
    return tuple(lines)


def _leakage(tile: Tile) -> Beside:
    """The share that leaks; less is better."""
    if tile.bullet is None:
        return Beside(tile.label, tile.value, why_none(tile))
    return Beside(tile.label, tile.value, judged(tile.bullet, is_less_better=True))


def _leaking(found: Leaks, *, is_told: bool) -> tuple[Beside, Beside]:
    """How many leads leak, and the oldest of them by its account; nobody who must act."""
    labels = ("Leaking right now", "Longest wait")
    if not is_told and not found.of_period:
        untold = quiet("nothing was due yet")
        return Beside(labels[0], NO_DATA, untold), Beside(labels[1], NO_DATA, untold)
    now = found.of_period
    alone = Beside("Longest wait", "none", quiet("no lead leaks right now"))
    if now:
        age = f"{rounded(now[0].business_days, 0)} days"
        whose = fits((f"business days, {now[0].account or 'one lead'}", "business days"), NOTE)
        alone = Beside("Longest wait", age, quiet(whose))
    return Beside("Leaking right now", count(len(now)), quiet("nobody has acted yet")), alone


def _top_reason(handover: HandoverView, why: str) -> Beside:
    """Why most leads come back, with its share of them; `why` says why nobody can tell."""
    label = "Handed back most for"
    if handover.reasons is None and why:
        return Beside(label, NO_DATA, quiet(fits((why, "Weekly says why"), NOTE)))
    if handover.reasons is None:
        return Beside(label, "none", quiet("no lead came back"))
    first = handover.reasons.rows[0]
    return Beside(label, first[3].text, quiet(fits((first[0].text,), NOTE)))


def _bullets(clocks: tuple[Answer | None, ...]) -> Bullets:
    """Both on the scale from 0 to 100 %, in the same colour."""
    bullets = tuple(_bullet(name, one) for name, one in zip(CLOCK_NAMES, clocks, strict=True))
    said = "; ".join(f"{one.name} {one.words}, {one.target_words}" for one in bullets)
    return Bullets(said, bullets)


def _bullet(name: str, clock: Answer | None) -> Bullet:
    if clock is None or clock.value is None:
        why = unknown(clock) if clock else ""
        return Bullet(name, None, NO_DATA, why or "nothing was due yet", None, "")
    under = ""
    if clock.numerator is not None and clock.denominator:
        under = f"{count(clock.numerator)} of {count(clock.denominator)} in time"
    due = clock.beside.get("not_yet_due")
    if isinstance(due, int) and due:
        under = f"{under}, {count(due)} not due yet"
    target, agreed = None, ""
    if clock.target is not None:
        target, agreed = float(clock.target), f"agreed {percent(clock.target)}"
    return Bullet(name, float(clock.value), percent(clock.value), under, target, agreed)
