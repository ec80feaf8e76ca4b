"""What `python -m metrics bridge` prints: the stable document, and the bars as people read them."""

from metrics.bridge.parts import BARS, IN, OUT, Bridge, Deal
from metrics.formats import shown, table_text
from metrics.kpi import Unit
from metrics.money import money_text

LABELS = {bar: bar.replace("_", " ").capitalize() for bar in BARS}
MOST_MOVERS = 10


def bridge_json(found: Bridge) -> dict[str, object]:
    """The stable document; `receipt` says what it rests on."""
    return {
        "window": found.window.name,
        "from": found.from_on.isoformat(),
        "to": found.to_on.isoformat(),
        "bars": {bar: money_text(amount) for bar, amount in found.amounts.items()},
        "residual": money_text(found.residual),
        "deals": [
            {
                "opportunity_id": deal.opportunity_id,
                "movements": {bar: money_text(amount) for bar, amount in deal.movements.items()},
            }
            for deal in found.deals
        ],
        "receipt": {
            "scope": dict(found.scope.members()),
            "fingerprint": found.fingerprint,
            "deals": dict(found.counts),
            "missing_amounts": {
                "opening": found.missing_amounts[0],
                "closing": found.missing_amounts[1],
            },
            "won_without_booking": found.not_booked,
            "unknown": dict(found.unknown),
            "note": found.note,
        },
    }


def bridge_text(found: Bridge) -> str:
    """The bars with their deals, the biggest movers, and what the numbers rest on."""
    rows = [
        (LABELS[bar], _signed(bar, found), _count(bar, found))
        for bar in BARS
        if found.counts[bar] or bar in ("opening", "closing")
    ]
    parts = [table_text(("Open pipeline", "Amount", "Deals"), rows, left=1)]
    movers = found.movers(MOST_MOVERS)
    if movers:
        lines = [(one.opportunity_id, one.name, _moved(one), _money(one)) for one in movers]
        parts.append(table_text(("Deal", "Name", "What happened", "Amount"), lines, left=3))
    parts.append("\n".join(_foot(found)))
    return "\n\n".join(parts)


def _count(bar: str, found: Bridge) -> str:
    return "-" if bar in found.unknown else f"{found.counts[bar]:,}"


def _signed(bar: str, found: Bridge) -> str:
    """An amount with the sign it has in the sum."""
    if bar in found.unknown:
        return "no data"
    amount = found.amounts[bar]
    sign = "+" if bar in IN else "-" if bar in OUT else ""
    return f"{sign}{shown(amount, Unit.MONEY)}"


def _moved(deal: Deal) -> str:
    return ", ".join(bar.replace("_", " ") for bar in deal.movements)


def _money(deal: Deal) -> str:
    return f"{'+' if deal.net > 0 else ''}{shown(deal.net, Unit.MONEY)}"


def _foot(found: Bridge) -> list[str]:
    scope = f", {found.scope}" if found.scope.filters else ""
    lines = [
        f"Expected to close in {found.window.name}{scope}; from the end of {found.from_on} "
        f"to the end of {found.to_on}; residual {money_text(found.residual)}; "
        f"load {found.fingerprint[:8]}"
    ]
    missing = max(found.missing_amounts)
    if missing:
        lines.append(f"{missing:,} deals have no amount and count 0")
    if found.not_booked:
        lines.append(f"{found.not_booked:,} won deals have no booking yet: at the deal's amount")
    if found.note:
        lines.append(found.note)
    return lines
