"""Stages and cohorts as one JSON document, and as text for a terminal."""

from decimal import Decimal
from fractions import Fraction

from metrics.cohorts import Curve
from metrics.money import money_text
from metrics.stages.endings import Endings
from metrics.stages.incidence import Incidence
from metrics.stages.moves import Moves
from metrics.stages.stays import Stays
from metrics.stages.survival import Survival

STEP_DAYS = 30
Json = dict[str, object]


def stages_json(stayed: Stays, moved: Moves, ended: Endings) -> Json:
    """Time in stage, moves and ends of the same deals; rates 0 to 1, money as text."""
    return {
        "period": stayed.period.name,
        "as_of": stayed.as_of.isoformat(),
        "stages": [
            {
                "stage": one.stage,
                "median_days": one.curve.median,
                "upper_quartile_days": one.curve.upper_quartile,
                "stays": one.curve.count,
                "left": one.curve.ended,
                "staying": one.staying,
                "deleted": one.deleted,
                "left_out": one.left_out,
                "note": one.note,
                "curve": _survival_json(one.curve),
            }
            for one in stayed.stages
        ],
        "moves": [
            {
                "from": one.from_place,
                "to": one.to_place,
                "way": one.way.value,
                "moves": one.moves,
                "deals": one.deals,
                "share": None if one.share is None else float(one.share),
                "amount": money_text(one.amount),
                "null_amounts": one.null_amounts,
                "passes_over": one.passes_over,
            }
            for one in moved.moves
        ],
        "skips": [
            {"stage": one.stage, "passed": one.passed, "skipped": one.skipped}
            for one in moved.skips
        ],
        "ends": _ends_json(ended),
    }


def _survival_json(curve: Survival) -> list[Json]:
    return [
        {
            "days": days,
            "still": float(curve.still_at(days)),
            "at_risk_after": curve.at_risk_after(days),
        }
        for days in range(0, curve.longest + 1, STEP_DAYS)
    ]


def _ends_json(ended: Endings) -> Json:
    curve = ended.curve
    return {
        "deals": curve.count,
        "won": curve.won,
        "lost": curve.lost,
        "open": ended.still_open,
        "deleted": ended.deleted,
        "closed_only_win_rate": _rate(curve.closed_only_win_rate),
        "created_win_rate": _rate(curve.created_win_rate),
        "naive_mean_won_days": _rate(curve.naive_mean_won_days),
        "curve": _incidence_json(curve),
    }


def _incidence_json(curve: Incidence) -> list[Json]:
    longest = curve.steps[-1].length if curve.steps else -1
    return [
        {
            "days": days,
            "won": float(curve.won_by(days)),
            "lost": float(curve.lost_by(days)),
            "at_risk": curve.at_risk_at(days),
        }
        for days in range(0, longest + 1, STEP_DAYS)
    ]


def _rate(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def cohorts_json(key: str, found: tuple[Curve, ...]) -> Json:
    """The curves of a rate, every point with what is mature of it."""
    return {
        "kpi": key,
        "cohorts": [
            {
                "period": one.period.name,
                "members": one.members,
                "ripe_days": one.ripe_days,
                "points": [
                    {
                        "days": point.days,
                        "value": float(point.value),
                        "low": float(point.low),
                        "high": float(point.high),
                        "old_enough": point.old_enough,
                        "maturity": float(point.maturity),
                        "is_mature": point.is_mature,
                    }
                    for point in one.points
                ],
            }
            for one in found
        ],
    }


def stages_text(stayed: Stays, moved: Moves, ended: Endings) -> str:
    """The same for a terminal: stages, moves, ends."""
    lines = [f"Time in stage, stays begun in {stayed.period.name}, as of {stayed.as_of}"]
    for one in stayed.stages:
        half, most = (_days(days) for days in (one.curve.median, one.curve.upper_quartile))
        lines.append(
            f"  {one.stage:<20} half left by {half:>12}  three quarters by {most:>12}  "
            f"of {one.curve.count:>6}, {one.staying} still there"
            + (f", {one.left_out} left out" if one.left_out else "")
        )
    lines.append("Moves")
    for move in moved.moves:
        share = "" if move.share is None else f"{_percent(move.share):>7}"
        lines.append(
            f"  {move.from_place:<20} -> {move.to_place:<20} {move.way.value:<9}{move.moves:>7}"
            f"{share:>8}{money_text(move.amount):>18}"
        )
    lines += [
        f"  skipped {one.stage}: {one.skipped} of {one.passed} deals that went past it"
        for one in moved.skips
    ]
    lines.append(
        f"Ends of {ended.curve.count} deals created: {ended.curve.won} won, {ended.curve.lost} "
        f"lost, {ended.still_open} open, {ended.deleted} deleted"
    )
    lines += [
        f"  within {point['days']:>4} days won {point['won']:.1%}, lost {point['lost']:.1%}, "
        f"{point['at_risk']} under observation"
        for point in _incidence_json(ended.curve)
    ]
    return "\n".join(lines)


def cohorts_text(key: str, found: tuple[Curve, ...]) -> str:
    """The curves for a terminal; '~' marks what is not mature."""
    lines = [key]
    for one in found:
        lines.append(f"{one.period.name}: {one.members} members, mature to {one.ripe_days} days")
        lines += [
            f"  {point.days:>4} days {'' if point.is_mature else '~'}{_percent(point.value)} "
            f"({_percent(point.low)} to {_percent(point.high)}), "
            f"{_percent(point.maturity)} that old"
            for point in one.points
        ]
    return "\n".join(lines)


def _days(days: int | None) -> str:
    return "not reached" if days is None else f"{days} days"


def _percent(value: Fraction | Decimal) -> str:
    return f"{float(value):.1%}"
