"""What Northbeam Instruments is: its regions, markets, sources, stages and products.

Everything that tells the story as a number stands here or in the module of its subject,
never in two places. Shares need not sum to 1; they are weights.
"""

from dataclasses import dataclass

REGIONS = ("East", "West", "Central", "EMEA", "APAC", "LATAM")
EMEA = REGIONS.index("EMEA")

# A clock is a time zone with a region's holidays; EMEA works in two zones.
ZONES = (
    "America/New_York",
    "America/Los_Angeles",
    "America/Chicago",
    "Europe/London",
    "Asia/Singapore",
    "America/Sao_Paulo",
    "Europe/Berlin",
)
ZONE_REGION = (0, 1, 2, 3, 4, 5, 3)
HOME_ZONE = 0

INDUSTRIES = (
    "Life sciences",
    "Semiconductors",
    "Energy",
    "Food and beverage",
    "Environmental",
    "Research and education",
)
RESEARCH = INDUSTRIES.index("Research and education")
SIZE_BANDS = ("Small", "Mid-market", "Enterprise")
ICP_TIERS = ("A", "B", "C")

# The mix of accounts that exist, of leads that marketing brings and of quota: the last two
# differ on purpose, in industry far more than in region.
ACCOUNT_REGION_SHARES = (0.25, 0.19, 0.14, 0.24, 0.11, 0.07)
LEAD_REGION_SHARES = (0.245, 0.185, 0.135, 0.245, 0.115, 0.075)
QUOTA_REGION_SHARES = (0.26, 0.20, 0.14, 0.24, 0.10, 0.06)
ACCOUNT_INDUSTRY_SHARES = (0.24, 0.17, 0.15, 0.16, 0.11, 0.17)
LEAD_INDUSTRY_SHARES = (0.15, 0.12, 0.12, 0.18, 0.13, 0.30)
OUTBOUND_INDUSTRY_SHARES = (0.34, 0.24, 0.18, 0.13, 0.07, 0.04)
QUOTA_INDUSTRY_SHARES = (0.31, 0.22, 0.17, 0.14, 0.08, 0.08)
SIZE_SHARES = (0.46, 0.36, 0.18)

CHANNELS = ("Paid media", "Web", "Events", "Content", "Partner", "Outbound", "Customer", "Email")


@dataclass(frozen=True)
class Source:
    """One lead source with what becomes of its leads."""

    name: str
    channel: str
    lead_share: float
    handover_rate: float
    acceptance_rate: float
    opportunity_rate: float
    win_rate: float
    tier_shares: tuple[float, float, float]
    sourced_by: str
    programme_cost: float  # of one lead, in the workspace's currency


# Name, channel, shares and rates in the order of Source, shares of the tiers A, B, C.
_SOURCE_ROWS = (
    ("Paid search", "Paid media", (0.27, 0.56, 0.45, 0.36, 0.09), (0.09, 0.31, 0.60)),
    ("Paid social", "Paid media", (0.11, 0.36, 0.68, 0.37, 0.20), (0.14, 0.40, 0.46)),
    ("Website", "Web", (0.20, 0.46, 0.79, 0.46, 0.26), (0.23, 0.44, 0.33)),
    ("Webinar", "Events", (0.13, 0.44, 0.77, 0.44, 0.26), (0.24, 0.45, 0.31)),
    ("Trade show", "Events", (0.09, 0.58, 0.75, 0.45, 0.25), (0.26, 0.44, 0.30)),
    ("Content", "Content", (0.12, 0.36, 0.71, 0.40, 0.23), (0.20, 0.42, 0.38)),
    ("Partner referral", "Partner", (0.05, 0.78, 0.88, 0.56, 0.34), (0.34, 0.44, 0.22)),
    ("Outbound", "Outbound", (0.03, 0.84, 0.85, 0.50, 0.23), (0.46, 0.40, 0.14)),
    ("Customer success", "Customer", (0.0, 0.0, 0.0, 0.0, 0.34), (0.40, 0.40, 0.20)),
)
_SOURCED_BY = {"Partner referral": "partner", "Outbound": "sales", "Customer success": "success"}
_PROGRAMME_COSTS = (340.0, 290.0, 95.0, 190.0, 720.0, 150.0, 230.0, 110.0, 0.0)
SOURCES = tuple(
    Source(name, channel, *rates, tiers, _SOURCED_BY.get(name, "marketing"), cost)
    for (name, channel, rates, tiers), cost in zip(_SOURCE_ROWS, _PROGRAMME_COSTS, strict=True)
)
SOURCE_NAMES = tuple(source.name for source in SOURCES)
SOURCE_CHANNEL = tuple(CHANNELS.index(source.channel) for source in SOURCES)
PAID_SEARCH = SOURCE_NAMES.index("Paid search")
PARTNER_REFERRAL = SOURCE_NAMES.index("Partner referral")
OUTBOUND = SOURCE_NAMES.index("Outbound")
CUSTOMER_SUCCESS = SOURCE_NAMES.index("Customer success")

SOURCED_BY = ("marketing", "sales", "success", "partner")
STRATEGIES = ("acquisition", "retention", "development", "substitution")
ACQUISITION, RETENTION, DEVELOPMENT, SUBSTITUTION = range(4)
OUTCOMES = ("open", "won", "lost")
OPEN, WON, LOST = range(3)

# name, kind, in pipeline, the CRM's probability in percent, forecast category
STAGES = (
    ("Qualify", "open", False, 10, "Omitted"),
    ("Discover", "open", True, 25, "Pipeline"),
    ("Propose", "open", True, 50, "Best case"),
    ("Negotiate", "open", True, 75, "Commit"),
    ("Won", "won", False, 100, "Closed"),
    ("Lost", "lost", False, 0, "Omitted"),
)
STAGE_NAMES = tuple(stage[0] for stage in STAGES)
STAGE_PROBABILITIES = tuple(stage[3] for stage in STAGES)
FORECAST_CATEGORIES = ("Pipeline", "Best case", "Commit", "Closed", "Omitted")
STAGE_FORECASTS = tuple(FORECAST_CATEGORIES.index(stage[4]) for stage in STAGES)
QUALIFY, DISCOVER, PROPOSE, NEGOTIATE, WON_STAGE, LOST_STAGE = range(6)

# id, name, category, price against the middle of the size band, share of deals, is recurring
PRODUCTS = (
    ("PR-01", "Aurora spectrometer", "Instruments", 1.30, 0.19, False),
    ("PR-02", "Borealis chromatograph", "Instruments", 1.45, 0.14, False),
    ("PR-03", "Fathom flow meter", "Instruments", 0.85, 0.16, False),
    ("PR-04", "Keel particle counter", "Instruments", 0.95, 0.11, False),
    ("PR-05", "Beam Cloud", "Software", 0.95, 0.11, True),
    ("PR-06", "Beam Quality", "Software", 1.05, 0.07, True),
    ("PR-07", "Beam Connect", "Software", 0.70, 0.05, True),
    ("PR-08", "Calibration plan", "Services", 0.60, 0.10, True),
    ("PR-09", "Method development", "Services", 0.75, 0.07, False),
)

CURRENCIES = ("USD", "EUR", "GBP")

HAND_BACK_REASONS = (
    "No budget this year",
    "Wrong contact",
    "Not in our market",
    "No need now",
    "Too small",
    "Duplicate",
    "No answer after five tries",
)
LOSS_REASONS = (
    "No decision",
    "Price",
    "Lost to competitor",
    "Missing feature",
    "No budget",
    "Timing",
)
COMPETITORS = (
    "Calder Optics",
    "Ravelin Scientific",
    "Ostrava Metrics",
    "Pinnock Systems",
    "In-house build",
)
TEAMS = ("marketing", "sales", "success", "other")
MARKETING, SALES, SUCCESS, OTHER = range(4)

WORKSPACE_TOML = """\
# The demo company's workspace.
company = "Northbeam Instruments"
currency = "USD"
time_zone = "America/New_York"
fiscal_year_start = 1
growth_goal = 0.35

[service_levels]
response_hours = 4
hand_back_hours = 16
leak_limit_days = 5
"""
