"""Attribution as JSON for programs and as tables for people."""

from decimal import Decimal

from metrics.attribution.answer import UNATTRIBUTED, Attribution, Model
from metrics.formats import shown, table_text
from metrics.kpi import Unit
from metrics.money import money_text

HEADINGS = ("Lowest", "by", "Highest", "by", "Ranks", "Order turns with")
SHOWN_FLIPS = 3


def attribution_json(found: Attribution) -> dict[str, object]:
    """The stable document of `metrics attribution --json`; money as text."""
    return {
        "period": found.period.name,
        "by": found.by,
        "scope": str(found.scope) or None,
        "as_of": found.as_of.isoformat(),
        "models": {name: _model_json(found, model) for name, model in found.models.items()},
        "total": None if found.no_data else money_text(found.total),
        "unattributed": None if found.no_data else money_text(found.unattributed),
        "members": {
            member_key(found, member.name): {
                "low": money_text(member.low),
                "low_model": member.low_model,
                "high": money_text(member.high),
                "high_model": member.high_model,
                "ranks": dict(member.ranks),
                "flips": list(member.flips),
            }
            for member in found.members
        },
        "count": found.rows,
        "opportunities": found.opportunities,
        "journeys": {"won": found.won, "lost": found.lost, "stale": found.stale},
        "note": found.no_data or found.note,
    }


def _model_json(found: Attribution, model: Model) -> dict[str, object]:
    credits = None
    if model.credits is not None:
        credits = {member_key(found, name): money_text(one) for name, one in model.credits.items()}
        credits[UNATTRIBUTED] = money_text(found.unattributed)
    return {"weights": dict(model.weights), "credits": credits, "note": model.note}


def member_key(found: Attribution, member: str) -> str:
    """A member's name in the document, where 'unattributed' stands for what has no touches."""
    return f"{member} ({found.by})" if member == UNATTRIBUTED else member


def attribution_text(found: Attribution) -> str:
    """The credits, a line a member and a column a model, then how far the models lie apart."""
    if found.no_data:
        return f"Bookings of {found.period.name} by {found.by} of touches: {found.no_data}"
    names = [model.name for model in found.models.values() if model.credits is not None]
    rows = [
        [member.name, *(_amount(found.models[name], member.name) for name in names)]
        for member in found.members
    ]
    rows.append([UNATTRIBUTED, *[shown(found.unattributed, Unit.MONEY) for _ in names]])
    rows.append(["total", *[shown(found.total, Unit.MONEY) for _ in names]])
    credits = table_text([found.by, *names], rows, left=1)
    vectors = table_text(
        ("Model", "Weights"),
        [(name, _weights(model)) for name, model in found.models.items()],
        left=2,
    )
    scope = f", {found.scope}" if found.scope.filters else ""
    notes = [f"\nNote: {found.note}."] if found.note else []
    return "\n".join(
        [
            f"Bookings of {found.period.name}{scope} by {found.by} of touches, as of {found.as_of}:"
            f" {found.rows:,} bookings, {found.opportunities:,} opportunities with touches;"
            f" journeys: {found.won:,} won, {found.lost:,} lost, {found.stale:,} open and older"
            " than the look-back.",
            "For learning, never for pay.",
            "",
            credits,
            "",
            _interval(found),
            "",
            vectors,
            *notes,
        ]
    )


def _amount(model: Model, member: str) -> str:
    credits = model.credits or {}
    return shown(credits.get(member, Decimal(0)), Unit.MONEY)


def _interval(found: Attribution) -> str:
    rows = []
    for member in found.members:
        ranks = sorted(set(member.ranks.values()))
        more = len(member.flips) - SHOWN_FLIPS
        flips = ", ".join(member.flips[:SHOWN_FLIPS]) + (f" and {more} more" if more > 0 else "")
        rows.append(
            (
                f"{member.name} *" if member.is_flipping else member.name,
                shown(member.low, Unit.MONEY),
                member.low_model,
                shown(member.high, Unit.MONEY),
                member.high_model,
                str(ranks[0]) if len(ranks) == 1 else f"{ranks[0]} to {ranks[-1]}",
                flips or "-",
            )
        )
    text = table_text((found.by, *HEADINGS), rows, left=1)
    return f"{text}\n* its place depends on the model: the data do not say which did more."


def _weights(model: Model) -> str:
    words = [
        f"{what} {share}" if isinstance(share, str) else f"{what} {share:g}"
        for what, share in model.weights.items()
    ]
    return ", ".join(words) + (f" ({model.note})" if model.note else "")
