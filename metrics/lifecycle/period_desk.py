"""The desk's commands around a period: each asks the guard, then writes its events."""

from dataclasses import dataclass
from datetime import date

from data.ledger.event import Event
from metrics.lifecycle import disputes, periods, restatements, results_entry
from metrics.lifecycle.accrual import JournalEntry, accrued_at_close, accrued_to_date
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.guard import About, Action
from metrics.lifecycle.payroll import payroll_csv
from metrics.lifecycle.rerun import Rerun, closed, rerun_event
from metrics.lifecycle.running import Running, next_steps, running
from metrics.lifecycle.state import State
from metrics.lifecycle.statements import Statement, closed_statement, line_of, running_statement


@dataclass(frozen=True)
class PeriodDesk:
    """A desk's commands for results, closes, payments, corrections and questions."""

    desk: Desk

    @property
    def moment(self) -> periods.Moment:
        """Today, and the company's calendar."""
        return periods.Moment(self.desk.today, self.desk.calendar)

    def enter_result(self, actor: str, period: str, entry: results_entry.Entry) -> Event:
        """The entry of an external figure. Raises: Refused."""
        return self.desk.run(
            Action.ENTER_RESULT,
            actor,
            lambda state: results_entry.entering(state, actor, period, entry),
            subject=period,
        )[0]

    def close(self, actor: str, period: str, as_of: date | None = None) -> Event:
        """The close of an ended period, from the load that is published now. Raises: Refused."""
        return self.desk.run(
            Action.CLOSE,
            actor,
            lambda state: periods.closing(state, actor, period, self.moment, self._seen(as_of)),
            subject=period,
        )[0]

    def reopen(self, actor: str, period: str, reason: str) -> bool:
        """Whether the period is open again: after the second head's word. Raises: Refused."""
        found = self.desk.run(
            Action.REOPEN,
            actor,
            lambda state: periods.reopening(state, actor, period, reason),
            subject=period,
        )
        return len(found) > 1

    def approve(self, actor: str, period: str) -> Event:
        """The approval of a closed period. Raises: Refused."""
        return self.desk.run(
            Action.APPROVE,
            actor,
            lambda state: periods.approval(state, actor, period),
            subject=period,
        )[0]

    def pay(self, actor: str, period: str) -> Event:
        """The payment of an approved period, by another person. Raises: Refused."""
        return self.desk.run(
            Action.PAY,
            actor,
            lambda state: periods.payment(state, actor, period, self.desk.today),
            subject=period,
        )[0]

    def restate(self, actor: str, period: str, reason: str, as_of: date | None = None) -> Event:
        """What a closed period would pay today, less what it has granted.

        Results are those known on `as_of`, by default the published load's own day.
        Raises: Refused.
        """
        return self.desk.run(
            Action.RESTATE,
            actor,
            lambda state: restatements.restating(
                state, actor, closed(state, period), reason, self._now(as_of)
            ),
            subject=period,
        )[0]

    def dispute(self, actor: str, period: str, line: str, text: str) -> str:
        """The number of a payee's question about a line of the own statement. Raises: Refused."""
        return self.desk.run(
            Action.DISPUTE,
            actor,
            lambda state: disputes.disputing(state, actor, period, line, text),
            about=About(person_id=actor),
            subject=period,
        )[0].subject

    def answer_dispute(self, actor: str, number: str, text: str) -> Event:
        """The answer to a question, by finance or the payee's head. Raises: Refused."""
        dispute = self.desk.state.disputes.get(number)
        person = str(dispute.asked.body["person_id"]) if dispute else ""
        return self.desk.run(
            Action.ANSWER,
            actor,
            lambda state: disputes.answering(state, actor, number, text),
            about=About(person_id=person),
            subject=number,
        )[0]

    def _seen(self, as_of: date | None) -> periods.Seen:
        return periods.Seen(self.desk.warehouse.reader(), as_of)

    def _now(self, as_of: date | None) -> restatements.Now:
        return restatements.Now(self.moment, self._seen(as_of))

    def statement(self, actor: str, period: str, person_id: str) -> Statement:
        """A payee's statement: as closed, or by what is known while the period is open.

        Raises: Refused for who may not see it, or where there is none.
        """
        about = About(person_id=person_id)
        state = self.desk.see(Action.SEE_STATEMENT, actor, about)
        if state.period(period).is_closed:
            return closed_statement(state, period, person_id)
        found = self.running(state, period)
        expected = found.expected
        return running_statement(
            found.now,
            person_id,
            is_over=found.is_over,
            forecast=line_of(expected, person_id).payout if expected else None,
            next_steps=() if found.is_over else next_steps(found.best, person_id),
        )

    def running(self, state: State, period: str) -> Running:
        """An open period as the published load has it; for pages that ask the guard themselves."""
        return running(self.desk.warehouse.reader(), state, period, self.moment)

    def payroll(self, actor: str, period: str) -> str:
        """The payroll file of a closed period as CSV. Raises: Refused."""
        return payroll_csv(self.desk.see(Action.PAYROLL, actor), period)

    def accrual(self, actor: str, period: str) -> tuple[JournalEntry, ...]:
        """What the period has cost so far, as a journal. Raises: Refused."""
        state = self.desk.see(Action.PAYROLL, actor)
        close = state.period(period).close
        if close is not None:
            return accrued_at_close(close)
        return accrued_to_date(self.running(state, period))

    def rerun(self, period: str) -> Rerun:
        """The closed period's calculation as kept, and worked out again from what was kept."""
        return rerun_event(closed(self.desk.state, period))
