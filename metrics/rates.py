"""What one unit of a currency was worth on a day, in the reporting currency."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from metrics.reader import Reader

SQL = "select currency, valid_from, valid_to, rate from currency_rate order by currency, valid_from"


@dataclass(frozen=True)
class Rates:
    """Per currency the days each rate holds from, up to (not including) its end, in order."""

    spans: Mapping[str, Sequence[tuple[date, date, Decimal]]]

    @classmethod
    def read(cls, reader: Reader) -> "Rates":
        """The rates of the reader's load; the reporting currency is among them, always 1."""
        spans: dict[str, list[tuple[date, date, Decimal]]] = defaultdict(list)
        for currency, valid_from, valid_to, rate in reader.exact_rows(SQL, {}):
            spans[currency].append((valid_from, valid_to, rate))
        return cls(dict(spans))

    def on(self, day: date) -> tuple[tuple[str, Decimal], ...]:
        """Each currency that has a rate on `day`, with the rate."""
        found = []
        for currency, spans in self.spans.items():
            place = bisect_right(spans, day, key=lambda span: span[0]) - 1
            if place >= 0 and day < spans[place][1]:
                found.append((currency, spans[place][2]))
        return tuple(found)
