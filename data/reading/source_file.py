"""One file that can be read as rows of text, and where each row stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from data.sql_text import identifier, literal

# A line longer than this is no row of a table (a megabyte of text in a field is an accident).
MAX_LINE_BYTES = 200_000


@dataclass(frozen=True)
class BrokenLine:
    """A line that could not be split into fields: why, and its text (shortened)."""

    line: int
    reason: str
    raw: str


@dataclass(frozen=True)
class SourceFile:
    """A file as found; `path` holds its text in UTF-8, a copy where the original was not."""

    name: str
    origin: Path
    path: Path
    columns: tuple[str, ...]
    kind: str = "csv"
    delimiter: str = ","
    skip: int = 1
    has_nul: bool = False
    is_transcoded: bool = False
    # Lines may leave out the empty fields at their end, as the mapping says of this file.
    has_short_lines: bool = False
    size: int = 0
    notes: tuple[str, ...] = ()
    broken: tuple[BrokenLine, ...] = ()
    # Lines of the original for each record, where `path` is a conversion (Excel, JSON lines).
    record_lines: Sequence[int] | None = field(default=None, repr=False)

    @property
    def stem(self) -> str:
        """The name without folder and ending, in lower case; a sheet's own name."""
        return Path(self.name.rsplit(" / ", 1)[-1]).name.rsplit(".", 1)[0].casefold()

    def position(self, column: str) -> int | None:
        """Where the column of that name stands, or None; case and outer blanks do not count."""
        wanted = column.strip().casefold()
        for index, name in enumerate(self.columns):
            if name.strip().casefold() == wanted:
                return index
        return None

    def relation(self, rejects: str = "") -> str:
        """SQL that reads the rows as text columns c0, c1, ...; takes the parameter $path.

        Unsplittable lines go to the temporary table `rejects` (its name), if one is given.
        """
        if self.kind == "parquet":
            casts = ", ".join(
                f"{_as_text(name)} as c{index}" for index, name in enumerate(self.columns)
            )
            return f"(select {casts} from read_parquet($path))"
        columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(self.columns)))
        kept = f"'{rejects}'" if rejects else "'unread_rejects'"
        scan = f"'{rejects}_scan'" if rejects else "'unread_scans'"
        # Fields that are left out and quoted newlines together are read on one thread only.
        short = "null_padding = true, parallel = false, " if self.has_short_lines else ""
        return (
            f"read_csv($path, auto_detect = false, header = false, skip = {self.skip}, "
            f"delim = {literal(self.delimiter)}, quote = '\"', escape = '\"', "
            f"columns = {{{columns}}}, {short}strict_mode = true, store_rejects = true, "
            f"rejects_table = {kept}, rejects_scan = {scan}, max_line_size = {MAX_LINE_BYTES})"
        )


def _as_text(column: str) -> str:
    """SQL for a parquet column as the text a CSV export would hold."""
    name = identifier(column)
    # A double prints as 1e+15 or 0.30000000000000004; nine decimals are what anyone meant.
    exact = f"rtrim(rtrim(try_cast({name} as decimal(38, 9))::varchar, '0'), '.')"
    is_float = f"typeof({name}) in ('DOUBLE', 'FLOAT')"
    return f"case when {is_float} then coalesce({exact}, {name}::varchar) else {name}::varchar end"
