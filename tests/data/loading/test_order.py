"""Bad rows are told by their place in the file, whatever order the database kept the rows in."""

from decimal import Decimal
from pathlib import Path

import duckdb

from data.filling import Filler, Rules
from data.planning import plan
from data.reading import open_files
from tests.data.loading.exports import export

ROWS = "booking_id,booked_on,amount,kind,term_months\n" + "".join(
    f"B{n},{'bad' if n in (3, 7) else '2026-01-01'},1,new,1\n" for n in range(1, 11)
)


def test_rows_in_another_order_still_tell_the_right_lines(tmp_path: Path) -> None:
    folder = export(tmp_path / "e", bookings=ROWS)
    planned = plan(open_files((folder,), tmp_path), None, is_forced=False)
    (step,) = [one for one in planned.steps if one.table.name == "bookings"]
    with duckdb.connect() as con:
        rules = Rules("UTC", Decimal(100), None, False, tmp_path)
        filler = Filler(con, planned, rules)
        staged = filler.stage(step)
        assert [one.line for one in staged.rejected] == [4, 8]
        con.execute(
            "create table turned as select *, booking_id in ('B3', 'B7') as is_bad from "
            "(values ('B1'), ('B2'), ('B7'), ('B3')) as t(booking_id)"
        )
        found = filler._bad_rows(staged.sql, "turned", 2)
        assert [(row.record, row.texts[0]) for row in found] == [(3, "B3"), (7, "B7")]
