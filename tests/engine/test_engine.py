"""The engine: every way a job can end, and what is left afterwards."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from neopain_gui.engine import Engine
from neopain_gui.errors import Cancelled, EngineError, EnvironmentFault, ImageError
from neopain_gui.jobs import Said
from tests.engine import engine_tasks as tasks

ABOUT = "neopain_gui.engine"


@pytest.fixture(scope="module")
def engine():
    engine = Engine()
    yield engine
    engine.stop()


def test_result_progress_and_partial_results_arrive(engine):
    progress, partial = [], []
    result = engine.run(
        tasks.add,
        {"a": 2, "b": 3},
        on_progress=lambda *report: progress.append(report),
        on_partial=partial.append,
    )
    assert result == 5
    assert progress == [(1, 2, "adding")]
    assert partial == [Said(text="2")]


def test_an_error_on_purpose_arrives_whole(engine):
    with pytest.raises(ImageError, match=r"^baby.png: is cut off; save it again\.$") as caught:
        engine.run(tasks.bad_image, {})
    assert caught.value.remedy == "save it again"


@pytest.mark.parametrize(
    ("task", "sentence"),
    [
        (tasks.bug, "RuntimeError: wires crossed"),
        (tasks.leave, "SystemExit: 3"),
        (tasks.unpicklable, "cannot be sent back"),
    ],
)
def test_a_bug_fails_the_job_and_the_engine_goes_on(engine, task, sentence):
    with pytest.raises(EngineError, match=sentence):
        engine.run(task, {})
    assert engine.run(tasks.add, {"a": 1, "b": 1}) == 2


def test_a_bug_carries_its_traceback(engine):
    with pytest.raises(EngineError) as caught:
        engine.run(tasks.bug, {})
    assert "engine_tasks.py" in caught.value.__notes__[0]


def test_lack_of_memory_is_the_machines_fault(engine):
    with pytest.raises(EnvironmentFault, match="memory"):
        engine.run(tasks.no_memory, {})


def test_cancel_stops_the_job_and_keeps_the_process(engine):
    engine.start()
    pid = engine.pid
    with pytest.raises(Cancelled):
        engine.run(tasks.wait_for_cancel, {}, on_partial=lambda _: engine.cancel())
    assert engine.pid == pid
    assert engine.run(tasks.add, {"a": 1, "b": 2}) == 3


def test_cancel_without_a_job_does_not_hit_the_next_one(engine):
    engine.cancel()
    assert engine.run(tasks.add, {"a": 1, "b": 2}) == 3


def test_a_job_that_ignores_cancel_is_ended(engine):
    ended = []

    def cancel_soon(_):
        ended.append(engine.pid)
        engine.cancel()

    with pytest.raises(Cancelled):
        engine.run(tasks.ignore_cancel, {}, on_partial=cancel_soon)
    assert engine.run(tasks.add, {"a": 4, "b": 4}) == 8
    assert engine.pid not in ended, "it waited until the job was over"
    assert len(ended) == 1


def test_a_killed_engine_fails_one_job_with_one_sentence_and_the_next_works(engine):
    with pytest.raises(EngineError, match=r"^The engine process was ended \(by signal SIGKILL"):
        engine.run(tasks.die, {})
    assert engine.run(tasks.add, {"a": 5, "b": 5}) == 10


def test_an_engine_that_died_idle_is_replaced(engine):
    engine.start()
    engine._process.kill()
    engine._process.join()
    assert engine.run(tasks.add, {"a": 6, "b": 6}) == 12


def test_progress_is_not_a_flood(engine):
    reports = []
    engine.run(tasks.flood, {}, on_progress=lambda *report: reports.append(report))
    assert len(reports) < 200


def test_a_fresh_engine_has_neither_qt_nor_tensorflow():
    engine = Engine()
    try:
        loaded = engine.run(tasks.modules, {})
    finally:
        engine.stop()
    assert not [name for name in loaded if name.startswith(("PySide6", "tensorflow"))]


def test_stop_leaves_no_process():
    engine = Engine()
    engine.run(tasks.add, {"a": 1, "b": 1})
    engine.stop()
    assert engine.pid is None


def alive(pid):
    """Whether a process runs; one that has ended may still wait for somebody to take note."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


WINDOW = """
import sys
import time
sys.path.insert(0, {root!r})
from neopain_gui.engine import Engine
from tests.engine import engine_tasks

def said(message):
    print(message.text, flush=True)

if __name__ == "__main__":
    engine = Engine()
    engine.run(engine_tasks.{task}, {{}}, on_partial=said)
    time.sleep(60)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks /proc for a process")
@pytest.mark.parametrize("task", ["idle", "deaf", "greedy"])
def test_a_killed_window_takes_its_engine_along_whatever_it_is_busy_with(tmp_path, task):
    script = tmp_path / "window.py"
    script.write_text(
        WINDOW.format(root=str(Path(__file__).parents[2]), task=task), encoding="utf-8"
    )
    window = subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    engine = int(window.stdout.readline())
    assert alive(engine)
    window.kill()
    window.wait()
    window.stdout.close()
    for _ in range(200):  # within 2 s; a busy machine may take longer to get round to it
        if not alive(engine):
            break
        time.sleep(0.05)
    assert not alive(engine)
    # multiprocessing's own child, which counts what the killed one held, finds nothing to say
    assert window.stderr.read() == ""
    window.stderr.close()
