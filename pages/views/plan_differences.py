"""Plan: how two plans differ, in plain words."""

from metrics.lifecycle.differences import differences
from metrics.pool.plan import Plan
from metrics.wording import count

MOST_WORDS = 6
TREATED = {"whole": "Whole period", "days": "Blended by days", "segments": "Split in segments"}


def difference_words(before: Plan | None, after: Plan, most: int = MOST_WORDS) -> str:
    """'bookings 50 → 40; pipeline created 30 → 36'; how many more where they are many."""
    if before is None:
        return "the first plan"
    found = differences(before, after)
    if not found:
        return "the same terms"
    rest = len(found) - most
    more = f"; {count(rest)} more" if rest > 0 else ""
    return "; ".join(found[:most]) + more
