"""What is done beside is done in order and to its end, and its errors come out."""

from __future__ import annotations

import threading

import pytest

from neopain_gui.errors import Cancelled, EnvironmentFault
from neopain_gui.pipeline.maps import beside as module
from neopain_gui.pipeline.maps.beside import Beside


def fail():
    raise EnvironmentFault("The disk is full.")


def go_on(beside):
    while True:
        beside.do(int)


def stop(event):
    event.set()
    raise Cancelled


def test_it_is_done_in_order_in_another_thread_before_the_block_ends():
    done = []
    with Beside() as beside:
        for number in range(200):
            beside.do(lambda n=number: done.append((n, threading.get_ident())))
    assert [number for number, _ in done] == list(range(200))
    assert threading.get_ident() not in {thread for _, thread in done}


def test_the_caller_goes_on_and_waits_where_too_much_waits(monkeypatch):
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    ready, done = threading.Event(), []
    with Beside() as beside:
        beside.do(ready.wait, 30)
        for number in range(2):
            beside.do(done.append, number)
        assert done == []
        threading.Timer(0.1, ready.set).start()
        beside.do(done.append, 2)
        assert ready.is_set(), "the fourth waits for the first"
    assert done == [0, 1, 2]


def fails_at_the_end(done):
    with Beside() as beside:
        beside.do(fail)
        beside.do(done.append, 1)


def fails_on_the_way(_):
    with Beside() as beside:
        beside.do(fail)
        go_on(beside)


@pytest.mark.parametrize("work", [fails_at_the_end, fails_on_the_way])
def test_what_fails_is_raised_at_the_end_or_by_the_next_piece(work):
    with pytest.raises(EnvironmentFault, match="disk is full"):
        work([])


def is_stopped(done):
    ready = threading.Event()
    with Beside() as beside:
        beside.do(ready.wait, 30)
        beside.do(done.append, "map")
        stop(ready)


def test_a_stop_keeps_what_was_computed():
    done = []
    with pytest.raises(Cancelled):
        is_stopped(done)
    assert done == ["map"]
