"""Rows that the worked examples of open deals have in common."""

from metrics.kpi import Given

RATE = Given(
    table="currency_rate",
    columns="currency, valid_from, valid_to, rate",
    rows="USD | 1900-01-01 | 9999-12-31 | 1",
)
FOREVER = "9999-12-31 00:00:00"
TO_MARCH = "2026-03-31 10:00:00"
START = "2025-12-01 10:00:00"
IN_WINDOW = "is_in_window"
IN_WINDOW_AMOUNT = "sum(amount) filter (where is_in_window)"


def versions(columns: str, rows: str) -> Given:
    """Versions of open deals in US dollars, with the columns every example needs."""
    return Given(
        table="opportunity_version",
        columns=f"currency, is_open, opportunity_id, valid_from, valid_to, {columns}",
        rows="\n".join(f"USD | true | {row.strip()}" for row in rows.strip().splitlines()),
    )
