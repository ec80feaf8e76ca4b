"""The week for programs: the stable document of `python -m metrics weekly --json`."""

from collections.abc import Sequence

from metrics.answer import Answer
from metrics.bridge import Bridge
from metrics.bridge.out import bridge_json
from metrics.bridge.steps import main_movement
from metrics.bridge.words import MOST_MOVERS
from metrics.cohorts import Curve
from metrics.compared import Change
from metrics.field.seen import the_line
from metrics.field.told import seen_json
from metrics.formats import json_beside, json_number
from metrics.handover.clocks import Clock
from metrics.handover.leaks import Leak
from metrics.inbox import Waits
from metrics.kpi import Unit
from metrics.listing import answer_row
from metrics.meeting.records import Snapshot
from metrics.meeting.told import effect_json, then_now_json
from metrics.money import money_text
from metrics.registry import kpi
from metrics.weekly.records import Changed, Demand, Handover, Number, Promises, Weekly
from metrics.weekly.sides import COHORT, REASONS

MONEY = (Unit.MONEY, Unit.MONEY_PER_DAY)


def weekly_json(found: Weekly, waits: Sequence[Waits] | None = None) -> dict[str, object]:
    """The whole document; `inbox` only where somebody was named."""
    line = the_line(found.field)
    told: dict[str, object] = {
        "as_of": found.as_of.isoformat(),
        "period": found.period.name,
        "fingerprint": found.fingerprint,
        "headline": [one.text for one in found.headline],
        "blocks": {
            "commitments": _commitments(found.promises, found),
            "number": [number_json(one) for one in found.number.numbers],
            "changed": _changed(found.changed, found.promises),
            "handover": _handover(found.handover),
            "demand": _demand(found.demand),
        },
        "field": None if line is None else seen_json(line),
    }
    if found.promises.trouble:
        told["trouble"] = found.promises.trouble
    if waits is not None:
        told["inbox"] = [_waits_json(one) for one in waits]
    return told


def number_json(one: Number) -> dict[str, object]:
    """A number: what it is, its row exactly as `metrics show` gives it, and its changes."""
    row = _own_row(one) if one.declared is None else answer_row(one.declared, one.answer)
    return {
        "kpi": one.key if one.declared is None else one.declared.key,
        "label": one.label,
        "unit": one.unit.value,
        "better": one.better.value,
        "window": one.window.name if one.window else None,
        **row,
        "changes": [_change_json(change, one.unit) for change in one.changes],
    }


def _own_row(one: Number) -> dict[str, object]:
    """The same keys of the landing and of the pool, whose range is in their own unit."""
    answer, is_money = one.answer, one.unit in MONEY
    return {
        "period": answer.period.name,
        "by": None,
        **{
            name: json_number(value, is_money)
            for name, value in (
                ("value", answer.value),
                ("numerator", answer.numerator),
                ("denominator", answer.denominator),
            )
        },
        "count": answer.rows,
        "maturity": json_number(answer.maturity, False),
        "low": json_number(answer.low, is_money),
        "high": json_number(answer.high, is_money),
        "target": json_number(answer.target, is_money),
        "note": answer.note,
        "beside": {
            key: json_beside(key, value)
            for key, value in answer.beside.items()
            if not isinstance(value, tuple)
        },
    }


def _change_json(change: Change, unit: Unit) -> dict[str, object]:
    is_money = unit in MONEY
    return {
        "against": change.against.value,
        "then": json_number(change.then, is_money),
        "difference": json_number(change.difference, is_money),
        "share": json_number(change.share, False),
    }


def _commitments(promises: Promises, found: Weekly) -> list[dict[str, object]]:
    """Each commitment with what came of it and what its KPI did."""
    agenda = promises.agenda
    if agenda is None:
        return []
    return [
        {
            **effect_json(one, agenda.day),
            "owner_name": found.names.get(one.commitment.owner, one.commitment.owner),
            "came_of": agenda.came_of(one.commitment),
        }
        for one in promises.did
    ]


def _changed(found: Changed, promises: Promises) -> dict[str, object]:
    """The bridge's own document, and beside it the movers, hygiene, and then and now."""
    return {
        **bridge_json(found.bridge),
        "since_meeting": _meeting(promises.agenda.before if promises.agenda else None),
        "movers": _movers(found.bridge),
        "moved": found.moved.text,
        "hygiene": {
            "looked_at": found.hygiene.looked_at,
            "deals": found.hygiene.deals,
            "findings": [
                {
                    "rule": one.rule.key,
                    "what": one.rule.what,
                    "count": len(one.deals),
                    "amount": money_text(one.amount),
                }
                for one in found.hygiene.findings
            ],
        },
        "then_now": then_now_json(found.then_now),
        "then_now_note": found.trouble or None,
    }


def _meeting(held: Snapshot | None) -> dict[str, object] | None:
    if held is None:
        return None
    return {
        "number": held.number,
        "held_on": held.held_on.isoformat(),
        "as_of": held.as_of.isoformat(),
        "fingerprint": held.fingerprint,
    }


def _movers(found: Bridge) -> list[dict[str, object]]:
    return [
        {
            "opportunity_id": deal.opportunity_id,
            "name": deal.name,
            "account": deal.account,
            "region": deal.region,
            "movement": main_movement(deal),
            "amount": money_text(deal.net),
        }
        for deal in found.movers(MOST_MOVERS)
    ]


def _handover(found: Handover) -> list[dict[str, object]]:
    """The numbers; beside each clock its wait, beside leakage the leads; hand-backs by reason."""
    waits = {one.within.kpi: one for one in (found.clocks.sales, found.clocks.marketing)}
    told = []
    for one in found.numbers:
        row = number_json(one)
        if one.key in waits:
            row["wait"] = _wait(waits[one.key])
        if one.key == "lead_leakage":
            row["leads"] = [_leak(lead) for lead in found.leaks.of_period]
            row["leads_of_other_periods"] = found.leaks.earlier_count
        told.append(row)
    return told + [_reason(one) for one in found.by_reason]


def _wait(clock: Clock) -> dict[str, object]:
    """How long a side lets the other wait, in business hours."""
    return {
        "median_hours": json_number(clock.wait.median_hours, False),
        "agreed_hours": json_number(clock.limit_hours, False),
        "count": clock.wait.count,
        "waiting": clock.wait.waiting,
        "note": clock.wait.note,
    }


def _leak(lead: Leak) -> dict[str, object]:
    return {
        "lead_id": lead.lead_id,
        "account": lead.account,
        "source": lead.source,
        "region": lead.region,
        "who_must_act": lead.who_must_act,
        "business_days": json_number(lead.business_days, False),
    }


def _reason(answer: Answer) -> dict[str, object]:
    declared = kpi(REASONS)
    own = {"kpi": REASONS, "label": declared.label, "unit": declared.unit.value}
    by = answer.by[0] if answer.by else None
    return {**own, "better": declared.better.value, **answer_row(declared, answer, by)}


def _demand(found: Demand) -> list[dict[str, object]]:
    """The numbers; the way of the last whole cohort stands beside the rate it belongs to."""
    told = []
    for one in found.numbers:
        row = number_json(one)
        if one.key == COHORT:
            row["curves"] = [_curve(curve) for curve in found.curves]
        told.append(row)
    return told


def _curve(curve: Curve) -> dict[str, object]:
    return {
        "cohort": curve.period.name,
        "count": curve.members,
        "ripe_days": curve.ripe_days,
        "points": [
            {
                "days": point.days,
                **{
                    name: json_number(value, False)
                    for name, value in (
                        ("value", point.value),
                        ("low", point.low),
                        ("high", point.high),
                        ("maturity", point.maturity),
                    )
                },
            }
            for point in curve.points
        ],
    }


def _waits_json(one: Waits) -> dict[str, object]:
    return {
        "kind": one.kind,
        "text": one.text,
        "under": one.under,
        "since": one.since.isoformat() if one.since else None,
        "where": one.where,
        "count": one.count,
        "is_late": one.is_late,
    }
