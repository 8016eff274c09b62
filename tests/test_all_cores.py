"""Work on all cores gives what it gives on one: the same outcomes and errors, in order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from neopain_gui import all_cores
from neopain_gui.all_cores import in_order
from neopain_gui.errors import Cancelled, ImageError, InputError
from neopain_gui.jobs import NullJob

OWN = os.getpid()


def squared(number):
    return number * number


def whose(number, seconds=0.012):
    time.sleep(seconds)
    return number, os.getpid()


def odd_is_wrong(number):
    time.sleep(0.012)
    if number % 2:
        raise wrong(number)
    return number


def wrong(number):
    return ImageError(f"is number {number}", file="photo.png", remedy="take another")


def dies_elsewhere(number, own):
    time.sleep(0.012)
    if os.getpid() != own:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def noted(number, folder):
    time.sleep(0.025)
    (folder / str(number)).touch()
    return number


@pytest.fixture(autouse=True)
def nobody_waits():
    """No further process waits for work, before and after."""
    all_cores.end_idle()
    yield
    all_cores.end_idle()
    assert multiprocessing.active_children() == []


@pytest.fixture
def eager(monkeypatch):
    """Further processes are started at once."""
    monkeypatch.setattr(all_cores, "WORTH_A_START", 0.0)
    monkeypatch.setattr(all_cores, "_MEASURED", 0.0)


class Stopped(NullJob):
    """Stops after some outcomes."""

    def __init__(self, after):
        self.left, self.told = after, []

    def check(self):
        if self.left <= 0:
            raise Cancelled

    def progress(self, done, total, text=""):
        self.told.append((done, total, text))


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(), max_size=200), st.integers(1, 4))
def test_outcomes_are_in_the_things_order(things, cores):
    assert list(in_order(squared, things, cores=cores)) == [one * one for one in things]


def test_little_work_starts_no_process(monkeypatch):
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: pytest.fail("it was started"))
    monkeypatch.setattr(all_cores, "WORTH_A_START", 60.0)  # a busy machine takes its time
    assert list(in_order(partial(whose, seconds=0.004), range(60), cores=4)) == [
        (number, OWN) for number in range(60)
    ]


@pytest.mark.parametrize("cores", [2, 3])
def test_others_help_and_what_they_do_is_in_order(eager, cores):
    found = list(in_order(whose, range(400), cores=cores))
    assert [number for number, _ in found] == list(range(400))
    at_work = {process for _, process in found}
    assert OWN in at_work
    assert len(at_work) == cores
    again = {process for _, process in in_order(whose, range(40), cores=cores)}
    assert again <= at_work, "who is there already takes part"
    assert len(again) > 1


def test_an_error_is_raised_in_its_place_with_its_sentence(eager):
    outcomes = in_order(odd_is_wrong, [*range(0, 400, 2), 7, 2], cores=2)
    for expected in range(0, 400, 2):
        assert next(outcomes) == expected
    with pytest.raises(InputError) as caught:
        next(outcomes)
    assert str(caught.value) == str(wrong(7))


@pytest.mark.skipif(os.name != "posix", reason="a signal of POSIX")
def test_what_a_process_had_that_died_is_done_by_the_others(eager):
    assert list(in_order(partial(dies_elsewhere, own=OWN), range(150), cores=3)) == list(range(150))


def test_a_stop_ends_it_at_once_and_nobody_works_on(eager, tmp_path):
    job = Stopped(after=1)
    work = partial(noted, folder=tmp_path)
    outcomes = in_order(work, range(1000), job=job, cores=2, text="Noting")
    while multiprocessing.active_children() == [] or len(list(tmp_path.iterdir())) < 60:
        next(outcomes)
    job.left = 0
    with pytest.raises(Cancelled):
        next(outcomes)
    there = len(list(tmp_path.iterdir()))
    time.sleep(0.3)
    assert len(list(tmp_path.iterdir())) == there < 1000
    assert job.told[0] == (0, 1000, "Noting")


def test_no_more_is_finished_ahead_than_is_held(eager, tmp_path):
    outcomes = in_order(partial(noted, folder=tmp_path), range(1000), cores=2)
    for _ in range(40):
        next(outcomes)
    time.sleep(1.0)  # the other works on while nobody asks
    assert max(int(one.name) for one in tmp_path.iterdir()) < 40 + all_cores._AHEAD
    outcomes.close()


def test_who_has_no_work_goes_after_a_while(eager, monkeypatch):
    monkeypatch.setattr(all_cores, "IDLE_SECONDS", 0.2)
    list(in_order(whose, range(200), cores=2))
    assert len(multiprocessing.active_children()) == 1
    for _ in range(100):
        if not multiprocessing.active_children():
            break
        time.sleep(0.1)
    assert multiprocessing.active_children() == []


def test_where_no_process_can_be_started_the_work_is_done(eager, monkeypatch):
    class Refused:
        Pipe = staticmethod(multiprocessing.Pipe)

        @staticmethod
        def Process(**_):
            class Process:
                def start(self):
                    raise BlockingIOError("no more processes")

            return Process()

    monkeypatch.setattr(multiprocessing, "get_context", lambda _: Refused)
    assert list(in_order(squared, range(50), cores=4)) == [number**2 for number in range(50)]
