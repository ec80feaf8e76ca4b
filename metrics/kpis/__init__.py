"""The declarations: one module a family, in the order of the glossary."""

from metrics.kpis import bookings, closing, costs, handover, leads, pipeline, slipping, weighting

FAMILIES = (
    leads.KPIS,
    handover.KPIS,
    costs.KPIS,
    pipeline.KPIS,
    weighting.KPIS,
    closing.KPIS,
    slipping.KPIS,
    bookings.KPIS,
)
# What each family is called, in the same order.
FAMILY_NAMES = (
    "Leads",
    "Handover",
    "Cost",
    "Pipeline",
    "Weighted pipeline",
    "Closed deals",
    "Slipping deals",
    "Bookings",
)
# Building blocks of composed KPIs that are no KPIs of their own.
PARTS = costs.PARTS
