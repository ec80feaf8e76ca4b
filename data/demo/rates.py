"""Exchange rates of the demo company's two foreign currencies."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from data.demo.arrays import DAY, Draws, Floats, Ints
from data.demo.company import CURRENCIES
from data.demo.files import Columns, codes, days
from data.demo.span import Span

_MIDDLE = (1.085, 1.268)  # dollars for a euro, for a pound


@dataclass(frozen=True)
class Rates:
    """Dollars for one unit of each currency, by currency and day from the span's first."""

    first_day: int
    table: Floats

    def dollars(self, amounts: Ints, currency: Ints, moments: Ints) -> Floats:
        """The amounts in dollars at the day's rate."""
        day = np.clip(moments // DAY - self.first_day, 0, self.table.shape[1] - 1)
        return np.asarray(amounts * self.table[currency, day])


def build_rates(span: Span, draws: Draws) -> Rates:
    """Daily rates up to `until`, wandering within a few percent, rounded to four places."""
    count = span.until_day - span.first_day + 1
    steps = draws.generator.standard_normal((2, count)) * 0.0035
    walk = np.zeros((2, count))
    for place in range(1, count):
        walk[:, place] = walk[:, place - 1] * 0.992 + steps[:, place]
    middle = np.array([[rate] for rate in _MIDDLE])
    table = np.vstack([np.ones(count), np.round(middle * (1 + walk), 4)])
    return Rates(span.first_day, table)


def rates_table(rates: Rates) -> Columns:
    """The rows of `fx_rates`."""
    count = rates.table.shape[1]
    all_days = rates.first_day + np.arange(count, dtype=np.int64)
    return {
        "currency": codes(CURRENCIES, np.repeat(np.array([1, 2], dtype=np.int64), count)),
        "on": days(np.tile(all_days, 2)),
        "rate": pa.array(np.concatenate([rates.table[1], rates.table[2]])),
    }
