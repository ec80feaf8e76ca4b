"""The register of payees as the ledger keeps it: each person's terms sealed with an own key."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from data.ledger.event import Event, Sealed, Secret
from metrics.lifecycle.records import PayeeTerms, RegisteredPayee


def sealed_payees(payees: Sequence[RegisteredPayee]) -> list[object]:
    """What stands in the body of a load: ids to read, terms for who has the person's key."""
    return [
        {
            "person_id": one.person_id,
            "terms": Secret(one.person_id, [_written(terms) for terms in one.terms or ()]),
        }
        for one in payees
    ]


def payees_in(event: Event, deleted: frozenset[str]) -> dict[str, RegisteredPayee]:
    """The payees of a load by id; without terms where the key was destroyed."""
    found: dict[str, RegisteredPayee] = {}
    rows = event.body["payees"]
    assert isinstance(rows, list)
    for row in rows:
        person_id, terms = str(row["person_id"]), row["terms"]
        is_gone = isinstance(terms, Sealed) or person_id in deleted
        read = None if is_gone else tuple(_read(one) for one in terms)
        found[person_id] = RegisteredPayee(person_id, read)
    return found


def _written(terms: PayeeTerms) -> dict[str, object]:
    return {
        "valid_from": terms.valid_from.isoformat(),
        "valid_to": terms.valid_to.isoformat() if terms.valid_to else None,
        "role": terms.role,
        "team": terms.team,
        "fte": f"{terms.fte:f}",
        "annual_target_incentive": f"{terms.annual_target_incentive:f}",
        "currency": terms.currency,
        "payroll_id": terms.payroll_id,
        "eligible": terms.is_eligible,
        "modifier": f"{terms.modifier:f}",
        "individual": None if terms.individual is None else f"{terms.individual:f}",
    }


def _read(row: Mapping[str, object]) -> PayeeTerms:
    ends, individual = row["valid_to"], row.get("individual")
    return PayeeTerms(
        valid_from=date.fromisoformat(str(row["valid_from"])),
        valid_to=date.fromisoformat(str(ends)) if ends else None,
        role=str(row["role"]),
        team=str(row["team"]),
        fte=Decimal(str(row["fte"])),
        annual_target_incentive=Decimal(str(row["annual_target_incentive"])),
        currency=str(row["currency"]),
        payroll_id=str(row["payroll_id"]),
        is_eligible=bool(row["eligible"]),
        # Registers of before there were such columns said nothing of anybody.
        modifier=Decimal(str(row.get("modifier", 1))),
        individual=None if individual is None else Decimal(str(individual)),
    )
