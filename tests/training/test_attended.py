"""A training can be paused between two batches; a machine that sleeps changes nothing."""

from __future__ import annotations

import threading
import time
from itertools import count

import pytest

from neopain_gui.errors import Cancelled
from neopain_gui.jobs import NULL_JOB, NullJob, Said
from neopain_gui.training import attended
from neopain_gui.training.attended import Attended, go_on, is_paused, pause
from neopain_gui.training.epoch import BatchSeen, Paused
from tests.training.small import Small
from tests.training.test_fit import Heard, same


@pytest.fixture(autouse=True)
def _soon(monkeypatch):
    monkeypatch.setattr(attended, "_LOOK", 0.01)


def test_it_waits_between_two_batches_and_goes_on_as_if_nothing_had_been(tmp_path):
    run = tmp_path / "run"
    run.mkdir()

    class Reader(Heard):
        """Pauses after the sixth batch; somebody else ends it when it has waited."""

        def partial(self, message):
            super().partial(message)
            if isinstance(message, BatchSeen) and len(self.of(BatchSeen)) == 6:
                pause(run)
            if message == Paused(on=True):
                self.waiting = len(self.of(BatchSeen))
                threading.Timer(0.1, go_on, [run]).start()

    job = Reader()
    small = Small(tmp_path / "a")
    small.train(Attended(job, run))
    assert job.waiting == 6
    assert [one.on for one in job.of(Paused)] == [True, False]
    whole = Small(tmp_path / "b")
    whole.train(NULL_JOB)
    assert small.curve() == whole.curve()
    assert same(small, whole)


def test_a_pause_can_be_stopped(tmp_path):
    asked = count()

    class Stopped(NullJob):
        def check(self):
            if next(asked) == 5:
                raise Cancelled

    job = Attended(Stopped(), tmp_path)
    pause(tmp_path)
    with pytest.raises(Cancelled):
        job.check()


def test_a_pause_of_an_earlier_time_is_over(tmp_path):
    pause(tmp_path)
    assert is_paused(tmp_path)
    Attended(NULL_JOB, tmp_path).check()
    assert not is_paused(tmp_path)


def test_a_machine_that_slept_is_said_and_changes_nothing(tmp_path, monkeypatch):
    real, jumps = time.time, {3: 3 * 3600.0, 9: 12 * 3600.0, 15: -7200.0}
    seen, ahead = count(), [0.0]

    def clock():
        ahead[0] += jumps.get(next(seen), 0.0)
        return real() + ahead[0]

    monkeypatch.setattr(attended.time, "time", clock)
    job = Heard()
    small = Small(tmp_path / "a")
    small.train(Attended(job, tmp_path))
    said = [one.text for one in job.of(Said)]
    assert [text.split(",")[0] for text in said] == [
        "The machine slept for 3 hours",
        "The machine slept for 12 hours",
    ]
    whole = Small(tmp_path / "b")
    whole.train(NULL_JOB)
    assert small.curve() == whole.curve()
    assert same(small, whole)
