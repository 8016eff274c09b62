"""The window: time to first paint, and how long the event loop stands still during work.

Every measurement is a fresh process with its own settings folder. The peer of the engine is the
same work with TensorFlow imported in a thread of the window's process.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import monotonic

from benchmarks.rows import Row

ROOT = Path(__file__).parents[1]

FIRST_PAINT = """
import json, sys
from time import monotonic
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from neopain_gui.gui import application

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWindow():
            QApplication.instance().removeEventFilter(self)
            heavy = ("tensorflow", "keras", "pandas", "matplotlib", "skimage", "cv2", "scipy")
            loaded = [name for name in heavy if name in sys.modules]
            print(json.dumps({"at": monotonic(), "loaded": loaded}), flush=True)
            QTimer.singleShot(0, QApplication.instance().quit)
        return False

app = QApplication(["neopain"])
watch = Watch()
app.installEventFilter(watch)
application.main()
"""

GAP = """
import json, sys, threading
from pathlib import Path
from time import perf_counter
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from neopain_gui.gui.application import make_engine
from neopain_gui.gui.jobs import Jobs
from neopain_gui.gui.main_window import MainWindow
from neopain_gui.gui.session import Session
from neopain_gui.gui.settings import Settings

where, study = sys.argv[1], Path(sys.argv[2])

def in_thread():
    import tensorflow
    from neopain_gui.jobs import NULL_JOB
    from neopain_gui.pipeline import jobs as work
    work.attribute(NULL_JOB, study_path=study, image_ids=ids, classifier_id="n_cnn_phantoms",
                   method="grad_cam")

def main():
    global ids
    app = QApplication(["neopain"])
    app.setStyle("Fusion")
    window = MainWindow(Session(), Jobs(make_engine), Settings())
    window.resize(1280, 800)
    window.show()
    window.commands.open_path(study)
    ids = [image.id for image in window.session.images]
    gaps, last = [], [perf_counter()]

    def tick():
        now = perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    def finish():
        print(json.dumps({"longest": max(gaps), "ticks": len(gaps),
                          "tensorflow": "tensorflow" in sys.modules}), flush=True)
        window.close()
        app.quit()

    def begin():
        last[0] = perf_counter()
        ticker.start()
        if where == "engine":
            work_on_all = window.commands._run
            work_on_all._attribute(ids, priority=10)
            poll.start()
        else:
            thread = threading.Thread(target=in_thread)
            thread.start()
            poll.timeout.disconnect()
            poll.timeout.connect(lambda: None if thread.is_alive() else finish())
            poll.start()

    ticker = QTimer()
    ticker.setInterval(5)
    ticker.timeout.connect(tick)
    poll = QTimer()
    poll.setInterval(200)
    poll.timeout.connect(lambda: None if window.jobs.busy else finish())
    QTimer.singleShot(3000, begin)
    app.exec()

if __name__ == "__main__":
    main()
"""


def _run(script: str, *arguments: str) -> tuple[float, dict[str, object]]:
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


def first_paint() -> float:
    """Return the seconds from the start of the process to the window's first paint."""
    seconds = []
    for _ in range(5):
        started, said = _run(FIRST_PAINT)
        if said["loaded"]:
            raise RuntimeError(f"imported before the first paint: {said['loaded']}")
        seconds.append(float(said["at"]) - started)  # type: ignore[arg-type]
    return sorted(seconds)[len(seconds) // 2]


def longest_gap(where: str, study: Path) -> float:
    """Return the longest time in seconds that the event loop stood still."""
    _, said = _run(GAP, where, str(study))
    if where == "engine" and said["tensorflow"]:
        raise RuntimeError("the window's process imported TensorFlow")
    return float(said["longest"])  # type: ignore[arg-type]


def run() -> list[Row]:
    """Measure the window."""
    from neopain_gui.pipeline.demo import make_demo_study

    with tempfile.TemporaryDirectory() as folder:
        study = make_demo_study(Path(folder), subjects=4)
        return [
            Row(
                name="start to first paint (s); labelme 2.2, napari 3.9 on such a machine",
                measured=first_paint(),
                limit=1.0,
            ),
            Row(
                name="longest event-loop gap while the engine starts and computes (ms); "
                "peer: TensorFlow in a thread",
                measured=1000 * longest_gap("engine", study),
                peer=1000 * longest_gap("thread", study),
                limit=50.0,
            ),
        ]
