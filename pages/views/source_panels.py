"""The chart of the sources: what each brings beside how much of it is accepted, won, booked."""

from metrics.answer import Answer
from metrics.registry import kpi
from metrics.wording import member_name, number
from pages.views.panels import Panel, PanelChart, PanelMark
from pages.views.source_grid import Split, hover_of, is_few, mark_of, words_of

SHOWN = 10
BARS = ("sales_ready_leads", "bookings")
ORDER = ("sales_ready_leads", "acceptance_rate", "win_rate", "bookings")
MISSING = PanelMark(None, "–", "nothing to count")


def source_panels(split: Split, noun: str) -> PanelChart:
    """Leads, acceptance, win rate and bookings of the first ten, in one order."""
    names = split.names[:SHOWN]
    more = len(split.names) > len(names)
    title = f"The ten {noun}s that bring most" if more else f"All {noun}s, the largest first"
    return PanelChart(
        title=f"{title}: leads beside what becomes of them",
        words=f"Sales-ready leads, acceptance rate, win rate and bookings by {noun}",
        names=tuple(member_name(split.by, name) for name in names),
        panels=tuple(_panel(split, key, names) for key in ORDER),
    )


def _panel(split: Split, key: str, names: tuple[str, ...]) -> Panel:
    whole = split.whole.get(key)
    marks = tuple(_mark(split, name, split.parts[name].get(key)) for name in names)
    ends = [end for one in marks for end in (one.value, one.high) if end is not None]
    value = None if whole is None else whole.value
    is_bar = key in BARS
    return Panel(
        title=kpi(key).label,
        marks=marks,
        is_bar=is_bar,
        top=max((*ends, 0.0)) or 1.0,
        whole=None if value is None or is_bar else float(value),
        whole_words=(
            "" if value is None else f"all {number(value, kpi(key).unit, split.currency)}"
        ),
    )


def _mark(split: Split, name: str, one: Answer | None) -> PanelMark:
    if one is None or one.value is None:
        return MISSING
    has_interval = kpi(one.kpi).is_count_rate
    return PanelMark(
        value=float(one.value),
        words=words_of(split, one),
        hover=hover_of(split, name, one),
        low=float(one.low) if has_interval and one.low is not None else None,
        high=float(one.high) if has_interval and one.high is not None else None,
        mark=mark_of(split, one),
        is_few=is_few(one),
    )
