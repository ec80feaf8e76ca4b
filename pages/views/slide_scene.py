"""What every slide is built from: the told snapshot, the company's settings, the words written."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from data.workspace import Workspace
from metrics.all_hands.told import Told
from metrics.answer import Answer
from metrics.kpi import Unit
from metrics.wording import (
    NARROW,
    number,
    percent,
    period_text,
    rounded,
    sentence,
    short_day,
    signed_money,
)
from pages.views.slide import Line, Words

NAMES = {"sentence": "The sentence", "under": "The line below", "foot": "The line below"}
_ISO_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@dataclass(frozen=True)
class Scene:
    """A held meeting as the slides see it."""

    told: Told
    workspace: Workspace

    @property
    def currency(self) -> str:
        """The reporting currency."""
        return self.workspace.currency

    @property
    def period(self) -> str:
        """The quarter whose numbers are told: 'Q4 2026'."""
        return period_text(self.told.held.headline("bookings").period)

    def words(self, slide: str, key: str, computed: str, label: str = "") -> Words:
        """The words that stand there: as written, else as computed."""
        said = self.told.words.get((slide, key))
        text = computed if said is None else said.text
        return Words(key, label or NAMES.get(key, key), text, computed)

    def amount(self, value: Decimal | None, unit: Unit) -> str:
        """A value in its unit, compact."""
        return number(value, unit, self.currency)

    def moved(self, value: Decimal, unit: Unit) -> str:
        """A change with its sign: '+$40k', '+5 points', '−12'."""
        if unit in (Unit.MONEY, Unit.MONEY_PER_DAY):
            return signed_money(value, self.currency)
        sign = "+" if value > 0 else ""
        if unit is Unit.PERCENT:
            points = rounded(value * 100, 1).removesuffix(".0")
            return f"{sign}{points} {'point' if points.strip('−') == '1' else 'points'}"
        return f"{sign}{number(value, unit, self.currency)}"


def reason_of(answer: Answer | None, otherwise: str) -> str:
    """Why a number has no value, as part of a sentence; `otherwise` where it does not say."""
    note = "" if answer is None else answer.note or ""
    return note.rpartition("no data: ")[2] or otherwise


def nothing(reason: str) -> tuple[Line, ...]:
    """The one line of a slide that has nothing to tell, with the reason."""
    words = _ISO_DAY.sub(_written, reason.removeprefix("no data: "))
    return (Line("No data", f"{sentence(words)}."),)


def _written(found: re.Match[str]) -> str:
    """'2026-11-22' as '22 Nov 2026'."""
    at = date.fromisoformat(found[0])
    return f"{short_day(at)} {at.year}"


def share(value: Decimal) -> str:
    """A share in whole percent."""
    return percent(value).replace(f".0{NARROW}", NARROW)
