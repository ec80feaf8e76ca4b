"""Results of individual measures from the warehouse: each payee's own, as owner of the records."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from metrics.compute import answer, answers
from metrics.periods import Period
from metrics.planning.results import result_of
from metrics.pool.inputs import Payee, Result, Results, Scope, result_key
from metrics.pool.plan import Plan
from metrics.question import Question
from metrics.reader import Reader
from metrics.scope import Scope as Filter

OWNERS = "select person_id, owner from person_dimension"


def individual_results(
    reader: Reader, plan: Plan, payees: Sequence[Payee], period: Period, as_of: date | None = None
) -> Results:
    """The results under keys such as 'bookings[person_id=P010]'; none where no plan asks.

    Only payees whose individual payout was not handed in need them. Records are a payee's who
    is their owner; someone without records in the period has the KPI's own answer to that.
    """
    asking = [one for one in payees if any(terms.individual is None for terms in one.terms)]
    if plan.allocation.pool_share == 100 or not asking or not plan.allocation.individual:
        return {}
    owners: dict[str, str] = dict(reader.exact_rows(OWNERS, {}))
    externals = {one.key for one in plan.external}
    found: dict[str, Result] = {}
    for kpi, scope in dict.fromkeys(_read_by(plan)):
        if kpi in externals:
            continue
        own = _by_owner(reader, kpi, scope, period, as_of)
        for payee in asking:
            key = result_key(kpi, (*scope, ("person_id", payee.person_id)))
            owner = owners.get(payee.person_id)
            if owner is None:
                found[key] = _nobody(payee)
            elif owner in own:
                found[key] = own[owner]
            else:
                found[key] = _alone(reader, kpi, (*scope, ("owner", owner)), period, as_of)
    return found


def _read_by(plan: Plan) -> Iterator[tuple[str, Scope]]:
    for measure in plan.allocation.individual:
        if measure.weight:
            yield measure.kpi, measure.scope
            if measure.limit:
                yield measure.limit, measure.scope


def _by_owner(
    reader: Reader, kpi: str, scope: Scope, period: Period, as_of: date | None
) -> Mapping[str, Result]:
    """Everyone's result in one reading, by the name of the owner."""
    question = Question((kpi,), (period,), Filter(scope), ("owner",), as_of)
    return {one.by[0]: result_of(one, reader) for one in answers(reader, question) if one.by}


def _alone(reader: Reader, kpi: str, scope: Scope, period: Period, as_of: date | None) -> Result:
    """The result of someone without records: 0 of what is counted, no data for a rate."""
    return result_of(answer(reader, kpi, period, scope=Filter(scope), as_of=as_of), reader)


def _nobody(payee: Payee) -> Result:
    reason = f"the people table has no '{payee.person_id}'; load it, or hand in 'individual'"
    return Result(None, None, reason, "")
