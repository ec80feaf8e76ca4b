"""The charts of the wall, ready to draw."""

from dataclasses import dataclass

from pages.views.bridge import Fall


@dataclass(frozen=True)
class Falls:
    """A waterfall whose words are the wall's; `words` say it aloud."""

    words: str
    falls: tuple[Fall, ...]


@dataclass(frozen=True)
class Bullet:
    """A rate on the scale from 0 to 1 with what was agreed as a tick."""

    name: str
    value: float | None
    words: str
    under: str
    target: float | None
    target_words: str


@dataclass(frozen=True)
class Bullets:
    """Rates on one scale, one colour; `words` say them aloud."""

    words: str
    bullets: tuple[Bullet, ...]
