"""Typed text for everybody: without the names and ids of people that the load knows."""

import re
from collections.abc import Mapping

SOMEBODY = "a colleague"


class Masked:
    """Typed text without the names and ids of people that the load knows."""

    def __init__(self, names: Mapping[str, str]) -> None:
        said = sorted({*names.values(), *names}, key=lambda name: (-len(name), name))
        told = "|".join(re.escape(name) for name in said if len(name) > 1 and not name.isdigit())
        self._pattern = re.compile(rf"(?<!\w)(?:{told})(?!\w)", re.IGNORECASE) if told else None

    def text(self, words: str) -> str:
        """The words with whoever they name replaced."""
        return words if self._pattern is None else self._pattern.sub(SOMEBODY, words)
