"""Marks of people's pay in bytes: what a search for somebody's money looks for."""

import csv
import re
import struct
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from metrics.lifecycle.carried import standing
from metrics.lifecycle.desk import Desk
from metrics.lifecycle.exact_text import inner
from metrics.lifecycle.statements import closed_statement

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)


def give_odd_targets(place: Path) -> None:
    """Gives everybody on the register of a demo store a target incentive of their own."""
    register = place / "demo_plan" / "register.csv"
    rows = list(csv.DictReader(register.read_text(encoding="utf-8").splitlines()))
    for number, row in enumerate(rows, 1):
        target = Decimal(row["annual_target_incentive"]) + number * Decimal("1.37")
        row["annual_target_incentive"] = f"{target:.2f}"
    with register.open("w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, rows[0])
        out.writeheader()
        out.writerows(rows)
    Desk.open(place, datetime.now(UTC)).load_payees("P001", register)


def pay_of(store: Path) -> dict[str, frozenset[Fraction]]:
    """By person every amount that is theirs alone to see: payouts, parts, corrections, targets."""
    state = Desk.open(store, NOW).state
    found: dict[str, set[Fraction]] = {}
    for close in standing(state):
        for person in inner(close.body, "people"):
            told = closed_statement(state, close.subject, person)
            amounts = {told.payout, told.pool_part, told.restatement}
            # Whole hundreds are also prices and caps; an amount to the cent is somebody's pay.
            odd = {one for one in amounts if one > 100 and one.denominator > 1}
            found.setdefault(person, set()).update(odd)
    for person, payee in state.payees.items():
        for terms in payee.terms or ():
            found.setdefault(person, set()).add(Fraction(terms.annual_target_incentive))
    return {person: frozenset(amounts) for person, amounts in found.items()}


def marks_of(amounts: frozenset[Fraction]) -> set[bytes]:
    """How an amount could stand in the bytes: as text, float64, and cents as int64."""
    found = set()
    for one in amounts:
        cents = int(one * 100)
        texts = {f"{cents // 100:,}.{cents % 100:02d}", f"{cents // 100}.{cents % 100:02d}"}
        found |= {text.encode() for text in texts}
        found |= {struct.pack("<d", float(one)), struct.pack("<q", cents)}
    return found


def leaked(raw: bytes, marks: set[bytes]) -> list[bytes]:
    """The amounts that stand in the bytes; a part of a longer number is none."""
    found = []
    for mark in marks:
        if mark in raw:
            edges = re.escape(mark)
            if not mark.isascii() or re.search(rb"(?<![\d,.])" + edges + rb"(?!\d)", raw):
                found.append(mark)
    return found
