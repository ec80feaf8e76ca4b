"""A plan that holds, as a person writes it, and the keys that it may use."""

from metrics.pool.inputs import KnownKey

GOOD = """\
name     = "Shared pool 2026-Q4"
period   = "2026-Q4"
currency = "USD"

[funding]
method  = "target_incentives"
amount  = 0
kpi     = ""
tiers   = []
floor   = 0
cap     = 200
afford  = { kpi = "", floor = 0, on = "before" }
reserve = 0

[[measures]]
kpi    = "bookings"
weight = 50
basis  = "value"
points = [[3200000, 50], [4000000, 100], [4800000, 200]]
shape  = "linear"
below  = "zero"
above  = "cap"
limit  = ""
scope  = {}

[[measures]]
kpi    = "sales_cycle"
weight = 30
points = [[73, 50], [68, 100], [66, 100], [61, 200]]

[[measures]]
kpi    = "win_rate"
weight = 20
basis  = "target"
points = [[0.8, 50], [1.0, 100], [1.2, 200]]

[[external]]
key    = "ebitda"
label  = "EBITDA after bonus"
unit   = "money"
source = "Finance, monthly close"

[[gates]]
kpi       = "bookings"
at_least  = 2800000
otherwise = "zero"

[[kickers]]
kpi      = "customer_hours"
at_least = 10
points   = 5

[combine]
method = "payouts"
points = []

[rounding]
funding = 1
money   = 2

[split]
by    = "target_incentive"
teams = {}

[allocation]
pool_share   = 100
individual   = []
modifier     = [0.8, 1.2]
cap_multiple = 3.0

[proration]
days                 = "calendar"
minimum_service_days = 0

[clawback]
window_days = 120
"""

KNOWN = {
    one.key: one
    for one in (
        KnownKey("bookings", "Bookings", "money", "higher", True),
        KnownKey("new_business", "New business", "money", "higher", True),
        KnownKey("win_rate", "Win rate", "percent", "higher", True),
        KnownKey("sales_cycle", "Sales cycle", "days", "lower", True),
        KnownKey("customer_hours", "Hours with customers", "hours", "higher", True),
        KnownKey("open_pipeline", "Open pipeline", "money", "higher", False),
    )
}


def edited(old: str, new: str) -> str:
    """The good plan with its first `old` replaced; `old` must be there."""
    assert old in GOOD, old
    return GOOD.replace(old, new, 1)
