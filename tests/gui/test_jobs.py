"""Each job ends once, whatever happens in it, and leaves nothing behind."""

import threading
import time

import pytest

from neopain_gui.errors import Cancelled, EngineError, InputError
from neopain_gui.gui.jobs import Jobs, TaskState
from neopain_gui.jobs import Said


class Heard:
    """Counts a task's terminal signals."""

    def __init__(self, task):
        self.ends = []
        task.done.connect(lambda result: self.ends.append(("done", result)))
        task.failed.connect(lambda error: self.ends.append(("failed", error)))
        task.cancelled.connect(lambda: self.ends.append(("cancelled", None)))


def settle(qtbot, task):
    qtbot.waitUntil(lambda: task.over, timeout=3000)
    qtbot.wait(30)  # anything that would come twice has come by now


def raising(error):
    def work(job):
        raise error

    return work


def test_done_hands_over_the_result(qtbot, jobs):
    task = jobs.local(lambda job: 42, title="t")
    heard = Heard(task)
    settle(qtbot, task)
    assert heard.ends == [("done", 42)]
    assert not jobs.busy
    assert not jobs.unfinished()


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        RuntimeError("x"),
        MemoryError(),
        SystemExit(1),
        KeyboardInterrupt(),
        InputError("x"),
        EngineError("x"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_fails_once(qtbot, jobs, error):
    failures = []
    jobs.failed.connect(failures.append)
    task = jobs.local(raising(error), title="t")
    heard = Heard(task)
    settle(qtbot, task)
    assert heard.ends == [("failed", error)]
    assert task.state is TaskState.FAILED
    assert failures == [task]
    assert not jobs.busy


def test_cancel_before_the_start(qtbot, jobs):
    hold = threading.Event()
    ran = []
    first = jobs.engine(lambda job: hold.wait(3), title="first")
    second = jobs.engine(lambda job: ran.append(1), title="second")
    heard = Heard(second)
    second.cancel()
    assert heard.ends == [("cancelled", None)]
    hold.set()
    settle(qtbot, first)
    assert not ran


def test_cancel_in_the_middle(qtbot, jobs):
    steps = []

    def work(job):
        for step in range(1000):
            job.check()
            steps.append(step)
            time.sleep(0.005)

    task = jobs.local(work, title="t")
    heard = Heard(task)
    qtbot.waitUntil(lambda: len(steps) > 2)
    task.cancel()
    task.cancel()
    assert task.stopping
    settle(qtbot, task)
    assert heard.ends == [("cancelled", None)]
    assert len(steps) < 1000


def test_cancel_in_the_engine_reaches_its_job(qtbot, jobs):
    def work(job):
        for done in range(1000):
            job.check()
            job.progress(done, 1000)
            time.sleep(0.005)

    task = jobs.engine(work, title="t")
    heard = Heard(task)
    qtbot.wait(30)
    task.cancel()
    settle(qtbot, task)
    assert heard.ends == [("cancelled", None)]


def test_cancel_after_the_end_changes_nothing(qtbot, jobs):
    task = jobs.local(lambda job: 1, title="t")
    heard = Heard(task)
    settle(qtbot, task)
    task.cancel()
    qtbot.wait(20)
    assert heard.ends == [("done", 1)]
    assert task.state is TaskState.DONE


def test_a_function_that_raises_cancelled_itself_is_cancelled(qtbot, jobs):
    task = jobs.local(raising(Cancelled()), title="t")
    heard = Heard(task)
    settle(qtbot, task)
    assert heard.ends == [("cancelled", None)]


def test_closing_in_the_middle_ends_everything(qtbot):
    from .conftest import StandInEngine

    engine = StandInEngine()
    jobs = Jobs(lambda: engine)

    def work(job):
        for _ in range(1000):
            job.check()
            time.sleep(0.005)

    running = jobs.engine(work, title="running")
    waiting = jobs.engine(work, title="waiting")
    heard = Heard(running), Heard(waiting)
    qtbot.wait(30)
    jobs.close()
    assert engine.stopped
    settle(qtbot, running)
    assert [h.ends for h in heard] == [[("cancelled", None)]] * 2
    assert jobs.local(lambda job: 1, title="late").state is TaskState.QUEUED


def test_progress_and_partial_results_arrive_before_the_end(qtbot, jobs):
    def work(job):
        job.progress(0, 2, "one")
        job.partial(Said(text="1"))
        job.partial(Said(text="2"))
        job.progress(2, 2, "two")

    task = jobs.local(work, title="t")
    seen = []
    task.progressed.connect(lambda done, total, text: seen.append((done, total, text)))
    task.partial.connect(seen.append)
    task.done.connect(lambda _: seen.append("done"))
    settle(qtbot, task)
    assert seen == [(0, 2, "one"), Said(text="1"), Said(text="2"), (2, 2, "two"), "done"]
    assert task.share == 1.0


def test_no_partial_result_is_shown_after_the_wish_to_stop(qtbot, jobs):
    go, partials = threading.Event(), []

    def work(job):
        go.wait(3)
        job.partial(Said(text="late"))

    task = jobs.local(work, title="t")
    task.partial.connect(partials.append)
    qtbot.wait(20)
    task.cancel()
    go.set()
    settle(qtbot, task)
    assert partials == []


def test_the_engine_does_one_job_after_the_other_by_priority(qtbot, jobs):
    hold, order = threading.Event(), []
    jobs.engine(lambda job: hold.wait(3), title="first")
    tasks = [
        jobs.engine(lambda job, n=n: order.append(n), title=n, priority=p)
        for n, p in (("late", 10), ("soon", 0), ("next", -5), ("soon too", 0))
    ]
    hold.set()
    qtbot.waitUntil(lambda: all(task.over for task in tasks), timeout=3000)
    assert order == ["next", "soon", "soon too", "late"]


def test_a_newer_job_of_the_same_key_takes_the_place_of_the_older(qtbot, jobs):
    hold, ran = threading.Event(), []

    def work(job, n):
        hold.wait(3)
        job.check()
        ran.append(n)

    steps = [jobs.engine(work, title=str(n), kwargs={"n": n}, key="step") for n in range(4)]
    heard = [Heard(step) for step in steps]
    hold.set()
    qtbot.waitUntil(lambda: all(step.over for step in steps), timeout=3000)
    assert ran == [3]
    assert [h.ends[-1][0] for h in heard if h.ends] == ["cancelled", "done"]
    assert [step.state.value for step in steps] == ["stopped"] * 3 + ["done"]


def test_a_failed_job_can_be_done_again(qtbot, jobs):
    tries = []

    def work(job):
        tries.append(1)
        if len(tries) == 1:
            raise InputError("not yet")
        return "fine"

    task = jobs.engine(work, title="t")
    settle(qtbot, task)
    again = task.again()
    heard = Heard(again)
    settle(qtbot, again)
    assert heard.ends == [("done", "fine")]


def test_what_keeps_the_results_is_called_each_time(qtbot, jobs):
    heard, tries = [], []

    def work(job):
        tries.append(1)
        job.partial(Said(text=str(len(tries))))
        if len(tries) == 1:
            raise InputError("not yet")
        return "fine"

    task = jobs.engine(
        work,
        title="t",
        on_partial=lambda message: heard.append(("partial", message.text)),
        on_done=lambda result: heard.append(("done", result)),
        on_failed=lambda error: heard.append(("failed", str(error))),
        on_end=lambda: heard.append("end"),
    )
    settle(qtbot, task)
    settle(qtbot, task.again())
    assert heard[0] == ("partial", "1")
    assert heard[1][0] == "failed"
    assert heard[2:] == ["end", ("partial", "2"), ("done", "fine"), "end"]


def test_the_next_job_begins_after_everybody_has_heard_of_the_end(qtbot, jobs):
    order = []
    first = jobs.engine(lambda job: None, title="1", on_end=lambda: order.append("kept"))
    second = jobs.engine(lambda job: order.append("second runs"), title="2")
    second.started.connect(lambda: order.append("second begins"))
    first.ended.connect(lambda: order.append("told"))
    settle(qtbot, second)
    assert order == ["kept", "told", "second begins", "second runs"]


def test_what_cannot_be_done_again_does_not_offer_it(qtbot, jobs):
    from neopain_gui.gui.jobs_panel.jobs_panel import JobRow

    tasks = [
        jobs.local(raising(InputError("x")), title="t", repeatable=repeatable)
        for repeatable in (True, False)
    ]
    for task in tasks:
        settle(qtbot, task)
    rows = [JobRow(task) for task in tasks]
    for row in rows:
        qtbot.addWidget(row)
    assert [row.button.isVisibleTo(row) for row in rows] == [True, False]


def test_stop_all_leaves_unseen_work_alone(qtbot, jobs):
    def work(job):
        for _ in range(200):
            job.check()
            time.sleep(0.005)

    seen = jobs.local(work, title="seen")
    unseen = jobs.local(work, title="unseen", visible=False)
    qtbot.wait(20)
    jobs.stop_all()
    settle(qtbot, seen)
    assert seen.state is TaskState.CANCELLED
    assert not unseen.over
    unseen.cancel()
    settle(qtbot, unseen)


def test_a_killed_engine_fails_the_job_and_the_next_one_runs(qtbot):
    """The real process, without TensorFlow: killed in mid-job."""
    import os
    import signal

    from neopain_gui.engine import Engine

    engine = Engine()
    jobs = Jobs(lambda: engine)
    try:
        task = jobs.engine(_sleep, title="t", kwargs={"seconds": 20})
        heard = Heard(task)
        qtbot.waitUntil(lambda: engine.pid is not None and task.share is not None, timeout=20000)
        os.kill(engine.pid, signal.SIGKILL)
        qtbot.waitUntil(lambda: task.over, timeout=5000)
        assert heard.ends[0][0] == "failed"
        assert isinstance(heard.ends[0][1], EngineError)
        assert "\n" not in str(heard.ends[0][1])
        following = jobs.engine(_sleep, title="t", kwargs={"seconds": 0})
        qtbot.waitUntil(lambda: following.over, timeout=20000)
        assert following.state is TaskState.DONE
    finally:
        jobs.close()


def _sleep(job, seconds):
    end = time.monotonic() + seconds
    job.progress(0, 1, "asleep")
    while time.monotonic() < end:
        job.check()
        time.sleep(0.02)


def test_the_engine_is_warmed_once_and_says_so(qtbot, jobs, monkeypatch):
    warmed = []
    monkeypatch.setattr("neopain_gui.pipeline.jobs.warm_up", lambda job: warmed.append(1))
    assert jobs.engine_note == ""
    jobs.warm_engine()
    jobs.warm_engine()
    assert jobs.engine_note == "engine starting…"
    assert not jobs.busy
    assert jobs.current is None
    task = jobs.engine(lambda job: 1, title="waits")
    assert jobs.current is task
    settle(qtbot, task)
    assert jobs.engine_note == "engine ready"
    assert warmed == [1]


def test_only_so_many_ended_jobs_are_remembered(qtbot, jobs):
    for number in range(60):
        last = jobs.local(lambda job: 1, title=str(number))
    settle(qtbot, last)
    qtbot.waitUntil(lambda: not jobs.busy, timeout=5000)
    another = jobs.local(lambda job: 1, title="another")
    settle(qtbot, another)
    assert len(jobs.history) <= 51
    assert jobs.history[-1] is another


def test_progress_is_never_taken_back(qtbot, jobs):
    seen = []

    def work(job):
        for done in (0.2, 0.95, 0.7, 0.72, 1.0):
            job.progress(done, 1.0, f"at {done}")
            time.sleep(0.06)

    task = jobs.local(work, title="Statistics")
    task.progressed.connect(lambda done, total, text: seen.append((done / total, text)))
    qtbot.waitUntil(lambda: task.over, timeout=5000)
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert ("at 0.7") in [text for _, text in seen]  # what is being done is said nevertheless
    assert task.share == 1.0


def test_what_is_made_ready_first_is_no_measure_of_the_time_left(qtbot, jobs):
    """Demo weights that are drawn first said that an hour was left of three minutes."""
    go_on, end = threading.Event(), threading.Event()

    def work(job):
        job.progress(1, 1000, "making ready")
        go_on.wait(10)
        time.sleep(0.1)  # progress sooner than that is not told
        job.progress(500, 1000, "half")
        end.wait(10)

    task = jobs.local(work, title="long")
    qtbot.waitUntil(lambda: task.text == "making ready")
    task._started_at -= 60
    assert task.seconds_left is None
    go_on.set()
    qtbot.waitUntil(lambda: task.text == "half")
    assert task.seconds_left == pytest.approx(60, abs=5)
    end.set()
    qtbot.waitUntil(lambda: task.over)
