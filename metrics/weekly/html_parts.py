"""The parts of the digest's HTML: tables and inline styles, as mail readers understand them.

Colours are those of the screens. Light is inline; the dark ones follow in one style sheet with the
classes given here, for readers that know a dark look.
"""

from decimal import Decimal

from metrics.literal import for_html
from metrics.money import rounded
from metrics.said import Moved
from metrics.weekly.page import Bar
from metrics.weekly.plain import ARROWS, NAMED

FONT = "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
# Class: the light colour, the dark one.
INKS = {
    "ink": ("#17202A", "#F2F5F8"),
    "soft": ("#4A5563", "#B4C0CC"),
    "good": ("#00568A", "#7CC4F0"),
    "bad": ("#8F3700", "#FFA46B"),
}
FILLS = {
    "page": ("#F4F6F8", "#0F1419"),
    "sheet": ("#FFFFFF", "#1A2129"),
    "line": ("#D5DBE1", "#2C3640"),
    "track": ("#E6EAEE", "#2C3640"),
    "actual": ("#243447", "#DCE4EC"),
    "estimate": ("#7D8A99", "#7A8794"),
    "better": ("#0072B2", "#56B4E9"),
    "worse": ("#D55E00", "#E8762B"),
    "tick": ("#17202A", "#F2F5F8"),
}
TABLE = 'role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"'


def style_sheet() -> str:
    """The dark colours, and what changes on a narrow screen."""
    dark = [f".{name}{{color:{pair[1]}!important}}" for name, pair in INKS.items()]
    dark += [f".f-{name}{{background-color:{pair[1]}!important}}" for name, pair in FILLS.items()]
    dark.append(f".rule{{border-color:{FILLS['line'][1]}!important}}")
    return (
        "body{margin:0;padding:0}"
        "table{border-collapse:collapse}"
        ":root{color-scheme:light dark;supported-color-schemes:light dark}"
        "@media (max-width:520px){.pad{padding-left:18px!important;padding-right:18px!important}"
        ".narrow{display:none!important}.hero{font-size:44px!important}}"
        f"@media (prefers-color-scheme:dark){{{''.join(dark)}}}"
    )


def ink(name: str) -> str:
    """The colour of a text, to stand in a style."""
    return f"color:{INKS[name][0]}"


def words(text: str, name: str = "ink", style: str = "", longest: int = NAMED) -> str:
    """A paragraph; nothing for no text."""
    if not text:
        return ""
    look = f"margin:0;{ink(name)};{style}"
    return f'<p class="{name}" style="{look}">{for_html(text, longest)}</p>'


def moved(one: Moved, style: str = "") -> str:
    """A change with its arrow, in the colour of what it means."""
    name = {True: "good", False: "bad", None: "soft"}[one.is_better]
    return words(f"{ARROWS[one.way]}{one.text}", name, style) if one.text else ""


def bar(one: Bar) -> str:
    """A bullet as the cells of one row: the value, the target as a tick, the rest."""
    value, tick = _percent(one.value), None if one.tick is None else _percent(one.tick)
    fill = "estimate" if one.is_estimate else "actual"
    if tick is None:
        cells = [(value, fill), (100 - value, "track")]
    elif tick == value:
        cells = [(value - 1, fill), (1, "tick"), (100 - value, "track")]
    elif tick > value:
        cells = [(value, fill), (tick - value - 1, "track"), (1, "tick"), (100 - tick, "track")]
    else:
        # A notch shows where a tick of the bar's own colour would not.
        cells = [(tick - 1, fill), (1, "sheet"), (value - tick, fill), (100 - value, "track")]
    return _row([(max(width, 0), name) for width, name in cells])


def length(share: Decimal, is_better: bool | None) -> str:
    """A bar as long as a share of -1 to 1, in the colour of what it means."""
    name = {True: "better", False: "worse", None: "actual"}[is_better]
    width = max(_percent(abs(share)), 1)
    return _row([(width, name), (100 - width, "")])


def _row(cells: list[tuple[int, str]]) -> str:
    drawn = "".join(_cell(width, name) for width, name in cells if width)
    return f'<table {TABLE} style="height:8px"><tr>{drawn}</tr></table>'


def _cell(width: int, name: str) -> str:
    look = "font-size:0;line-height:0;height:8px"
    if not name:
        return f'<td width="{width}%" style="{look}">&nbsp;</td>'
    light = FILLS[name][0]
    return (
        f'<td class="f-{name}" width="{width}%" bgcolor="{light}" '
        f'style="{look};background-color:{light}">&nbsp;</td>'
    )


def _percent(share: Decimal) -> int:
    return min(int(rounded(share * 100, 0)), 100)
