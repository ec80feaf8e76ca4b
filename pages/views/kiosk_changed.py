"""The wall's third view: what changed in open pipeline since the last meeting."""

from datetime import date

from data.warehouse import Reader
from metrics.bridge import Bridge, Deal, bridge
from metrics.bridge.steps import GROUPS, Steps, main_movement, steps_of, week_before
from metrics.bridge.words import happened
from metrics.members import NONE
from metrics.money import money_text
from metrics.wording import joined, money, short_day, signed_money, symbol
from pages.views.asked import Asked
from pages.views.bridge import build_week_bridge
from pages.views.kiosk import Beside, Decided, WallView, as_of_line, empty_view
from pages.views.kiosk_chart import Falls
from pages.views.kiosk_words import ARROW, LABEL, NOTE, fits, quiet
from pages.views.tile import Change, Direction, Verdict
from pages.views.words import Headline

MOVERS = 4
_FELL = {"lost": "lost", "moved_out": "moved out", "won": "won", "repriced": "repriced down"}
_OPENING = "Open pipeline at the end of"
_LATER = "What changed is told from the first day on record."
_LETTERS = {1: "", 1000: "k", 1_000_000: "M"}


def last_met_on(asked: Asked, decided: Decided | None) -> date:
    """The last day of data of the last meeting before this load; without one a week ago."""
    held = decided.state.meeting.held if decided else ()
    days = (one.as_of for one in held if one.as_of < asked.as_of)
    return max(days, default=week_before(asked.as_of))


def build_wall_changed(reader: Reader, asked: Asked, decided: Decided | None) -> WallView:
    """The bridge in six bars and the four deals that moved most, by their customers."""
    frm, currency = last_met_on(asked, decided), reader.load.workspace.currency
    found = bridge(reader, frm, asked.as_of, asked.period, asked.scope)
    drawn = build_week_bridge(reader, asked, frm, asked.as_of)
    as_of = as_of_line(reader, asked)
    if drawn.empty or drawn.chart is None:
        said = drawn.empty.what if drawn.empty else f"Nothing moved since {short_day(frm)}"
        return empty_view("changed", said, as_of, drawn.empty.why if drawn.empty else "")
    if found.unknown:
        return empty_view("changed", f"{_OPENING} {short_day(frm)} is not on record", as_of, _LATER)
    steps = steps_of(found, GROUPS)
    return WallView(
        key="changed",
        headline=Headline(_sentence(found, steps, currency)),
        label=f"Change since {short_day(frm)}",
        hero=signed_money(found.change, currency),
        lines=_lines(found, steps, currency),
        beside=tuple(_mover(deal, currency) for deal in found.movers(MOVERS)),
        as_of=as_of,
        chart=Falls(drawn.chart.words, drawn.chart.falls),
    )


def _lines(found: Bridge, steps: Steps, currency: str) -> tuple[Change, ...]:
    ends = (money(found.amounts[bar], currency) for bar in ("opening", "closing"))
    unit = f"{symbol(currency)}{_LETTERS[int(steps.unit)]}"
    last = short_day(found.window.last_on)
    return (
        quiet(" → ".join(ends)),
        quiet(f"Closing by {last}, in {unit}"),
        quiet(f"Residual {symbol(currency)}{money_text(found.residual)}"),
    )


def _sentence(found: Bridge, steps: Steps, currency: str) -> str:
    """'Open pipeline shrank $190k: less came in than was lost, moved out and won'."""
    said = _moved(found, steps, currency)
    return said if found.is_recorded else f"{said}; moved closes are not recorded"


def _moved(found: Bridge, steps: Steps, currency: str) -> str:
    if not found.change:
        return "Open pipeline stands where it stood: as much came in as went out"
    rising = [step for step in steps.steps if step.amount > 0]
    falling = [_FELL.get(step.key, "") for step in steps.steps if step.amount < 0]
    size = money(abs(found.change), currency)
    if found.change > 0:
        if not falling:
            return f"Open pipeline grew {size}, and nothing left it"
        return f"Open pipeline grew {size}: more came in than was {joined(falling)}"
    if not rising:
        return f"Open pipeline shrank {size}, and nothing came in"
    return f"Open pipeline shrank {size}: less came in than was {joined(falling)}"


def _mover(deal: Deal, currency: str) -> Beside:
    """A deal that moved much, called by its customer."""
    what = happened(deal, main_movement(deal))
    short = what.replace("Pushed out to", "Out to").replace("Pulled out to", "Out to")
    texts = (
        (what, short)
        if deal.region == NONE
        else (
            f"{what} · {deal.region}",
            f"{short} · {deal.region}",
            what,
            short,
        )
    )
    name = deal.name if deal.account == NONE else deal.account
    if deal.leave_reason == "won":
        note = quiet(fits(texts, NOTE))
    else:
        direction = Direction.UP if deal.net > 0 else Direction.DOWN
        verdict = Verdict.BETTER if deal.net > 0 else Verdict.WORSE
        note = Change(fits(texts, NOTE - ARROW), direction, verdict)
    return Beside(fits((name,), LABEL), signed_money(deal.net, currency), note)
