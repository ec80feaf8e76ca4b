"""Words of the Payouts screen that the demo company's store does not call for."""

from fractions import Fraction

from metrics.lifecycle.bridging import bridge_of
from pages.views.payouts_moves import build_bridge, build_no_bridge
from tests.metrics.lifecycle.test_bridging import changed, whole


def test_a_bridge_names_the_plans_of_a_period_that_had_two() -> None:
    before, after = whole(2800, Fraction(50)), changed(5600, [Fraction(50), Fraction(120)])
    found = bridge_of(before, after)
    assert found is not None
    view = build_bridge(found, before, after)
    assert view.foot.endswith(
        "The plan changed inside Feb 2026: 11 days at $2,800.00 and 17 days at $6,720.00; each "
        "bar is weighed by these days."
    )
    assert [row[1].text for row in view.table.rows] == [
        "$1,400.00",
        "+$1,190.00",
        "+$2,590.00",
        "$5,180.00",
    ]
    alone = build_bridge(found, before, before).foot
    assert alone.endswith("Another order would give other bars.")


def test_no_bridge_says_why() -> None:
    assert build_no_bridge("2026-Q2").title == "No bridge from Q2 2026"
