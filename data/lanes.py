"""Runs what does not need each other side by side, on cursors of one database.

One statement rarely keeps every processor busy from its first row to its last; two at a time do.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, TypeVar

import duckdb

Cursor = duckdb.DuckDBPyConnection
Result = TypeVar("Result")
LANES = 2
# A statement that had not yet begun does not hear that it is to stop: it is told again.
_AGAIN_SECONDS = 0.1


@dataclass(frozen=True)
class Task(Generic[Result]):
    """One piece of work on a cursor of its own, due when the tasks named in `after` are done."""

    name: str
    after: frozenset[str]
    run: Callable[[Cursor], Result]


@dataclass(frozen=True)
class Watch:
    """Who is told the place of each task that begins and that ended, in the caller's thread."""

    begins: Callable[[int], None]
    ended: Callable[[int], None] = lambda place: None


def side_by_side(
    con: Cursor,
    tasks: Sequence[Task[Result]],
    prepare: Callable[[Cursor], None],
    watch: Watch,
    lanes: int = LANES,
) -> list[Result]:
    """The result of each task, in their order; `prepare` makes each lane's cursor ready.

    Tasks begin in their order as far as what they come after lets them.
    Raises: what the first of the tasks that failed raised; no later one begins after it.
    """
    at_work = _Lanes(tasks, watch, [con.cursor() for _ in range(lanes)])
    for cursor in at_work.free:
        prepare(cursor)
    with ThreadPoolExecutor(lanes) as pool:
        try:
            return at_work.results(pool)
        finally:
            # A caller that is stopped, by its user or by what it watches, waits for no statement.
            at_work.stop()


class _Lanes(Generic[Result]):
    def __init__(self, tasks: Sequence[Task[Result]], watch: Watch, cursors: list[Cursor]) -> None:
        self.free = cursors
        self._tasks, self._watch = tasks, watch
        self._waiting = list(range(len(tasks)))
        self._running: dict[Future[Result], tuple[int, Cursor]] = {}
        self._done: dict[int, Result] = {}
        self._failed: dict[int, BaseException] = {}

    def results(self, pool: ThreadPoolExecutor) -> list[Result]:
        """What every task gave."""
        while self._waiting or self._running:
            self._begin(pool)
            if not self._running:
                break
            if self._failed:
                self._interrupt(after=min(self._failed))
            ended, _ = wait(self._running, self._patience(), FIRST_COMPLETED)
            # The same one first each time, should both have ended.
            for future in sorted(ended, key=lambda one: self._running[one][0]):
                self._end(future)
        if self._failed:
            raise self._failed[min(self._failed)]
        return [self._done[place] for place in range(len(self._tasks))]

    def stop(self) -> None:
        """Ends what still runs, and the cursors."""
        while self._running:
            self._interrupt(after=-1)
            ended, _ = wait(self._running, _AGAIN_SECONDS, FIRST_COMPLETED)
            for future in ended:
                self.free.append(self._running.pop(future)[1])
        for cursor in self.free:
            cursor.close()

    def _interrupt(self, after: int) -> None:
        """Stops the statements of the tasks after the given place."""
        for place, cursor in self._running.values():
            if place > after:
                cursor.interrupt()

    def _patience(self) -> float | None:
        return _AGAIN_SECONDS if self._failed else None

    def _begin(self, pool: ThreadPoolExecutor) -> None:
        """Begins what is due, as far as lanes are free."""
        known = {self._tasks[place].name for place in self._done}
        names = {task.name for task in self._tasks}
        for place in [one for one in self._waiting if self._tasks[one].after & names <= known]:
            if not self.free or self._failed:
                return
            cursor = self.free.pop()
            self._waiting.remove(place)
            self._watch.begins(place)
            self._running[pool.submit(self._tasks[place].run, cursor)] = (place, cursor)

    def _end(self, future: "Future[Result]") -> None:
        place, cursor = self._running.pop(future)
        self.free.append(cursor)
        error = future.exception()
        if error is None:
            self._done[place] = future.result()
            self._watch.ended(place)
            return
        self._failed[place] = error
        # What was ahead of it goes on: the first failure in the order of the tasks is the one.
        self._waiting.clear()
