"""The record that each published file carries of its own load."""

import json
from dataclasses import dataclass
from datetime import UTC

from data.building import Building, Request
from data.canonical import FilledFile
from data.engine import CheckResult
from data.fingerprint import definitions
from data.planning import LoadPlan


@dataclass(frozen=True)
class Made:
    """What only the load itself knows."""

    sequence: int
    fingerprint: str
    paths: tuple[str, ...]
    counts: dict[str, int]
    seconds: float


def write_record(building: Building, made: Made) -> None:
    """Writes the load's record and one row a file into the new file."""
    con, request = building.con, building.request
    con.execute(
        "create table load_file (file varchar, table_name varchar, mapping varchar, "
        "read_rows bigint, loaded_rows bigint, rejected_rows bigint, unknown_columns varchar, "
        "notes varchar, bytes bigint)"
    )
    rows = [_file_row(building.plan, request, one) for one in building.files]
    rows.extend(building.kept_file_rows)
    if rows:
        con.executemany("insert into load_file values (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    con.execute(
        "create table load_record (seq bigint, fingerprint varchar, published_at timestamp, "
        "data_date date, mode varchar, paths varchar, mapping varchar, workspace_json varchar, "
        "history varchar, counts_json varchar, checks_json varchar, duration_seconds double, "
        "force_reason varchar, definitions varchar)"
    )
    con.execute(
        "insert into load_record values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            made.sequence,
            made.fingerprint,
            request.now.astimezone(UTC).replace(tzinfo=None, microsecond=0),
            building.data_date,
            request.mode,
            json.dumps(list(made.paths)),
            request.mapping_name,
            request.workspace.to_json(),
            building.history,
            json.dumps(made.counts),
            _checks_json(building.checks),
            round(made.seconds, 3),
            request.force,
            definitions(),
        ],
    )


def _file_row(plan: LoadPlan, request: Request, one: FilledFile) -> tuple[object, ...]:
    file = one.step.file
    return (
        file.name,
        one.step.table.name,
        request.mapping_name,
        one.read,
        one.loaded,
        len(one.rejected),
        json.dumps(list(plan.unknown_columns(file))),
        "; ".join(file.notes),
        file.size,
    )


def _checks_json(checks: tuple[CheckResult, ...]) -> str:
    return json.dumps(
        [
            {
                "name": one.name,
                "is_hard": one.is_hard,
                "failures": one.failures,
                "shown": list(one.shown),
            }
            for one in checks
        ]
    )
