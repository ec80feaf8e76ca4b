"""The all-hands of a held meeting as nine slides, from its snapshot alone."""

from dataclasses import replace

from data.workspace import Workspace
from metrics.all_hands.told import Told, told
from metrics.all_hands.wording import SLIDES
from metrics.lifecycle.state import State
from metrics.meeting.records import Snapshot
from metrics.wording import short_moment, weekday
from pages.views.slide import Deck
from pages.views.slide_customers import build_customers
from pages.views.slide_glossary import build_glossary
from pages.views.slide_missed import build_missed
from pages.views.slide_next import build_next
from pages.views.slide_numbers import build_numbers
from pages.views.slide_opening import build_opening
from pages.views.slide_pool import build_pool
from pages.views.slide_scene import Scene
from pages.views.slide_together import build_together
from pages.views.slide_win import build_win

BUILDERS = {
    "opening": build_opening,
    "numbers": build_numbers,
    "together": build_together,
    "win": build_win,
    "missed": build_missed,
    "customers": build_customers,
    "pool": build_pool,
    "next": build_next,
    "glossary": build_glossary,
}
# A company's name longer than this would push the rest out of the footer.
LONGEST = 40


def build_deck(state: State, held: Snapshot, workspace: Workspace) -> Deck:
    """The slides in their order; words that were written anew stand in their places."""
    scene = Scene(told(state, held), workspace)
    footer = _footer(scene.told, workspace)
    slides = [BUILDERS[key](scene) for key in SLIDES]
    return Deck(
        title=f"{workspace.company}: all-hands of {weekday(held.held_on, workspace)}",
        meeting=held.number,
        file_name=f"all-hands-{held.as_of.isoformat()}-meeting-{held.number}",
        slides=tuple(
            replace(one, footer=footer, page=f"{place} of {len(slides)}")
            for place, one in enumerate(slides, 1)
        ),
    )


def _footer(told: Told, workspace: Workspace) -> str:
    """Company, as-of, when it was frozen, the load's fingerprint, the definitions' versions."""
    held, print_ = told.held, told.held.fingerprint[:12]
    name = workspace.company
    company = name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
    groups = " ".join(print_[place : place + 4] for place in range(0, len(print_), 4))
    versions = sorted(set(held.definitions.values())) or [1]
    told_versions = "–".join(dict.fromkeys((f"v{versions[0]}", f"v{versions[-1]}")))
    return " · ".join(
        (
            company,
            f"As of {weekday(held.as_of, workspace)}",
            f"frozen {short_moment(held.held_at, workspace)}",
            f"fingerprint {groups}",
            f"definitions {told_versions}",
        )
    )
