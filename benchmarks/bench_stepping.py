"""Stepping with the arrow key held: images a second, the event loop's longest gap, stale frames.

Two hundred phantoms, N-CNN, GradCAM of all layers, computed beforehand. In a fresh process the
real window is given a press of ↓ as soon as the map of the photograph before has been painted:
once with nothing read yet, once back with ↑. A frame is stale where the viewer paints the
photograph or the map of anything but what is chosen at that moment; what is painted is compared,
pixel by pixel, with what the study holds.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks.bench_window import _run
from benchmarks.rows import Row

SUBJECTS, TAKES = 20, 5
IMAGES_A_SECOND = 30
CLASSIFIER, METHOD = "n_cnn_phantoms", "grad_cam"

STEPPING = """
import json, os, sys
from collections import Counter
from hashlib import sha256
from pathlib import Path
from time import perf_counter, thread_time
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from neopain_gui.gui.application import make_window
from neopain_gui.gui.base.settings import Settings
from neopain_gui.gui.scene.overlay import Mode, draw
from neopain_gui.gui.canvas.picture import to_image
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.masks import MaskSettings
from neopain_gui.study import Study

study_path, classifier, method, model = Path(sys.argv[1]), *sys.argv[2:5]
size = [int(side) for side in sys.argv[5].split("x")]


def fingerprint(image):
    return sha256(image.constBits()).hexdigest() if image is not None else ""


def expected():
    with Study.open(study_path, read_only=True) as study:
        for image in study.images.all():
            relevance = study.results.relevance(image.id, model)
            overlay = draw(relevance, MaskSettings(), mode=Mode.HEATMAP,
                           colormap="green-yellow-red")
            yield image.id, (fingerprint(to_image(study.images.pixels(image.id))),
                             fingerprint(to_image(overlay.rgba)))


class Frames(QObject):
    painted = Signal()

    def __init__(self, window, canvas, right):
        super().__init__()
        self.session, self.canvas = window.session, canvas
        self.right, self.seen = right, Counter()
        self.last, self.checked = "", {}
        canvas.viewport().installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.look()
            QTimer.singleShot(0, self, self.painted.emit)
        return False

    def look(self):
        wanted = self.right[self.session.image_id]
        photograph = self._print(self.canvas.photograph)
        visible = self.canvas.overlay.isVisible()
        overlay = self._print(self.canvas.overlay) if visible else ""
        if visible and (photograph, overlay) != wanted:
            self.seen["stale"] += 1
        elif visible:
            self.seen["right"] += 1
            self.last = self.session.image_id
        else:
            self.seen["bare"] += 1

    def _print(self, picture):
        image = picture._levels[0] if picture._levels else None
        key = image.cacheKey() if image is not None else None
        if key not in self.checked:
            self.checked[key] = fingerprint(image)
        return self.checked[key]


def main():
    right = dict(expected())
    app = QApplication(["neopain"])
    app.setStyle("Fusion")
    window = make_window(Settings())
    window.resize(*size)
    window.show()
    window.activateWindow()
    window.open_study(study_path)
    session = window.session
    session.choose(classifier_id=classifier, method=method, layer="")
    session.show_model(model)
    viewer = window.workspace.lazy["viewer"].fill()
    frames = Frames(window, viewer.canvas, right)
    gaps, last, said = [], [0.0], {}
    passes = iter((("first", Qt.Key.Key_Down), ("again", Qt.Key.Key_Up)))
    state = {}

    def tick():
        now = perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    def begin():
        step = next(passes, None)
        if step is None:
            finish()
            return
        state.update(name=step[0], key=step[1], count=0, start=perf_counter(),
                     worked=thread_time())
        frames.seen.clear()
        gaps.clear()
        last[0] = perf_counter()
        ticker.start()
        press()

    def press():
        if not ticker.isActive() or frames.last != session.image_id and state["count"]:
            return
        if state["count"] == len(right) - 1:
            ended()
            return
        state["count"] += 1
        patience.start()
        QTest.keyPress(QApplication.focusWidget(), state["key"])

    def ended():
        patience.stop()
        ticker.stop()
        took, worked = perf_counter() - state["start"], thread_time() - state["worked"]
        said[state["name"]] = {"ms": 1000 * took / state["count"], "gap": 1000 * max(gaps),
                               "work": 1000 * worked / state["count"],
                               "frames": dict(frames.seen)}
        QTimer.singleShot(500, begin)

    def give_up():
        print(f"no map of {session.image_id} was ever painted", file=sys.stderr)
        os._exit(1)

    def finish():
        print(json.dumps(said), flush=True)
        window.close()
        app.quit()

    ticker = QTimer()
    ticker.setTimerType(Qt.TimerType.PreciseTimer)
    ticker.setInterval(2)
    ticker.timeout.connect(tick)
    patience = QTimer()
    patience.setInterval(10_000)
    patience.timeout.connect(give_up)
    frames.painted.connect(press)

    def settled():
        if window.jobs.engine_note != "engine ready":  # importing TensorFlow takes a processor
            QTimer.singleShot(500, settled)
            return
        viewer.canvas.setFocus()
        session.select_image(session.visible_images[0].id)
        QTimer.singleShot(1500, begin)

    QTimer.singleShot(4000, settled)
    app.exec()


if __name__ == "__main__":
    main()
"""


def make_study(
    folder: Path, classifier: str = CLASSIFIER, method: str = METHOD, subjects: int = SUBJECTS
) -> tuple[Path, str]:
    """Make a study of phantoms with their maps; return its path and the model to look at."""
    from neopain_gui.attribution.methods import find_method
    from neopain_gui.dataset import face_images, preview
    from neopain_gui.demo.phantoms.phantom import write_study_folder
    from neopain_gui.pipeline.maps.attribute import attribute_study
    from neopain_gui.pipeline.maps.choice import Choice, model_name
    from neopain_gui.pipeline.maps.load_classifier import load_classifier
    from neopain_gui.study import Study

    manifest = write_study_folder(folder / "phantoms", subjects, TAKES)
    loaded = load_classifier(classifier)
    with Study.create(folder / "stepping.neopain") as study:
        study.images.add(face_images(preview(manifest)), root=manifest.parent, copy=True)
        ids = [image.id for image in study.images.all()]
        study.results.record_many(list(attribute_study(study, ids, loaded, Choice(method=method))))
        return study.path, model_name(loaded.info, find_method(method))


def measure(study: Path, model: str, size: str, classifier: str = CLASSIFIER) -> dict:
    """Step through a study in a fresh process; returns its two passes."""
    return _run(STEPPING, str(study), classifier, METHOD, model, size)[1]


def run() -> list[Row]:
    """Measure at the smallest and at a usual size of the window."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        study, model = make_study(Path(folder))
        for size in ("1280x720", "1920x1080"):
            for name, one in measure(study, model, size).items():
                what = f"{size}, {'nothing read yet' if name == 'first' else 'back again'}"
                each, frames = one["ms"], one["frames"]
                rows += [
                    Row(
                        f"held arrow key, {what}: ms per image = {1000 / each:.0f} images/s",
                        each,
                        limit=1000 / IMAGES_A_SECOND,
                    ),
                    Row("its longest event-loop gap (ms)", one["gap"], limit=50.0),
                    Row(
                        f"its stale frames of {sum(frames.values())} "
                        f"({frames.get('bare', 0)} without a map)",
                        frames.get("stale", 0),
                        limit=0.0,
                    ),
                ]
    return rows


if __name__ == "__main__":
    # python -m benchmarks.bench_stepping FOLDER: keep the study there, print the raw figures
    where = Path(sys.argv[1])
    kept = where / "stepping.neopain"
    path, shown = (kept, "GradCAM|N-CNN") if kept.exists() else make_study(where)
    for window_size in ("1280x720", "1920x1080"):
        print(window_size, measure(path, shown, window_size), flush=True)
