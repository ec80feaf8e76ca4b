"""A week of July for the tests of the bridge: its days, and what moved in it."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date

from metrics.bridge import Bridge, bridge
from metrics.compute import calendar_of
from metrics.scope import Scope
from tests.metrics.bridge.facts import Built, Row, moment

FROM, TO = date(2025, 7, 7), date(2025, 7, 14)
JUNE, INSIDE, LATER = moment(date(2025, 6, 10)), moment(date(2025, 7, 9)), date(2025, 7, 11)
DUE, EARLY, BEYOND = date(2025, 9, 1), date(2025, 6, 15), date(2025, 11, 1)
WON = (date(2025, 7, 9), "won")


def bridged(tables: Mapping[str, Sequence[Row]], scope: Scope, window: str = "2025-Q3") -> Bridge:
    """The bridge of that week over deals built in memory; nothing may be left over."""
    with closing(Built(tables, date(2025, 8, 31))) as reader:
        found = bridge(reader, FROM, TO, calendar_of(reader).parse(window), scope)
    assert found.residual == 0
    return found
