"""The declarations: one module a family, in the order of the glossary."""

from metrics.kpis import (
    acquisition,
    bookings,
    closing,
    costs,
    customers,
    fit,
    forecasting,
    handover,
    leads,
    meeting,
    pipeline,
    retention,
    slipping,
    sourcing,
    weighting,
)

FAMILIES = (
    leads.KPIS,
    handover.KPIS,
    costs.KPIS,
    acquisition.KPIS,
    fit.KPIS,
    pipeline.KPIS,
    weighting.KPIS,
    closing.KPIS,
    slipping.KPIS,
    forecasting.KPIS,
    bookings.KPIS,
    retention.KPIS,
    sourcing.KPIS,
    customers.KPIS,
    meeting.KPIS,
)
# What each family is called, in the same order.
FAMILY_NAMES = (
    "Leads",
    "Handover",
    "Cost",
    "Acquisition",
    "Go-to-market fit",
    "Pipeline",
    "Weighted pipeline",
    "Closed deals",
    "Slipping deals",
    "Forecasts",
    "Bookings",
    "Customers kept",
    "Working together",
    "With customers",
    "The weekly meeting",
)
# Building blocks of composed KPIs that are no KPIs of their own.
PARTS = (*costs.PARTS, *acquisition.PARTS)
