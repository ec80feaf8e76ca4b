"""The words of the handover: why leads come back, and which leak."""

from collections.abc import Iterable

from data.workspace import Workspace
from metrics.answer import Answer
from metrics.handover.leaks import Leaks
from metrics.pareto import Pareto
from metrics.wording import count, counted, number_word, percent, plain


def unknown(answer: Answer) -> str:
    """Why the load cannot tell of it at all; '' where it can, if only that nothing happened."""
    before, said, reason = (answer.note or "").partition("no data: ")
    return reason if said and not before and answer.value is None else ""


def unknown_all(answers: Iterable[Answer | None]) -> str:
    """Why the load can tell of none of them; '' where it can of one, or they are of many minds."""
    reasons = {"" if one is None else unknown(one) for one in answers}
    return reasons.pop() if len(reasons) == 1 else ""


def reasons_title(found: Pareto, why: str = "") -> str:
    """How many reasons make how much of the hand-backs; `why` says why nobody can tell."""
    if not found.parts:
        return f"Hand-backs by reason: {why}" if why else "No lead came back"
    share = percent(found.parts[found.vital - 1].running_share)
    if found.vital == 1:
        return f"One reason makes {share} of hand-backs"
    return f"{number_word(found.vital)} reasons make {share} of hand-backs"


def reasons_foot(found: Pareto, shown: int) -> str:
    """How many leads came back, and how many reasons are not listed."""
    more = len(found.parts) - shown
    rest = f"; {counted(more, 'more reasons')}" if more > 0 else ""
    return f"{counted(int(found.whole), 'leads')} came back in the period{rest}"


def leaks_title(found: Leaks | None, why: str = "") -> str:
    """How many leads of the period leak right now; `why` says why nobody can tell."""
    if found is None or not found.of_period:
        return f"Leads that leak: {why}" if why else "No lead of the period leaks right now"
    leads = len(found.of_period)
    if leads == 1:
        return "One lead of the period leaks right now: nobody has acted on it"
    return f"{number_word(leads)} leads of the period leak right now: nobody has acted on them"


def leaks_foot(found: Leaks | None, shown: int, workspace: Workspace) -> str:
    """What a leak is, how many are listed, how many are older."""
    if found is None:
        return ""
    limit = plain(workspace.service_levels.leak_limit_days)
    said = f"No response, accept or hand-back in {limit} business days"
    if len(found.of_period) > shown:
        said = f"{said}; the {shown} that wait longest"
    if found.earlier_count:
        others = f"{count(found.earlier_count)}{' more' if found.of_period else ''}"
        verb = "leaks" if found.earlier_count == 1 else "leak"
        said = f"{said}; {others} {verb}, due outside this period"
    return said
