"""Tasks side by side: what waits for what, whose failure is told, what is stopped."""

import threading
from collections.abc import Callable

import duckdb
import pytest

from data.lanes import LANES, Cursor, Task, Watch, side_by_side

SLOW = "select count(*) from range(100_000_000_000)"


def no_one(place: int) -> None:
    """A watch that looks at nothing."""


def in_tokyo(cursor: Cursor) -> None:
    """Sets the cursor's zone."""
    cursor.execute("set TimeZone = 'Asia/Tokyo'")


def run(tasks: list[Task[str]], begins: Callable[[int], None] = lambda place: None) -> list[str]:
    """What the tasks give on a database of their own."""
    with duckdb.connect() as con:
        return side_by_side(con, tasks, lambda cursor: None, Watch(begins))


def task(name: str, work: Callable[[Cursor], str], *after: str) -> Task[str]:
    """A task that comes after the named ones."""
    return Task(name, frozenset(after), work)


def test_results_stand_in_the_order_of_the_tasks_whoever_is_first() -> None:
    second_is_done = threading.Event()

    def waits(cursor: Cursor) -> str:
        assert second_is_done.wait(10)
        return "first"

    def goes(cursor: Cursor) -> str:
        second_is_done.set()
        return "second"

    assert run([task("a", waits), task("b", goes)]) == ["first", "second"]


def test_a_task_begins_when_what_it_comes_after_is_done_and_else_in_order() -> None:
    begun: list[int] = []
    done: list[str] = []

    def work(name: str, needs: set[str]) -> Callable[[Cursor], str]:
        def at_work(cursor: Cursor) -> str:
            assert needs <= set(done)
            done.append(name)
            return name

        return at_work

    tasks = [
        task("c", work("c", {"a", "b"}), "a", "b", "a table of the export"),
        task("a", work("a", set())),
        task("b", work("b", {"a"}), "a"),
    ]
    assert run(tasks, begun.append) == ["c", "a", "b"]
    assert begun == [1, 2, 0]


def test_the_first_failure_in_the_order_of_the_tasks_is_told_and_no_task_begins_after_it() -> None:
    both = threading.Barrier(LANES)
    begun: list[int] = []

    def fails(words: str) -> Callable[[Cursor], str]:
        def at_work(cursor: Cursor) -> str:
            both.wait(10)
            raise ValueError(words)

        return at_work

    tasks = [task("a", fails("one")), task("b", fails("two")), task("c", lambda cursor: "")]
    for _ in range(20):
        begun.clear()
        with pytest.raises(ValueError, match="one"):
            run(tasks, begun.append)
        assert begun == [0, 1]


def test_a_failure_stops_the_statements_of_later_tasks_and_lets_earlier_ones_end() -> None:
    failed = threading.Event()

    def fails(cursor: Cursor) -> str:
        failed.set()
        raise ValueError("this one")

    def slow(cursor: Cursor) -> str:
        return str(cursor.execute(SLOW).fetchall())

    def fails_late(cursor: Cursor) -> str:
        assert failed.wait(10)
        raise ValueError("the earlier one")

    with pytest.raises(ValueError, match="this one"):
        run([task("a", fails), task("b", slow)])
    with pytest.raises(ValueError, match="the earlier one"):
        run([task("a", fails_late), task("b", fails)])


def test_whoever_watches_can_stop_it_all() -> None:
    def slow(cursor: Cursor) -> str:
        return str(cursor.execute(SLOW).fetchall())

    def stops(place: int) -> None:
        if place == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run([task("a", slow), task("b", slow)], stops)


def test_every_cursor_is_made_ready() -> None:
    def zone(cursor: Cursor) -> str:
        return str(cursor.execute("select current_setting('TimeZone')").fetchall()[0][0])

    with duckdb.connect() as con:
        tasks = [task(name, zone) for name in "abc"]
        found = side_by_side(con, tasks, in_tokyo, Watch(no_one))
    assert found == ["Asia/Tokyo"] * 3
