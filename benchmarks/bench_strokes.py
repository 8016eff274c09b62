"""Drawing in a round, in the program's window: how long letting go of a stroke keeps it.

A study of photographs of 3008 × 2000 is made, its window shown without a screen, and a round
rated: each event of the mouse is followed by all that the window does at once, which writes what
was drawn to the study. Times are the processor's, of the window's thread, in milliseconds.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import numpy as np

from benchmarks.bench_drawing import SIZE, photograph
from benchmarks.rows import Row

LIMIT = 50.0
"""Milliseconds that nobody notices."""
REPEATS = 9


class Hand(NamedTuple):
    """A stroke of a brush: how wide, how many waves across the face, how high, how slanted."""

    name: str
    diameter: int
    waves: float
    high: float
    turned: float = 0.0


HANDS = (
    Hand("a dab of 24 px", 24, 0, 0),
    Hand("a stroke of 60 px across a cheek", 60, 1, 80),
    Hand("a stroke of 120 px across the face", 120, 3, 300),
    Hand("a slanted one of 60 px to and fro over the face", 60, 7, 450, 0.6),
    Hand("a slanted one of 24 px to and fro over the face", 24, 20, 600, 0.6),
    Hand("one of 9 px to and fro over the face", 9, 25, 800),
)


def run() -> Iterator[Row]:
    """Yield what letting go, undo and doing again take, the longest and the middle one."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name, took in measure().items():
        yield Row(f"{name}, longest (ms)", max(took), limit=LIMIT)
        yield Row(f"{name}, median (ms)", median(took), limit=LIMIT)


def measure() -> dict[str, list[float]]:
    """Return the milliseconds of each step, by what was done."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CONFIG_HOME"] = folder
        rating = Rating(Path(folder))
        made = {"the first magic outline, with its first drag": rating.magic()}
        for hand in HANDS:
            for what, took in rating.strokes(hand).items():
                made[f"{hand.name}: {what}"] = took
        made.update(rating.onto(HANDS[3]))
        made.update(rating.many_regions(10))
        rating.close()
        return made


class Rating:
    """The window at a round's page."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from neopain_gui.gui.application import make_window
        from neopain_gui.gui.base.settings import Settings

        path = _study(folder)
        self.app = QApplication.instance() or QApplication(["neopain"])
        self.window: Any = make_window(Settings())
        self.window.resize(1280, 800)
        self.window.show()
        self.window.open_study(path)
        rounds = self.window.go("annotate").pages["rounds"]
        self._until(lambda: rounds.rater == "R1")
        rounds.begin()
        self.page: Any = self.window.pages.currentWidget()
        self._until(lambda: self.page.course.running)
        self.editor = self.page.questions[0].editor
        self._until(lambda: False, 1.0)

    def close(self) -> None:
        """Leave nothing behind."""
        self.window.close()
        self.app.processEvents()

    def _until(self, there: Callable[[], bool], seconds: float = 30.0) -> None:
        end = time.monotonic() + seconds
        while not there() and time.monotonic() < end:
            self.app.processEvents()
            time.sleep(0.005)

    def strokes(self, hand: Hand) -> dict[str, list[float]]:
        """Paint a stroke and undo it, again and again; return what the steps took."""
        took: dict[str, list[float]] = {"on the way": [], "let go": [], "undone": [], "again": []}
        self.editor.take("brush")
        self.editor.bar.diameter.setValue(hand.diameter)
        edits = self.window.session.edits
        way = _way(hand)
        points = 0
        for _ in range(REPEATS):
            took["on the way"] += [self._timed(step) for step in self._down(way)]
            took["let go"].append(self._timed(lambda: self._send("MouseButtonRelease", way[-1])))
            points = sum(map(len, self.page.course.said.marks[0].outlines))
            took["undone"].append(self._timed(edits.undo))
            took["again"].append(self._timed(edits.redo))
            edits.undo()
            self._until(lambda: False, 0.05)
        return {f"{what} ({points:,} points)": times for what, times in took.items()}

    def magic(self) -> list[float]:
        """Click and drag with the magic outline; return what the steps took, let go included."""
        self.editor.take("magic")
        way = np.column_stack((np.linspace(1500, 1590, 12), np.full(12, 1000.0)))
        took = [self._timed(step) for step in self._down(way)]
        took.append(self._timed(lambda: self._send(_RELEASE, way[-1])))
        self.window.session.edits.undo()
        return took

    def onto(self, large: Hand) -> dict[str, list[float]]:
        """Paint and rub out dabs at the edge of a large region, and undo each."""
        edits, took = self.window.session.edits, {"let go": [], "undone": []}
        self.editor.take("brush")
        self.editor.bar.diameter.setValue(large.diameter)
        way = _way(large)
        for step in self._down(way):
            step()
        self._send(_RELEASE, way[-1])
        points = sum(map(len, self.page.course.said.marks[0].outlines))
        self.editor.bar.diameter.setValue(HANDS[0].diameter)
        for count in range(2 * REPEATS):
            self.editor.take(("brush", "eraser")[count % 2])
            at = way[len(way) * (count + 1) // (2 * REPEATS + 1)] + large.diameter / 2
            self._send("MouseButtonPress", at)
            took["let go"].append(self._timed(lambda at=at: self._send(_RELEASE, at)))
            took["undone"].append(self._timed(edits.undo))
            self._until(lambda: False, 0.05)
        edits.undo()
        return {f"a dab onto that of {points:,} points: {what}": ms for what, ms in took.items()}

    def many_regions(self, count: int) -> dict[str, list[float]]:
        """Paint large regions, one name after the other, then undo all of them."""
        hand, took = HANDS[2], {"on the way": [], "let go": [], "undone": []}
        edits = self.window.session.edits
        self.editor.take("brush")
        self.editor.bar.diameter.setValue(hand.diameter)
        for place in range(count):
            self.editor.choose(f"region {place}")
            way = _way(hand) + np.array((0, 30 * place))
            took["on the way"] += [self._timed(step) for step in self._down(way)]
            took["let go"].append(self._timed(lambda at=way[-1]: self._send(_RELEASE, at)))
            self._until(lambda: False, 0.05)
        points = sum(len(ring) for one in self.page.course.said.marks for ring in one.outlines)
        for _ in range(count):
            took["undone"].append(self._timed(edits.undo))
            self._until(lambda: False, 0.05)
        return {
            f"{count} such regions ({points:,} points): {what}": times
            for what, times in took.items()
        }

    def _down(self, way: np.ndarray) -> list[Callable[[], None]]:
        def at(kind: str, place: np.ndarray) -> Callable[[], None]:
            return lambda: self._send(kind, place)

        return [at("MouseButtonPress", way[0]), *(at("MouseMove", one) for one in way[1:])]

    def _timed(self, step: Callable[[], object]) -> float:
        start = time.thread_time()
        step()
        self.app.processEvents()
        return 1000 * (time.thread_time() - start)

    def _send(self, kind: str, place: np.ndarray) -> None:
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        canvas = self.page.canvas
        scene = canvas.stage.mapViewToScene(QPointF(*place))
        at = QPointF(canvas.viewportTransform().map(scene))
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        event = QMouseEvent(
            getattr(QEvent.Type, kind),
            at,
            canvas.viewport().mapToGlobal(at),
            none if kind == "MouseMove" else left,
            none if kind == _RELEASE else left,
            Qt.KeyboardModifier.NoModifier,
        )
        self.app.sendEvent(canvas.viewport(), event)


_RELEASE = "MouseButtonRelease"


def _way(hand: Hand) -> np.ndarray:
    share = np.linspace(0, 1, max(2, round(36 * hand.waves)))
    across = (1200 if hand.waves else 0) * (share - 0.5)
    down = hand.high * np.sin(2 * np.pi * hand.waves * share)
    cosine, sine = np.cos(hand.turned), np.sin(hand.turned)
    turned = np.array(((cosine, sine), (-sine, cosine)))
    return np.column_stack((across, down)) @ turned + np.array((1500, 1000))


def _study(folder: Path) -> Path:
    """Make a study of two photographs and a round of regions."""
    from neopain_gui.annotation.round import REGIONS
    from neopain_gui.dataset.face_image import FaceImage, Neonate
    from neopain_gui.imaging import write_png
    from neopain_gui.pipeline.rounds.making import begin, made_now
    from neopain_gui.provenance import sha256_file
    from neopain_gui.study import Study

    images = []
    for name in ("S1", "S2"):
        file = folder / f"{name}.png"
        write_png(file, photograph())
        images.append(
            FaceImage(
                id=name,
                file=file.name,
                sha256=sha256_file(file),
                width=SIZE[1],
                height=SIZE[0],
                neonate=Neonate(id=name),
                label=None,
                box=None,
            )
        )
    with Study.create(folder / "drawn.neopain") as study:
        study.images.add(images, root=folder)
        asked = made_now(
            name="Ward",
            raters=("R1",),
            image_ids=tuple(one.id for one in images),
            instruments=(REGIONS,),
            regions=tuple(f"region {place}" for place in range(10)),
            repeats=0,
        )
        begin(study, asked)
        return study.path


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print("| what | longest, ms | middle, ms |")
    print("|---|---|---|")
    for what, milliseconds in measure().items():
        print(f"| {what} | {max(milliseconds):.0f} | {median(milliseconds):.1f} |")
