"""Targets: the exact period's row, else finer ones; the row without dimensions, else parts."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from tests.metrics.oracles._company import Company

DIMENSIONS = ("team", "region", "industry", "size_band", "owner")


def finer(period: str) -> Iterator[list[str]]:
    """The period, then the lists of finer ones that make it up, coarsest first."""
    yield [period]
    if len(period) == 4:
        yield [f"{period}-Q{quarter}" for quarter in range(1, 5)]
        yield [f"{period}-{month:02}" for month in range(1, 13)]
    if "-Q" in period:
        first = int(period[-1]) * 3 - 2
        yield [f"{period[:4]}-{month:02}" for month in range(first, first + 3)]


def dims_of(company: Company, row: Mapping[str, Any]) -> dict[str, str]:
    """The members a target row is for."""
    said = {name: row[name] for name in DIMENSIONS[:-1] if row[name]}
    return said | ({"owner": company.person_names[row["owner_id"]]} if row["owner_id"] else {})


def target(company: Company, kpi: str, period: str, members: Mapping[str, str]) -> Fraction | None:
    """The target of a period for exactly these members; None where nobody set one."""
    for names in finer(period):
        rows = [r for r in company.tables["targets"] if r["kpi"] == kpi and r["period"] in names]
        exact = [row["value"] for row in rows if dims_of(company, row) == dict(members)]
        if exact and len(
            {r["period"] for r in rows if dims_of(company, r) == dict(members)}
        ) == len(names):
            return sum(exact, Fraction(0))  # type: ignore[arg-type]
        for name in DIMENSIONS:
            parts = [
                row
                for row in rows
                if set(found := dims_of(company, row)) == {*members, name}
                and name not in members
                and members.items() <= found.items()
            ]
            if parts:
                return sum((row["value"] for row in parts), Fraction(0))  # type: ignore[misc]
    return None
