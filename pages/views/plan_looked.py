"""Plan: the answers of a draft and of the plan in force, prepared for the moves of a slider.

What is prepared holds everybody's terms and never leaves the server: the other views take from
the answers only sums, percents and groups of five and more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from data.warehouse import Reader
from metrics.lifecycle.ahead import Ahead
from metrics.planning.change import whole_pool
from metrics.planning.findings import Findings, findings
from metrics.planning.live import Answers, LiveAnswer
from metrics.planning.prospect import Prospect, prospect
from metrics.planning.treatments import Parts, Treatment, parts, treatments
from metrics.pool.inputs import KnownKey
from metrics.pool.plan import Plan


def build_ready(reader: Reader, ahead: Ahead) -> LiveAnswer:
    """The plan prepared: history read, results drawn, payees in their places."""
    return LiveAnswer(prospect(reader, ahead.plan, ahead.inputs(reader)))


def build_parts(reader: Reader, ready: LiveAnswer) -> Parts | None:
    """The running period cut at the first day that a change could hold from."""
    return parts(reader, ready.prospect)


def build_answers(ready: LiveAnswer, plan: Plan) -> Answers:
    """The answers at the plan's own weights."""
    return ready.with_weights([measure.weight for measure in plan.measures])


def build_findings(ready: LiveAnswer, plan: Plan, answers: Answers) -> Findings:
    """Health, gaming and the inverse at the plan's own weights."""
    return findings(replace(ready.prospect, plan=plan), answers.simulation)


@dataclass(frozen=True)
class Looked:
    """A plan with its answers, and what they were made from."""

    plan: Plan
    ready: LiveAnswer
    answers: Answers

    @property
    def known(self) -> Mapping[str, KnownKey]:
        """The keys the plan may use, with their labels."""
        return self.ready.prospect.inputs.known

    @property
    def has_payees(self) -> bool:
        """Whether anybody is paid under the plan."""
        return bool(self.answers.now.shares)

    def prospect(self) -> Prospect:
        """What was prepared, at the plan's own weights."""
        return replace(self.ready.prospect, plan=self.plan)


def build_treated(draft: Looked, force: Looked, cut: Parts) -> tuple[Treatment, ...]:
    """The three treatments of the draft inside the running period; none without money."""
    before, after = force.answers.now, draft.answers.now
    if before.pool_total is None or after.pool_total is None:
        return ()
    if draft.plan.currency != force.plan.currency:
        return ()
    # Printed pools, so that the headline and the whole period say the same.
    pools = (whole_pool(before), whole_pool(after))
    return treatments(draft.prospect(), force.prospect(), cut, *pools)
