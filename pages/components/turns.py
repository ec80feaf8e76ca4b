"""Whose turn it is: figures before sliders before charts, whoever asked.

Python runs one thread at a time. Ten people who move a weight together would each wait for all
ten; one after the other, the first has the figures after a tenth of that.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# What is sent waits for a thread that computes for so long at most: Python's own 5 ms, taken
# once a message, were most of what a move waited for.
sys.setswitchinterval(0.0005)


class Turns:
    """One queue for figures; everything else gives way to it, though never for long."""

    def __init__(self, longest_wait_seconds: float = 0.5) -> None:
        self._longest = longest_wait_seconds
        self._one_at_a_time = threading.Lock()
        self._changed = threading.Condition()
        self._asked = 0

    @contextmanager
    def figures(self) -> Iterator[None]:
        """The block is figures: it waits for other figures alone."""
        with self._changed:
            self._asked += 1
        try:
            with self._one_at_a_time:
                yield
        finally:
            with self._changed:
                self._asked -= 1
                self._changed.notify_all()

    def give_way(self, pause_seconds: float = 0.0) -> None:
        """Comes back after the pause, once nobody waits for figures, or long enough.

        The pause is the browser's: it paints what was sent before more comes to be drawn.
        """
        if pause_seconds:
            time.sleep(pause_seconds)
        with self._changed:
            self._changed.wait_for(lambda: not self._asked, self._longest)


TURNS = Turns()
