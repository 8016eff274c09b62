"""The window: time to first paint, and how long the event loop stands still during work.

Every measurement is a fresh process with its own settings folder. The peer of the engine is the
same work with TensorFlow imported in a thread of the window's process.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import monotonic
from typing import Any, NamedTuple

from benchmarks.rows import Row

ROOT = Path(__file__).parents[1]

FIRST_PAINT = """
import json, sys
from time import monotonic, process_time
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from neopain_gui.gui import application

class Watch(QObject):
    # Of the window alone: in a filter of the whole program every event costs time of its own.
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            heavy = ("tensorflow", "keras", "pandas", "matplotlib", "skimage", "cv2", "scipy")
            loaded = [name for name in heavy if name in sys.modules]
            print(json.dumps({"at": monotonic(), "processor": process_time(), "loaded": loaded}),
                  flush=True)
            QTimer.singleShot(0, QApplication.instance().quit)
        return False

watch, make = Watch(), application.make_window

def watched(settings):
    window = make(settings)
    window.installEventFilter(watch)
    return window

application.make_window = watched
application.main()
"""

GAP = """
import json, sys, threading
from pathlib import Path
from time import perf_counter, thread_time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from neopain_gui.gui.application import make_window
from neopain_gui.gui.base.settings import Settings

where, path = sys.argv[1], Path(sys.argv[2])
CLASSIFIER, METHOD = "n_cnn_phantoms", "grad_cam"
done = []

def in_thread(ids):
    import tensorflow
    from neopain_gui.jobs import NULL_JOB
    from neopain_gui.pipeline import jobs as work

    class Job(type(NULL_JOB)):
        def partial(self, message):
            done.append(message["result"].image_id)

    work.attribute(Job(), study_path=path, image_ids=ids, classifier_id=CLASSIFIER, method=METHOD)

def main():
    app = QApplication(["neopain"])
    app.setStyle("Fusion")
    window = make_window(Settings())
    window.resize(1280, 800)
    window.show()
    # The engine starts as the study opens, while the panels are made: here once they are there,
    # so that a gap is the engine's.
    start, window.jobs.warm_engine = window.jobs.warm_engine, lambda: None
    window.open_study(path)
    session = window.session
    gaps, last, state = [], [0.0, 0.0], {"step": where}

    def tick():
        now, spent = perf_counter(), thread_time()
        gaps.append((now - last[0], spent - last[1], state["step"]))
        last[:] = now, spent

    def finish(computed):
        ids = [image.id for image in session.images]
        steps = {step for *_, step in gaps}
        print(json.dumps({
            "longest": {step: max(gap for gap in gaps if gap[-1] == step) for step in steps},
            "computed": computed, "photographs": len(ids),
            "tensorflow": "tensorflow" in sys.modules}), flush=True)
        window.close()
        app.quit()

    def begin():
        session.choose(classifier_id=CLASSIFIER, method=METHOD, layer="")
        last[:] = perf_counter(), thread_time()
        ticker.start()
        if where == "engine":
            start()
        else:
            state["thread"] = threading.Thread(
                target=in_thread, args=([image.id for image in session.images],))
            state["thread"].start()
        poll.start()

    def look():
        if where == "thread":
            if not state["thread"].is_alive():
                finish(len(set(done)))
        elif state["step"] == "engine":
            if window.jobs.engine_note == "engine ready":
                state["step"] = "compute"
                window.actions_table.by_id["compute_all"].trigger()
        elif "begun" not in state:
            question = window.findChild(QDialog, "compute-question")
            if question is not None and question.isVisible():
                state["begun"] = True
                question.go.click()
        elif not window.jobs.busy:
            poll.stop()
            rows = [row for row in session.study.results.all() if row.model.kind == "attribution"]
            finish(len({row.image_id for row in rows}))

    ticker = QTimer(interval=5)
    ticker.timeout.connect(tick)
    poll = QTimer(interval=100)
    poll.timeout.connect(look)
    QTimer.singleShot(3000, begin)
    app.exec()

if __name__ == "__main__":
    main()
"""


class Gap(NamedTuple):
    """How long the event loop stood still, and the processor time it spent itself (ms)."""

    long: float
    own: float


def _run(script: str, *arguments: str) -> tuple[float, dict[str, Any]]:
    """Run a script in a fresh process; return when it was started and what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "measured.py"
        path.write_text(script, encoding="utf-8")
        environment = {
            **os.environ,
            "XDG_CONFIG_HOME": folder,
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
            "PYTHONPATH": str(ROOT),
        }
        # whoever uses the program has its modules compiled, at the latest from the second start on
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        started = monotonic()
        process = subprocess.run(
            [sys.executable, str(path), *arguments],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=True,
        )
    return started, json.loads(process.stdout.strip().splitlines()[-1])


def first_paint() -> tuple[float, float]:
    """Return the seconds from the start of the process to the window's first paint.

    The middle of nine starts, and the least processor time of them, which other work on the
    machine hardly touches.
    """
    _run(FIRST_PAINT)  # compiles what is not compiled yet
    seconds, spent = [], []
    for _ in range(9):
        started, said = _run(FIRST_PAINT)
        if said["loaded"]:
            raise RuntimeError(f"imported before the first paint: {said['loaded']}")
        seconds.append(said["at"] - started)
        spent.append(said["processor"])
    return median(seconds), min(spent)


def longest_gaps(where: str, study: Path) -> dict[str, Gap]:
    """Return by step the longest time that the event loop stood still, the best of three runs.

    Other work on the machine makes gaps of its own; what the window itself does is in each run.
    """
    runs = [_gaps(where, study) for _ in range(3)]
    return {step: min(run[step] for run in runs) for step in runs[0]}


def _gaps(where: str, study: Path) -> dict[str, Gap]:
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(study, Path(folder) / study.name)  # nothing computed in it yet
        _, said = _run(GAP, where, str(copy))
    if where == "engine" and said["tensorflow"]:
        raise RuntimeError("the window's process imported TensorFlow")
    if said["computed"] != said["photographs"]:
        raise RuntimeError(f"maps of {said['computed']} of {said['photographs']} photographs")
    return {step: Gap(1000 * gap[0], 1000 * gap[1]) for step, gap in said["longest"].items()}


def run() -> list[Row]:
    """Measure the window."""
    from neopain_gui.pipeline.demo_study import make_demo_study
    from neopain_gui.pipeline.photographs.find_faces import mark_faces
    from neopain_gui.study import Study

    seconds, spent = first_paint()
    with tempfile.TemporaryDirectory() as folder:
        study = make_demo_study(Path(folder), subjects=4)
        ours = longest_gaps("engine", study)
        with Study.open(study) as opened:  # ours finds them, the peer has them given
            mark_faces(opened, [image.id for image in opened.images.all()])
        theirs = longest_gaps("thread", study)["thread"]
    return [
        Row(
            name="start to first paint (s); labelme 2.2, napari 3.9 on such a machine",
            measured=seconds,
            limit=1.0,
        ),
        Row(name="start to first paint, processor time (s)", measured=spent),
        *(
            Row(
                name=f"longest event-loop gap {what} (ms), of which the window's own work "
                f"{ours[step].own:.0f}; peer: TensorFlow in a thread",
                measured=ours[step].long,
                peer=theirs.long,
                limit=50.0,
            )
            for step, what in (
                ("engine", "while the engine starts"),
                ("compute", "from *Compute all* to the last map"),
            )
        ),
    ]
