"""Every KPI by key."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from metrics.errors import KpiDefinitionError, UnknownKpiError
from metrics.kpi import Composed, Kpi
from metrics.kpis import FAMILIES, PARTS


def _by_key(kpis: Iterable[Kpi]) -> Mapping[str, Kpi]:
    """The KPIs by key.

    Raises: KpiDefinitionError when a key is declared twice or a part is missing.
    """
    found: dict[str, Kpi] = {}
    for kpi in kpis:
        if kpi.key in found:
            raise KpiDefinitionError(f"KPI '{kpi.key}' is declared twice; keep one")
        found[kpi.key] = kpi
    for kpi in found.values():
        parts = kpi.method.parts if isinstance(kpi.method, Composed) else ()
        for part in parts:
            if part not in found:
                raise KpiDefinitionError(f"KPI '{kpi.key}' is made of '{part}', which is none")
    return MappingProxyType(found)


_EVERY = _by_key((*(kpi for family in FAMILIES for kpi in family), *PARTS))
_PART_KEYS = frozenset(part.key for part in PARTS)


def all_kpis() -> tuple[Kpi, ...]:
    """Every KPI, in the order of the glossary."""
    return tuple(kpi for kpi in _EVERY.values() if kpi.key not in _PART_KEYS)


def kpi(key: str) -> Kpi:
    """The KPI called `key`.

    Raises: UnknownKpiError with the nearest key.
    """
    if key not in _EVERY or key in _PART_KEYS:
        raise UnknownKpiError(key, (one.key for one in all_kpis()))
    return _EVERY[key]


def part(key: str) -> Kpi:
    """The KPI or building block called `key`, for recipes."""
    return _EVERY[key]
