"""Questions to the metrics, as the screens ask them."""

from metrics.compute import Question
from metrics.scope import Scope
from pages.views.tile import ReceiptRequest


def question_of(request: ReceiptRequest) -> Question:
    """The question behind one number; a member of a breakdown is asked as a scope."""
    filters = tuple(sorted({*request.scope.filters, *request.by}))
    return Question(
        kpis=(request.kpi,),
        periods=(request.period,),
        scope=Scope(filters),
        as_of=request.as_of,
        window=request.window,
        within=request.within,
    )
