"""The evidence cell by cell: source by region, responded beside accepted, and as a file."""

from data.csv_out import csv_text
from metrics.claims import Verdict
from metrics.claims_evidence import DECIDING, MEASURES, MEDIAN, Claim, Evidence, Leads, Share
from metrics.claims_findings import bucket_of
from metrics.claims_trips import COUNTS
from metrics.wording import count, counted, percent, percent_range
from pages.views.table import Cell, Column, Mark, ShortTable

MARKS = {Verdict.SUPPORTS: Mark.WORSE, Verdict.REFUTES: Mark.BETTER}
ALL_SOURCES, ALL_PLACES = "All sources", "All regions"
HEADS = {Claim.FOLLOW_UP: "Responded", Claim.CLOSING: "Accepted"}


def claims_table(found: Evidence) -> ShortTable:
    """Source by region, totals last and never marked: a total mixes regions."""
    places = [one.place for one in found.places]
    columns = [Column("Source")]
    for place in (*places, ALL_PLACES):
        columns += [Column(HEADS[claim], True, place) for claim in Claim]
    rows = []
    for line in found.sources:
        row = [_name(line.source, line)]
        for place in places:
            row += _cells(found.cells.get((line.source, place)), is_total=False)
        rows.append((*row, *_cells(line, is_total=True)))
    last = [_name(ALL_SOURCES, found.whole)]
    for one in found.places:
        last += _cells(one, is_total=True)
    return ShortTable(
        tuple(columns), (*rows, (*last, *_cells(found.whole, is_total=True))), sum_rows=1
    )


def _name(name: str, one: Leads) -> Cell:
    return Cell(name, second=counted(one.count, "leads"), is_strong=True)


def _cells(one: Leads | None, *, is_total: bool) -> list[Cell]:
    return [
        Cell("–", is_quiet=True) if one is None else _cell(one.shares[DECIDING[claim]], is_total)
        for claim in Claim
    ]


def _cell(share: Share, is_total: bool) -> Cell:
    """'43 %' over '38 of 88'; 'few' over '10 of 14: 49–86 %'; marked only where it is certain."""
    if share.value is None:
        return Cell("–", is_quiet=True)
    made = f"{count(share.numerator)} of {count(share.denominator)}"
    if share.verdict is Verdict.FEW:
        return Cell("few", second=f"{made}: {interval(share)}", is_quiet=True)
    mark = Mark.NONE if is_total else MARKS.get(share.verdict, Mark.NONE)
    return Cell(percent(share.value), second=made, mark=mark)


def interval(share: Share) -> str:
    """'49–86 %', the 90 % interval."""
    if share.low is None or share.high is None:
        return ""
    return percent_range(share.low, share.high)


def claims_csv(found: Evidence) -> str:
    """Every cell, line and the whole: all counts, and each share with interval and verdict."""
    header = ["source", str(found.kind), *COUNTS, MEDIAN, "bucket"]
    for measure in MEASURES:
        header += [f"{measure.key}{end}" for end in ("", "_low", "_high", "_limit", "_says")]
    every = [*found.cells.values(), *found.sources, *found.places, found.whole]
    return csv_text(header, [_line(found, one) for one in every])


def _line(found: Evidence, one: Leads) -> list[object]:
    is_cell = bool(one.source and one.place)
    line: list[object] = [one.source or ALL_SOURCES, one.place or ALL_PLACES]
    line += [one.counts[name] for name in COUNTS]
    line += [one.median, str(bucket_of(found, one)) if is_cell else None]
    for measure in MEASURES:
        share = one.shares[measure.key]
        says = str(share.verdict) if is_cell and not measure.is_money else None
        line += [share.value, share.low, share.high, found.limits[measure.key], says]
    return line
