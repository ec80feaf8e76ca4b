"""One line of the table, and the table as text and as JSON."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

_HEADINGS = ("what", "measured", "beside", "ratio", "asked", "verdict")


@dataclass(frozen=True)
class Line:
    """What was measured beside what, in one run; `is_met` is None where nothing is asked."""

    what: str
    measured: str
    beside: str
    ratio: float | None
    asked: str
    is_met: bool | None

    @property
    def verdict(self) -> str:
        """'met', 'missed', or nothing where nothing is asked."""
        return {True: "met", False: "missed", None: ""}[self.is_met]

    def cells(self) -> tuple[str, ...]:
        """The line's words, in the order of the headings."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        return (self.what, self.measured, self.beside, ratio, self.asked, self.verdict)


def as_text(lines: Sequence[Line]) -> str:
    """The table with aligned columns, as Markdown shows it too."""
    cells = [_HEADINGS, *(line.cells() for line in lines)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(_HEADINGS))]
    written = [
        "| " + " | ".join(word.ljust(width) for word, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([written[0], rule, *written[1:]])


def write_json(path: Path, lines: Sequence[Line], scale: int) -> None:
    """Write the lines with when and where they were measured."""
    path.parent.mkdir(parents=True, exist_ok=True)
    document = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 2),
        "scale": scale,
        "lines": [{**asdict(line), "verdict": line.verdict} for line in lines],
    }
    path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def milliseconds(seconds: float) -> str:
    """'12.3 ms'."""
    return f"{seconds * 1000:.1f} ms"


def whole_seconds(seconds: float) -> str:
    """'12.3 s'."""
    return f"{seconds:.1f} s"


def gigabytes(size: float) -> str:
    """'1.25 GB'."""
    return f"{size / 2**30:.2f} GB"
