"""The words of the bridge, as the screens take them."""

from metrics.bridge.words import MEANINGS, NAMES, happened, place_words

__all__ = ["MEANINGS", "NAMES", "happened", "place_words"]
