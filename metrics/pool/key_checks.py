"""Which keys a plan may use, and what is wrong with one that it may not."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from metrics.errors import did_you_mean
from metrics.pool.inputs import KnownKey
from metrics.pool.plan import External, Plan
from metrics.pool.plan_fields import Path, number_text

# What names attribution or one of its models: for learning, never for pay.
NEVER_PAID = (
    *("attribut", "ushaped", "wshaped", "fullpath", "timedecay", "markov", "shapley"),
    *("firsttouch", "lasttouch", "lineartouch", "multitouch", "positionbased"),
)
NEVER_PAID_ALONE = ("first", "last", "linear", "position")
Fault = tuple[Path, str]
Known = Mapping[str, KnownKey]


def with_externals(plan: Plan, known: Known) -> dict[str, KnownKey]:
    """The known keys and the plan's external figures; a registry KPI keeps its own meaning."""
    own = {one.key: own_key(one) for one in plan.external if not is_of_registry(one, known)}
    return {**known, **own}


def own_key(external: External) -> KnownKey:
    """An external figure as a key that the plan may use; nobody says which way is better."""
    return KnownKey(external.key, external.label, external.unit, "", is_payable=True)


def is_of_registry(external: External, known: Known) -> bool:
    """Whether a KPI has the figure's key already; a results file alone says no unit."""
    found = known.get(external.key)
    return found is not None and found.unit != "" and found != own_key(external)


def known_key(key: str, known: Known) -> KnownKey | None:
    """What is known of a key; a results file may know it in a scope only."""
    if key in known or not key:
        return known.get(key)
    in_scope = (one for one in known if one.startswith(f"{key}["))
    return known.get(next(in_scope, ""))


def key_fault(key: str, known: Known) -> str | None:
    """What is wrong with a KPI's key, or None."""
    if not key:
        return "it is empty; name the KPI"
    if said := never_paid_fault(key):
        return said
    found = known_key(key, known)
    if found is None:
        payable = [one.key for one in known.values() if one.is_payable]
        mend = did_you_mean(key, payable)
        return f"no KPI is called '{key}'{mend or '; name one, or write it under [[external]]'}"
    if not found.is_payable:
        return f"nobody can be paid by '{key}'; choose a payable KPI"
    return None


def never_paid_fault(key: str) -> str | None:
    """What is wrong with a key that names attribution, wherever its figure came from, or None."""
    plain = key.lower().replace("_", "").replace("-", "")
    if plain in NEVER_PAID_ALONE or any(word in plain for word in NEVER_PAID):
        return f"'{key}' is attribution, for learning and never for pay; choose a payable KPI"
    return None


def unit_fault(key: str, unit: str, because: str, known: Known) -> str | None:
    """What is wrong with a KPI of another unit than `unit`, or None; no unit said fits any."""
    found = known_key(key, known)
    if found is None or not found.unit or not unit or found.unit == unit:
        return None
    return f"'{key}' is in {found.unit}, and {because} is in {unit}; choose a KPI in {unit}"


def negative(path: Path, values: Mapping[str, Decimal | int]) -> Iterator[Fault]:
    """The fields below 0 where only 0 and more make sense."""
    for field, value in values.items():
        if value < 0:
            yield (*path, field), f"{number_text(value)} is negative; write 0 or more"


def beyond_hundred(path: Path, field: str, value: Decimal) -> Iterator[Fault]:
    """A share in percent above the whole."""
    if value > 100:
        yield (*path, field), f"{number_text(value)} is more than the whole; write 0 to 100"
