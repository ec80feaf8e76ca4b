"""The expected effect as it is typed: in points of a rate, in money, in how many."""

from decimal import Decimal

import pytest

from metrics.kpi import Unit
from metrics.lifecycle.refusals import Refused
from metrics.meeting.typed import expected_typed


@pytest.mark.parametrize(
    ("text", "unit", "amount"),
    [
        ("5", Unit.PERCENT, "0.05"),
        ("+5 points", Unit.PERCENT, "0.05"),
        ("-0.5 %", Unit.PERCENT, "-0.005"),
        ("−3", Unit.PERCENT, "-0.03"),
        ("40k", Unit.MONEY, "40000"),
        ("+$1.25M", Unit.MONEY, "1250000"),
        ("40,000.50", Unit.MONEY, "40000.50"),
        ("-30", Unit.COUNT, "-30"),
        ("+0.1×", Unit.RATIO, "0.1"),
        ("-2 hours", Unit.HOURS, "-2"),
    ],
)
def test_an_amount_in_peoples_units(text: str, unit: Unit, amount: str) -> None:
    assert expected_typed(text, unit) == Decimal(amount)


@pytest.mark.parametrize(
    "text", ["", "  ", "much", "1.2.3", "five points more", "0", "+", "1e9", "NaN", "٣"]
)
def test_what_is_no_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(Refused, match=r"write points, such as \+5"):
        expected_typed(text, Unit.PERCENT)
    with pytest.raises(Refused, match=r"such as \+0\.1"):
        expected_typed("x", Unit.RATIO)
    with pytest.raises(Refused, match="40k or -3"):
        expected_typed("many", Unit.COUNT)
