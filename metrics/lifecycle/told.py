"""What the commands tell of versions, roles and payees: as JSON and as text."""

from collections.abc import Iterator
from fractions import Fraction

from metrics.lifecycle.desk import Desk
from metrics.lifecycle.differences import differences
from metrics.lifecycle.guard import Action
from metrics.lifecycle.payees_table import NAMES
from metrics.lifecycle.plans import changed_after
from metrics.lifecycle.records import RegisteredPayee, Version
from metrics.lifecycle.roles import ROLES
from metrics.money import rounded_fraction
from metrics.pool.inputs import HUNDRED
from metrics.pool.plan_fields import number_text

PAYEE_COLUMNS = NAMES
DELETED = "(deleted)"


def before(desk: Desk, version: Version) -> Version | None:
    """The version that stood, or stands, when this one came: what it is compared with."""
    earlier = [
        one
        for one in desk.state.versions_of(version.period)
        if one.number < version.number and one.in_force_at is not None
    ]
    return earlier[-1] if earlier else None


def changed(desk: Desk, version: Version) -> tuple[str, ...]:
    """How the version differs from the one before it, in words; empty for the first one."""
    base = before(desk, version)
    return differences(base.plan, version.plan) if base else ()


def share_over(desk: Desk, version: Version) -> Fraction | None:
    """The share of the period that was over when the plan changes it; None where nothing was."""
    return changed_after(version, desk.calendar.parse(version.period), desk.today)


def version_json(desk: Desk, version: Version) -> dict[str, object]:
    """A version as one JSON object; the share of the period is exact text."""
    over = share_over(desk, version)
    return {
        "version": version.number,
        "plan": version.name,
        "plan_hash": version.plan_hash,
        "plan_json": version.plan_json,
        "period": version.period,
        "status": version.status,
        "effective_on": version.effective_on.isoformat(),
        "treatment": version.treatment,
        "proposed_by": version.proposed_by,
        "proposed_at": version.proposed_at.isoformat(),
        "signatures": [
            {"person": one.person, "side": one.side, "at": one.at.isoformat()}
            for one in version.signatures
        ],
        "missing": list(version.missing) if version.is_open else [],
        "in_force_on": version.in_force_on.isoformat() if version.in_force_on else None,
        "reason": version.reason or None,
        "changed_after": str(over) if over is not None else None,
        "differences": list(changed(desk, version)),
        "acknowledged": len(version.acknowledged),
    }


def version_text(desk: Desk, version: Version) -> str:
    """A version in lines for a person; what a text of the plan holds moves no cursor."""
    return "\n".join(
        "".join(sign if sign.isprintable() else " " for sign in line)
        for line in _lines(desk, version)
    )


def _lines(desk: Desk, version: Version) -> Iterator[str]:
    status = version.status.replace("_", " ")
    yield f"version {version.number}: {version.name}, {version.period}: {status}"
    yield f"  hash {version.plan_hash}"
    for measure in version.plan.measures:
        yield f"  {measure.kpi.replace('_', ' ')} {number_text(measure.weight)} %"
    yield f"  takes effect on {version.effective_on}, treatment {version.treatment}"
    over = share_over(desk, version)
    if over is not None:
        what = "changed" if before(desk, version) else "set"
        yield f"  {what} after {rounded_fraction(over * HUNDRED, 0, 'half_up')} % of the period"
    yield f"  proposed by {version.proposed_by} on {version.proposed_at.date()}"
    for one in version.signatures:
        yield f"  signed for {one.side} by {one.person} on {one.at.date()}"
    if version.is_open and version.missing:
        yield f"  not signed yet: {', '.join(version.missing)}"
    if version.in_force_on:
        yield f"  in force on {version.in_force_on}"
    if version.reason:
        yield f"  reason: {version.reason}"
    for text in changed(desk, version):
        yield f"  {text}"


def roles_by_person(desk: Desk, actor: str) -> list[tuple[str, tuple[str, ...]]]:
    """Everybody with a role, by id, for an admin. Raises: Refused not_allowed."""
    state = desk.see(Action.ROLES, actor)
    everyone = sorted({*state.roles, *state.payees})
    found = ((who, state.roles_of(who)) for who in everyone)
    return [(who, tuple(role for role in ROLES if role in has)) for who, has in found if has]


def payee_rows(desk: Desk, actor: str) -> list[tuple[object, ...]]:
    """One row for each part of a payee's terms, for finance. Raises: Refused not_allowed."""
    state = desk.see(Action.PAYEES, actor)
    return [row for who in sorted(state.payees) for row in _payee_rows(state.payees[who])]


def _payee_rows(payee: RegisteredPayee) -> Iterator[tuple[object, ...]]:
    if payee.terms is None:
        yield (payee.person_id, *[DELETED] * (len(PAYEE_COLUMNS) - 1))
        return
    for one in payee.terms:
        yield (
            payee.person_id,
            one.valid_from.isoformat(),
            one.valid_to.isoformat() if one.valid_to else None,
            one.role,
            one.team,
            f"{one.fte.normalize():f}",
            f"{one.annual_target_incentive:.2f}",
            one.currency,
            one.payroll_id,
            one.is_eligible,
            f"{one.modifier.normalize():f}",
            None if one.individual is None else f"{one.individual.normalize():f}",
        )
