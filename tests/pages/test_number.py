"""The sentence on bookings where the past says nothing yet."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.load import load
from data.warehouse import Warehouse
from pages.views.asked import understood
from pages.views.choices import build_choices
from pages.views.number import build_standing


@pytest.mark.parametrize(
    ("amount", "target", "said"),
    [
        ("250", "1000", "Bookings are at 25\u202f% of target"),
        ("0", "1000", "Bookings are at 0\u202f% of target"),
        ("250", "", "Bookings are at $250, no target set"),
    ],
)
def test_a_target_without_a_pace_is_a_target_all_the_same(
    tmp_path: Path, amount: str, target: str, said: str
) -> None:
    export = tmp_path / "export"
    export.mkdir()
    (export / "bookings.csv").write_text(
        f"booking_id,booked_on,amount,kind\nb,2026-11-10,{amount},new\n", encoding="utf-8"
    )
    if target:
        (export / "targets.csv").write_text(
            f"kpi,period,value\nbookings,2026-Q4,{target}\n", encoding="utf-8"
        )
    load([export], tmp_path / "store", now=datetime(2026, 11, 16, 12, tzinfo=UTC))
    reader = Warehouse(tmp_path / "store").reader()
    asked = understood({}, build_choices(reader), reader)
    assert build_standing(reader, asked).headline.sentence == said
