"""Attribution for learning: what each source gets under every model, and whose place turns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from data.csv_out import csv_text
from data.warehouse import Reader
from metrics.attribution import MODELS, Anchor, Attribution, Member, Model, Weights, attribution
from metrics.members import NONE
from metrics.money import cents_that_sum
from metrics.wording import (
    NARROW,
    counted,
    joined,
    member_name,
    money,
    note_sentence,
    percent,
    plain,
)
from pages.views.asked import Asked
from pages.views.words import Block, Labelled

NAMES = {
    "first": "First touch",
    "last": "Last touch",
    "linear": "Linear",
    "position": "Position",
    "u_shaped": "U-shaped",
    "w_shaped": "W-shaped",
    "full_path": "Full path",
    "time_decay": "Time decay",
    "markov": "Markov chain",
    "shapley": "Shapley value",
}
OWN, DEFAULT = "own", "linear"
CHOICES = (*(Labelled(name, NAMES[name]) for name in MODELS), Labelled(OWN, "Own weights"))
# What a person weighs: the four anchors, then what lies between them; all anchors are named, so
# that the middle is always the touches that are none of the four.
ANCHORS = (*Anchor, None)
ANCHOR_NAMES = ("First touch", "Lead creation", "Opportunity creation", "Last touch", "In between")
EVEN = (30, 20, 20, 20, 10)
SHOWN, SHOWN_LEADERS = 12, 2
FOR_LEARNING = "For learning, never for pay."


@dataclass(frozen=True)
class StripRow:
    """One member: its interval over the models and the chosen credit, as places of 0 to 100.

    `zero` is the place of nothing: above 0 where a Shapley value is negative.
    """

    name: str
    zero: float
    low: float
    high: float
    credit: float
    credit_words: str
    range_words: str
    flip_words: str
    is_flipping: bool
    hover: str


@dataclass(frozen=True)
class AttributionView:
    """The sentence, the model in words, the strips, what nothing touched, and the file."""

    block: Block
    model_words: str
    credit_title: str
    words: str
    rows: tuple[StripRow, ...]
    sums: tuple[tuple[str, str, str], ...]
    foot: str
    csv: str
    file_name: str


def found_attribution(reader: Reader, asked: Asked, by: str) -> Attribution:
    """Every model's credits for the question; kept, so that other weights are read off it."""
    return attribution(reader, asked.period, by=by, as_of=asked.as_of, scope=asked.scope)


def own_weights(parts: Sequence[int]) -> Weights | None:
    """The vector in proportion to five whole numbers; None where they are all 0."""
    whole = sum(parts)
    if not whole or min(parts) < 0:
        return None
    shares = {
        anchor: Fraction(part, whole)
        for anchor, part in zip(ANCHORS, parts, strict=True)
        if anchor is not None
    }
    return Weights.of(shares, Fraction(parts[-1], whole))


def build_attribution(
    found: Attribution, chosen: str, own: Weights | None, currency: str
) -> AttributionView:
    """The block for one model; `own` takes its place where the link says so."""
    if chosen == OWN and own is not None:
        model = found.reweighted(OWN, own)
    else:
        model = found.models[chosen if chosen in found.models else DEFAULT]
    credits = model.credits or {}
    # Of nothing everybody has the same share: no place is told.
    shown = found.members if found.total else ()
    members = sorted(shown, key=lambda one: (-credits.get(one.name, Decimal(0)), one.name))
    scale = _scale(members, credits)
    rows = tuple(_row(found, one, credits, scale, currency) for one in members[:SHOWN])
    name = "Own weights" if model.name == OWN else NAMES[model.name]
    return AttributionView(
        block=Block(_sentence(found), FOR_LEARNING),
        model_words=f"{name}: {_vector(model)}",
        credit_title=name,
        words=f"Bookings credited by {found.by} under {name.lower()}, with the range of all models",
        rows=rows,
        sums=_sums(found, currency),
        foot=_foot(found, model, len(members)),
        csv=_csv(found, model),
        file_name=f"attribution_by_{found.by}_{found.period.name}_{found.as_of}.csv",
    )


@dataclass(frozen=True)
class _Scale:
    """The ends of what all strips share: from zero or below it to the highest credit."""

    bottom: Decimal
    top: Decimal

    def place(self, amount: Decimal) -> float:
        """Where an amount stands, 0 to 100."""
        width = self.top - self.bottom
        return float((amount - self.bottom) / width) * 100 if width else 0.0


def _scale(members: Sequence[Member], credits: Mapping[str, Decimal]) -> _Scale:
    ends = [Decimal(0), *credits.values()]
    for one in members:
        ends += [one.low, one.high]
    return _Scale(min(ends), max(ends))


def _row(
    found: Attribution,
    one: Member,
    credits: Mapping[str, Decimal],
    scale: _Scale,
    currency: str,
) -> StripRow:
    credit = credits.get(one.name)
    name = _shown(found, one.name)
    low = f"{money(one.low, currency)} by {NAMES[one.low_model].lower()}"
    high = f"{money(one.high, currency)} by {NAMES[one.high_model].lower()}"
    return StripRow(
        name=name,
        zero=scale.place(Decimal(0)),
        low=scale.place(one.low),
        high=scale.place(one.high),
        credit=scale.place(credit or Decimal(0)),
        credit_words="–" if credit is None else money(credit, currency),
        range_words=f"{money(one.low, currency)} – {money(one.high, currency)}",
        flip_words=_flips(found, one),
        is_flipping=one.is_flipping,
        hover=f"{name}: from {low} to {high}",
    )


def _shown(found: Attribution, name: str) -> str:
    return member_name(found.by, name)


def _flips(found: Attribution, one: Member) -> str:
    """'place 1 to 9; swaps with Content and 7 more'."""
    ranks = sorted(set(one.ranks.values()))
    if not one.is_flipping:
        return f"place {ranks[0]} in every model" if ranks else ""
    first, *others = (_shown(found, name) for name in sorted(one.flips, key=_nameless_last))
    shown = [first, f"{len(others)} more"] if others else [first]
    return f"place {ranks[0]} to {ranks[-1]}; swaps with {joined(shown)}"


def _nameless_last(name: str) -> tuple[bool, str]:
    return name == NONE, name


def _sentence(found: Attribution) -> str:
    """Who comes first, when the models agree; else between whom they do not."""
    noun = found.by
    if not found.total:
        return f"Nothing was booked, so no {noun} is credited"
    if not found.members:
        return "No booking of the period has a touch on record"
    firsts = {
        model: one.name for one in found.members for model, rank in one.ranks.items() if rank == 1
    }
    leaders = sorted(
        set(firsts.values()),
        key=lambda name: (-sum(first == name for first in firsts.values()), name),
    )
    if len(leaders) == 1:
        return f"{_shown(found, leaders[0])} did most for what was booked, whatever the model"
    named = [
        f"touches that name no {noun}" if name == NONE else name
        for name in sorted(leaders, key=lambda one: one == NONE)
    ]
    if len(named) > SHOWN_LEADERS + 1:
        named = [*named[:SHOWN_LEADERS], f"{len(named) - SHOWN_LEADERS} more"]
    return f"Which {noun} did most depends on the model: {joined(named)}"


def _vector(model: Model) -> str:
    """'first touch 40 %, last touch 40 %, middle 20 %' or what decides instead.

    Own weights are whole percents that add up to 100.
    """
    if model.name == OWN:
        shares = {what: Fraction(share) / 100 for what, share in model.weights.items()}
        whole = cents_that_sum(shares, Decimal(1))
        return ", ".join(
            f"{what} {plain(part * 100)}{NARROW}%" for what, part in whole.items() if part
        )
    said = [
        f"{what} {share}" if isinstance(share, str) else f"{what} {_part(what, share)}"
        for what, share in model.weights.items()
        if share != 0
    ]
    return ", ".join(said)


def _part(what: str, share: float) -> str:
    """A percent, but days where the name says days."""
    words = plain(Decimal(repr(share)))
    return words if what.endswith("days") else f"{words}{NARROW}%"


def _sums(found: Attribution, currency: str) -> tuple[tuple[str, str, str], ...]:
    """Credited, unattributed and all that was booked: name, amount, share."""
    credited = found.total - found.unattributed
    rows = (
        (f"Credited to {found.by}s", credited),
        ("Unattributed: no touch on record", found.unattributed),
        ("Booked", found.total),
    )
    return tuple(
        (
            name,
            money(amount, currency),
            percent(amount / found.total) if found.total > 0 else "",
        )
        for name, amount in rows
    )


def _foot(found: Attribution, model: Model, count: int) -> str:
    """What the strip is, how many journeys, and what a reader must know."""
    said = [
        "The bar runs from the lowest to the highest credit of the ten models, the dot is the "
        f"model chosen. {counted(found.opportunities, 'opportunities')} with touches, "
        f"{counted(found.lost + found.stale, 'journeys')} that did not win."
    ]
    if count > SHOWN:
        said.append(f"{count - SHOWN} more in the file.")
    if model.credits is None and model.note:
        said.append(f"{NAMES[model.name]}: {model.note}.")
    return " ".join(filter(None, (*said, note_sentence(found.note))))


def _csv(found: Attribution, chosen: Model) -> str:
    """Every member under every model, the interval, ranks and who it turns with."""
    models = {**found.models, **({OWN: chosen} if chosen.name == OWN else {})}
    header = [found.by, *models, "low", "low_model", "high", "high_model", "ranks", "turns_with"]
    lines: list[list[object]] = []
    for one in found.members:
        ranks = sorted(set(one.ranks.values()))
        credits = [(model.credits or {}).get(one.name) for model in models.values()]
        lines.append(
            [
                one.name,
                *credits,
                one.low,
                one.low_model,
                one.high,
                one.high_model,
                f"{ranks[0]} to {ranks[-1]}",
                ", ".join(one.flips),
            ]
        )
    blank = [None] * 6
    lines.append(["unattributed", *[found.unattributed] * len(models), *blank])
    lines.append(["total", *[found.total] * len(models), *blank])
    return csv_text(header, lines)
