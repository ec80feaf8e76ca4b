"""Both sides' clocks in the same form: the share in time, and the median in business hours."""

from dataclasses import dataclass
from decimal import Decimal

from metrics.answer import Answer
from metrics.compared import Moment
from metrics.compute import Question, answers
from metrics.handover.delays import Delays, delays, hand_back_wait
from metrics.handover.waits import HOUR, Wait
from metrics.reader import Reader

SALES, MARKETING = "response_within_sla", "hand_back_answer_within_sla"


@dataclass(frozen=True)
class Clock:
    """One side: who answers, the hours agreed, the share in time, how long it takes."""

    side: str
    limit_hours: Decimal
    within: Answer
    wait: Wait


@dataclass(frozen=True)
class Clocks:
    """Sales' answer to a handover and marketing's to a hand-back, and sales' in its parts."""

    sales: Clock
    marketing: Clock
    delays: Delays

    @property
    def longest_hours(self) -> Decimal:
        """The hours on which both clocks can be drawn side by side: the largest of them."""
        waits = (self.sales.wait, self.marketing.wait, self.delays.system, self.delays.human)
        reached = [wait.median_hours for wait in waits if wait.median_hours is not None]
        return max([*reached, self.sales.limit_hours, self.marketing.limit_hours])


def clocks(reader: Reader, moment: Moment) -> Clocks:
    """Both clocks of the period, in business hours of whoever answers.

    Raises: ScopeError when leads do not carry a dimension of the scope.
    """
    question = Question((SALES, MARKETING), (moment.period,), moment.scope, as_of=moment.as_of)
    response, answer = answers(reader, question)
    workspace = reader.load.workspace
    parts = delays(reader, moment)
    return Clocks(
        sales=Clock("sales", workspace.response_sla_seconds / HOUR, response, parts.response),
        marketing=Clock(
            "marketing",
            workspace.hand_back_sla_seconds / HOUR,
            answer,
            hand_back_wait(reader, moment),
        ),
        delays=parts,
    )
