"""Whose turn it is: figures one after the other, and everything else after all of them."""

import threading

import pytest

from pages.components.turns import Turns

LONG, SHORT = 30.0, 0.05


def test_charts_wait_for_whoever_waits_for_figures() -> None:
    turns, order = Turns(LONG), []
    inside, go_on = threading.Event(), threading.Event()

    def figures() -> None:
        with turns.figures():
            inside.set()
            assert go_on.wait(LONG)
            order.append("figures")

    def charts() -> None:
        turns.give_way()
        order.append("charts")

    threads = [threading.Thread(target=figures)]
    threads[0].start()
    assert inside.wait(LONG)
    threads.append(threading.Thread(target=charts))
    threads[1].start()
    go_on.set()
    for one in threads:
        one.join(LONG)
    assert order == ["figures", "charts"]


def test_figures_come_one_after_the_other() -> None:
    turns, seen, now = Turns(LONG), [], []

    def figures() -> None:
        with turns.figures():
            now.append(1)
            seen.append(len(now))
            now.pop()

    threads = [threading.Thread(target=figures) for _ in range(20)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(LONG)
    assert seen == [1] * 20


def test_figures_that_fail_let_everybody_pass() -> None:
    turns = Turns(LONG)
    with pytest.raises(ValueError, match="no result"), turns.figures():
        raise ValueError("no result")
    with turns.figures():
        pass
    turns.give_way()


def test_charts_come_even_where_figures_never_end() -> None:
    turns = Turns(SHORT)
    with turns.figures():
        turns.give_way()
