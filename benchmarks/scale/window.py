"""The window: the first picture, what follows from a map and from a choice, scrolling."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, Any

from benchmarks.scale.figure import Figure

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from neopain_gui.gui.shell.main_window import MainWindow

_SETTLE_S = 1.2
"""Longer than every timer that a change starts."""
_MAPS, _CHOICES = 7, 6
_CLASSIFIERS = ("vgg_face_phantoms", "n_cnn_phantoms")
_LOOK_MS = 5
_FRAME_MS = 1000 / 60
_FRAMES = 240
_LOOKED_AT = 3000
_A_SCREEN = 24


class Driven:
    """The program's window, driven from outside.

    Attributes
    ----------
    window : MainWindow
        It, with no study yet.
    """

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        from neopain_gui.gui.application import make_window
        from neopain_gui.gui.base.settings import Settings

        QApplication.setStyle("Fusion")
        self._application = QApplication.instance() or QApplication(["neopain"])
        self.window: MainWindow = make_window(Settings())
        self.window.jobs.warm_engine = lambda: None  # type: ignore[method-assign] # it imports much
        self.window.resize(1280, 800)
        self.window.show()
        self.wait(0.5)

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let the window work for so long, or until something holds."""
        from PySide6.QtCore import QEventLoop, QTimer

        loop, look = QEventLoop(), QTimer(interval=_LOOK_MS)
        end = perf_counter() + seconds
        failed: list[Exception] = []

        def ask() -> None:
            try:
                if until() or perf_counter() >= end:
                    loop.quit()
            except Exception as error:  # noqa: BLE001 - Qt would go on for ever
                failed.append(error)
                loop.quit()

        look.timeout.connect(ask)
        look.start()
        loop.exec()
        look.stop()
        if failed:
            raise failed[0]

    def open(self, study: Path) -> None:
        """Open a study and wait until its first photograph is painted."""
        painted = _Painted(self.window)
        self.window.open_study(study)
        self.wait(120, lambda: painted.seen)
        if not painted.seen:
            raise RuntimeError("no photograph was ever painted")

    def settle(self) -> None:
        """Let everything end that was begun when the study was opened."""
        self.wait(_SETTLE_S)
        self.wait(300, self._is_at_rest)
        self.wait(_SETTLE_S)

    def _is_at_rest(self) -> bool:
        """Say whether nothing goes on: until the study is looked through maps are not taken in."""
        study = self.window.session.study
        whole = study is None or study.looked_through
        return whole and not list(self.window.jobs.unfinished())

    def cost(self, work: Callable[[], object]) -> float:
        """Return the milliseconds of the window's thread until all that follows is done."""
        idle = self._own(lambda: None)
        return max(0.0, self._own(work) - idle)

    def _own(self, work: Callable[[], object]) -> float:
        start = thread_time()
        work()
        self.wait(_SETTLE_S)
        return 1000 * (thread_time() - start)


class _Painted:
    """Says whether the viewer has painted a photograph."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._watch: Any = None

    @property
    def seen(self) -> bool:
        """Asked now and then while the window works."""
        from neopain_gui.gui.viewer.viewer_panel import ViewerPanel

        viewer = self._window.findChild(ViewerPanel)
        if viewer is None:
            return False
        if self._watch is None:
            self._watch = _watch(viewer.canvas)
        return bool(self._watch.seen)


def _watch(canvas: Any) -> QObject:
    """Watch a canvas for the first time that it paints a photograph."""
    from PySide6.QtCore import QEvent, QObject

    class Watch(QObject):
        seen = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint and canvas.photograph._levels:
                self.seen = True
            return False

    watch = Watch(canvas)
    canvas.viewport().installEventFilter(watch)
    return watch


@contextmanager
def driven() -> Iterator[Driven]:
    """Hand out a window with settings of its own, and close it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        one = Driven()
        try:
            yield one
        finally:
            one.window.close()


def first_picture(study: Path) -> float:
    """Return the milliseconds of the window's thread from *Open* to the first photograph painted.

    Of the second time: modules are imported and the file is in the system's memory. The whole look
    at the file goes on beside it.
    """
    with driven() as one:
        one.open(study)
        one.settle()
        one.window.session.close_study()
        one.wait(_SETTLE_S)
        start = thread_time()
        one.open(study)
        taken = 1000 * (thread_time() - start)
        one.settle()  # a window that closes before its jobs have ended may not wait for them
        return taken


def after_a_map(study: Path) -> float:
    """Return the milliseconds of the window's thread after a map that the engine handed out."""
    with driven() as one:
        one.open(study)
        one.settle()
        session = one.window.session
        images, costs = session.visible_images, []
        for number in range(_MAPS):
            image = images[min(len(images) - 1, number * len(images) // _MAPS)]
            result = _kept(session.study, image.id)
            costs.append(one.cost(lambda result=result: session.record([result])))  # type: ignore[misc]
        return median(costs)


def _kept(study: Any, image_id: str) -> Any:
    """Return the record of a photograph's map, which has values."""
    rows = study.results.all(image_id)
    found = next((row for row in rows if study.maps.has(row.provenance)), rows[0])
    if not study.maps.has(found.provenance):  # of a study too large to have them all
        import numpy as np

        from neopain_gui.study.map_store import Values

        values = np.ones((28, 28), np.float32)
        study.maps.put([Values(provenance=found.provenance, values=values)])
    return found


def after_a_choice(study: Path) -> float:
    """Return the milliseconds of the window's thread after another classifier was chosen."""
    with driven() as one:
        one.open(study)
        one.settle()
        choices, costs = one.window.session.choices, []
        for number in range(_CHOICES):
            chosen = _CLASSIFIERS[number % 2]
            costs.append(one.cost(lambda name=chosen: choices.choose(classifier_id=name, layer="")))  # type: ignore[misc]
        return median(costs)


def frames(study: Path) -> list[float]:
    """Return the milliseconds by the clock between frames while the list is scrolled through."""
    from PySide6.QtCore import Qt, QTimer

    with driven() as one:
        one.open(study)
        one.settle()
        view, gaps, last = one.window.browser.view, [], [0.0]

        def step() -> None:
            now = perf_counter()
            if last[0]:
                gaps.append(1000 * (now - last[0]))
            last[0] = now
            bar = view.verticalScrollBar()
            bar.setValue(round(bar.maximum() * min(1.0, len(gaps) / _FRAMES)))
            view.viewport().repaint()

        timer = QTimer(interval=16, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(step)
        timer.start()
        one.wait(60, lambda: len(gaps) >= _FRAMES)
        timer.stop()
        return gaps


def scrolling(study: Path) -> float:
    """Return the milliseconds from frame to frame, 95 of a hundred of which are shorter."""
    gaps = sorted(frames(study))
    return gaps[len(gaps) * 95 // 100]


def thumbnails(study: Path) -> float:
    """Return the megabytes that the process holds more after 3,000 small pictures were seen."""
    with driven() as one:
        one.open(study)
        one.settle()
        view, model = one.window.browser.view, one.window.browser.model
        before, pictures = _resident(), one.window.browser.thumbnails
        count = min(_LOOKED_AT, model.rowCount())
        for row in range(0, count, _A_SCREEN):
            view.scrollTo(model.index(row))
            ids = [image.id for image in one.window.session.visible_images[row : row + _A_SCREEN]]
            one.wait(20, lambda ids=ids: all(map(pictures.picture, ids)))  # type: ignore[misc]
        return _resident() - before


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


_FULL = (2000, 10_000)
"""Of 200 photographs not as many small pictures are there as may be kept."""
FIGURES = (
    Figure(
        name="first_picture",
        title="opening a study, to its first picture, the window's thread, processor time",
        unit="ms",
        measure=first_picture,
        limits={100_000: 1500.0},
        most=300.0,
        noise=20.0,
    ),
    Figure(
        name="after_a_map",
        title="the window's thread after a new map, processor time",
        unit="ms",
        measure=after_a_map,
        most=16.0,
        flat=True,
        noise=4.0,
    ),
    Figure(
        name="after_a_choice",
        title="the window's thread after a choice, processor time",
        unit="ms",
        measure=after_a_choice,
        limits={100_000: 500.0},
        most=50.0,
        noise=10.0,
    ),
    Figure(
        name="scrolling",
        title="scrolling the small pictures, from frame to frame, by the clock",
        unit="ms",
        measure=scrolling,
        most=1000 / 60 + 1,
        flat=True,
        noise=3.0,
    ),
    Figure(
        name="thumbnails_memory",
        title="small pictures in memory, after 3,000 were seen",
        unit="MB",
        measure=thumbnails,
        most=200.0,
        sizes=_FULL,
        flat=True,
        noise=20.0,
    ),
)
