"""KPIs on bookings, dated by the day booked."""

from datetime import date
from decimal import Decimal

from metrics.facts import DEAL
from metrics.kpi import (
    Better,
    Composed,
    Example,
    Figure,
    Flow,
    Given,
    Kpi,
    Story,
    Unit,
)

COUNTED = "kind in ('new', 'expansion', 'renewal')"


def _without_amount(counted: str) -> tuple[Figure, ...]:
    """How many of the bookings counted have no amount."""
    sql = f"count(*) filter (where {counted} and amount is null)"
    return (Figure("null_amounts", sql, "booked_on"),)


BOOKINGS = Kpi(
    key="bookings",
    label="Bookings",
    question="How much business did we book?",
    definition="Sum of the amounts of new, expansion and renewal bookings, by the day booked, in "
    "the reporting currency at that day's rate.",
    not_this="Not revenue or cash; contraction and churn are no bookings.",
    fact="booking",
    dated_by="booked_on",
    numerator=f"sum(amount) filter (where {COUNTED})",
    denominator="",
    counted=COUNTED,
    nothing="nothing was booked in the period",
    beside=_without_amount(COUNTED),
    method=Flow(),
    unit=Unit.MONEY,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Example(
        columns="booking_id, booked_on, kind, amount",
        rows="""
            a | 2026-01-01 | new         | 100.00
            b | 2026-03-31 | expansion   |  50.50
            c | 2026-02-01 | renewal     |  20.00
            d | 2026-02-01 | churn       |  70.00
            e | 2026-04-01 | new         | 900.00
        """,
        period="2026-Q1",
        value=Decimal("170.50"),
        because="a, b and c; churn is no booking and e was booked after the quarter",
    ),
)


def _of_strategy(strategy: str, label: str, question: str, meaning: str) -> Kpi:
    """The bookings of one of the four strategies."""
    counted = f"{COUNTED} and strategy = '{strategy}'"
    return Kpi(
        key=f"{strategy}_bookings",
        label=label,
        question=question,
        definition=f"Bookings of the strategy {strategy}: {meaning}.",
        not_this="Not bookings without a strategy, which stand under (none) when bookings are "
        "split by strategy.",
        fact="booking",
        dated_by="booked_on",
        numerator=f"sum(amount) filter (where {counted})",
        denominator="",
        counted=counted,
        nothing="nothing was booked in the period",
        beside=_without_amount(counted),
        method=Flow(),
        unit=Unit.MONEY,
        dimensions=DEAL,
        better=Better.HIGHER,
        payable=True,
        owners=("marketing", "sales"),
        version=1,
        example=Example(
            columns="booking_id, booked_on, kind, strategy, amount",
            rows=f"""
                a | 2026-01-01 | new       | {strategy} | 100.00
                b | 2026-03-31 | expansion | {strategy} |  50.50
                c | 2026-02-01 | renewal   | (none)     |  20.00
                d | 2026-02-01 | churn     | {strategy} |  70.00
            """,
            period="2026-Q1",
            value=Decimal("150.50"),
            because="a and b; c has no strategy and churn is no booking",
        ),
    )


ACQUISITION_BOOKINGS = _of_strategy(
    "acquisition", "New customers", "How much came from new customers?", "a new customer"
)
DEVELOPMENT_BOOKINGS = _of_strategy(
    "development",
    "More to customers",
    "How much more did existing customers buy?",
    "more to an existing customer",
)
RETENTION_BOOKINGS = _of_strategy(
    "retention", "Renewals", "How much did customers renew?", "a renewal"
)
SUBSTITUTION_BOOKINGS = _of_strategy(
    "substitution",
    "Won from competitors",
    "How much did we win from what customers used before?",
    "won from a competitor or replacing a product",
)

BOOKINGS_ATTAINMENT = Kpi(
    key="bookings_attainment",
    label="Bookings attainment",
    question="How much of the bookings target is reached?",
    definition="Bookings over the target of the period. Beside it the pace: booked over the part "
    "of the target that was booked by this business day in up to eight periods before; and the "
    "same for an even spread over business days.",
    not_this="Not a forecast of where the period will end.",
    fact="booking",
    dated_by="booked_on",
    numerator="bookings",
    denominator="target of bookings",
    counted="bookings",
    nothing="there is no bookings target for the period",
    beside=(),
    method=Composed(parts=("bookings",)),
    unit=Unit.PERCENT,
    dimensions=("team", "region", "industry", "size_band", "owner"),
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Story(
        given=(
            Given(
                table="booking",
                columns="booking_id, booked_on, kind, amount",
                rows="""
                    a | 2026-01-15 | new     | 300.00
                    b | 2026-02-15 | renewal | 100.00
                """,
            ),
            Given(
                table="target",
                columns="kpi, period, value",
                rows="""
                    bookings | 2026-01 | 200
                    bookings | 2026-02 | 200
                    bookings | 2026-03 | 400
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 3, 31),
        value=Decimal("0.5"),
        because="400 booked; the quarter's target is the sum of its months, 800",
    ),
)

BOOKINGS_GROWTH = Kpi(
    key="bookings_growth",
    label="Bookings growth",
    question="How much more do we book than a year ago?",
    definition="Bookings of the period to date against those of the same dates a year before "
    "(weeks: 364 days before), less one. The workspace's growth goal stands beside it.",
    not_this="Not against the whole period of last year while this one still runs.",
    fact="booking",
    dated_by="booked_on",
    numerator="bookings less bookings a year before",
    denominator="bookings a year before",
    counted="bookings",
    nothing="n/m: nothing was booked on the same dates a year before",
    beside=(),
    method=Composed(parts=("bookings",)),
    unit=Unit.PERCENT,
    dimensions=DEAL,
    better=Better.HIGHER,
    payable=True,
    owners=("marketing", "sales"),
    version=1,
    example=Story(
        given=(
            Given(
                table="booking",
                columns="booking_id, booked_on, kind, amount",
                rows="""
                    a | 2026-01-15 | new     | 300.00
                    b | 2025-01-15 | renewal | 200.00
                    c | 2025-02-15 | renewal | 700.00
                """,
            ),
        ),
        period="2026-Q1",
        as_of=date(2026, 1, 31),
        value=Decimal("0.5"),
        because="300 against 200 up to 31 January; c came later last year",
    ),
)

KPIS = (
    BOOKINGS,
    BOOKINGS_ATTAINMENT,
    BOOKINGS_GROWTH,
    ACQUISITION_BOOKINGS,
    DEVELOPMENT_BOOKINGS,
    RETENTION_BOOKINGS,
    SUBSTITUTION_BOOKINGS,
)
