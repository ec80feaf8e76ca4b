"""The pay of a period from its basis: one plan's run, or the blend of the plans that held.

Pure and exact: the same basis gives the same calculation, to the byte.
Source: docs/decisions/0018-a-change-inside-a-period.md
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.lifecycle.basis import Basis, Paid, PlanPart
from metrics.lifecycle.blending import Blend, blended
from metrics.pool.inputs import ZERO, Inputs, Payee
from metrics.pool.plan import Plan
from metrics.pool.roster import Roster
from metrics.pool.run import run
from metrics.pool.shares import Run, Share
from metrics.pool.tree import Node


@dataclass(frozen=True)
class PayLine:
    """What one payee gets in a period and how; money in printed units of the plan's currency."""

    person_id: str
    payroll_id: str
    salt: str
    team: str
    target: Fraction  # for the whole period at FTE 1
    proration: Fraction  # factor
    prorated_target: Fraction
    pool_part: Fraction
    individual_part: Fraction
    restatement: Fraction
    restatement_carried: Fraction
    payout: Fraction
    node: Node

    @property
    def earned(self) -> Fraction:
        """What the period itself pays, without lines of earlier periods."""
        return self.pool_part + self.individual_part


@dataclass(frozen=True)
class Calculation:
    """A period's whole pay; paid from the pool + undistributed + reserve = pool, in print."""

    basis: Basis
    runs: tuple[Run, ...]  # one a plan that held, in order of date
    target_pool: Fraction
    pool: Fraction
    paid_from_pool: Fraction
    undistributed: Fraction
    reserve: Fraction
    lines: tuple[PayLine, ...]  # by person_id
    company: tuple[Node, ...]  # the steps that are nobody's own

    def line(self, person_id: str) -> PayLine | None:
        """One payee's line; None where the person has none."""
        return next((one for one in self.lines if one.person_id == person_id), None)


def calculate(basis: Basis) -> Calculation:
    """The pay of the period.

    Raises: MissingResultError, PayeeError or PlanError as the run of a plan does.
    """
    if len(basis.parts) == 1:
        return _of_one(basis, run(basis.plan, _inputs(basis, basis.parts[0])))
    runs = tuple(_part_run(basis, part) for part in basis.parts)
    return _of_blend(basis, blended(basis, runs))


def _inputs(basis: Basis, part: PlanPart, payees: tuple[Payee, ...] | None = None) -> Inputs:
    own = tuple(one.payee for one in basis.payees) if payees is None else payees
    return Inputs(part.results, own, part.span, basis.carry_over, part.known)


def _part_run(basis: Basis, part: PlanPart) -> Run:
    """One plan's run as if it held for its span; lines of earlier periods come after the blend."""
    payees = tuple(replace(one.payee, restatement=ZERO) for one in basis.payees)
    if basis.treatment != "segments":
        return run(part.plan, _inputs(basis, part, payees))
    out = _out_of(basis, part, payees)
    held = tuple(_ineligible(one) if one.person_id in out else one for one in payees)
    return run(_without_service(part.plan), _inputs(basis, part, held))


def _out_of(basis: Basis, part: PlanPart, payees: tuple[Payee, ...]) -> frozenset[str]:
    """Who gets nothing for the whole period: leavers that forfeit, too few days of service.

    A part cannot tell: who leaves in the last one has left the period all the same.
    """
    whole = replace(part.span, first_on=basis.first_on, last_on=basis.last_on)
    roster = Roster.of(part.plan, _inputs(basis, replace(part, span=whole), payees))
    return frozenset(
        entry.payee.person_id
        for entry in roster.entries
        if all(line.reason for line in entry.lines)
    )


def _ineligible(payee: Payee) -> Payee:
    return replace(payee, terms=tuple(replace(one, is_eligible=False) for one in payee.terms))


def _without_service(plan: Plan) -> Plan:
    """The plan with the rules on leavers and service answered already."""
    answered = {"leavers": "prorate", "minimum_service_days": 0}
    return plan.model_copy(update={"proration": plan.proration.model_copy(update=answered)})


def _of_one(basis: Basis, done: Run) -> Calculation:
    paid = {one.payee.person_id: one for one in basis.payees}
    return Calculation(
        basis,
        (done,),
        done.pool.target_pool or ZERO,
        done.pool_total or ZERO,
        done.paid_from_pool or ZERO,
        done.undistributed or ZERO,
        done.reserve or ZERO,
        tuple(_line(share, paid[share.person_id]) for share in done.shares),
        company_steps(done),
    )


def _of_blend(basis: Basis, blend: Blend) -> Calculation:
    paid = {one.payee.person_id: one for one in basis.payees}
    lines = tuple(
        PayLine(
            one.person_id,
            paid[one.person_id].payroll_id,
            paid[one.person_id].salt,
            one.team,
            one.target,
            one.prorated_target / one.target if one.target else ZERO,
            one.prorated_target,
            one.pool_part,
            one.individual_part,
            one.restatement,
            one.restatement_carried,
            one.payout,
            one.node,
        )
        for one in blend.shares
    )
    return Calculation(
        basis,
        blend.runs,
        blend.target_pool,
        blend.pool,
        blend.paid_from_pool,
        blend.undistributed,
        blend.reserve,
        lines,
        blend.nodes,
    )


def _line(share: Share, paid: Paid) -> PayLine:
    return PayLine(
        share.person_id,
        paid.payroll_id,
        paid.salt,
        share.team,
        share.target,
        share.proration,
        share.prorated_target,
        share.pool_part,
        share.individual_part,
        share.restatement,
        share.restatement_carried,
        share.payout,
        share.node,
    )


def company_steps(done: Run) -> tuple[Node, ...]:
    """The run's steps without those of single payees."""
    return tuple(
        replace(step, steps=tuple) if step.name == "Payees" else step for step in done.tree.children
    )
