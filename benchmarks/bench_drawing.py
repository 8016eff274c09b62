"""Drawing regions on a photograph of 3008 × 2000: how long the window stands still.

The window is made without a screen; each event is followed by the drawing that it asks for. Times
are the longest and the middle one, in milliseconds of the processor.
"""

from __future__ import annotations

import gc
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import numpy as np

from benchmarks.rows import Row

SIZE = (2000, 3008)
POINTS = 2000


def photograph() -> np.ndarray:
    """Return noise with something like a face in the middle."""
    rng = np.random.default_rng(0)
    y, x = np.mgrid[: SIZE[0], : SIZE[1]]
    face = np.hypot((x - 1500) / 700, (y - 1000) / 800) < 1
    pixels = np.where(face[..., None], (205, 160, 140), (110, 130, 150))
    return (pixels + rng.integers(-9, 10, pixels.shape)).clip(0, 255).astype(np.uint8)


def _ring(points: int = POINTS) -> np.ndarray:
    """Return an outline that is nowhere straight, around the middle."""
    angle = np.linspace(0, 2 * np.pi, points, endpoint=False)
    radius = 1 + 0.03 * np.sin(40 * angle)
    return np.column_stack(
        (1500 + 700 * radius * np.cos(angle), 1000 + 800 * radius * np.sin(angle))
    )


class Drawing:
    """A canvas with the tools, as a round's page has it."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        from neopain_gui.annotation.answers import Mark
        from neopain_gui.annotation.flood import load_for_drawing
        from neopain_gui.gui.annotate.drawing.mark_editor import MarkEditor
        from neopain_gui.gui.canvas.canvas import Canvas

        self.app = QApplication.instance() or QApplication([])
        self.canvas = Canvas()
        self.canvas.resize(1200, 800)
        self.canvas.show()
        self.editor = MarkEditor(
            self.canvas,
            lambda name, outlines, weight: Mark(
                round="r", rater="x", image_id="i", name=name, outlines=outlines, weight=weight
            ),
        )
        load_for_drawing()  # as a round's page does it in a thread
        pixels = photograph()
        self.canvas.set_photograph(pixels)
        self.editor.show_photograph(pixels)
        self.editor.set_editable(True)
        self.draw()
        gc.freeze()  # as the program does when a study is open

    def draw(self) -> None:
        """Let Qt draw what was asked for."""
        self.app.processEvents()

    def look(self, how: str, *by: float) -> None:
        """Pan or zoom, and draw."""
        getattr(self.canvas, how)(*by)
        self.draw()

    def marks(self, outlines: tuple[np.ndarray, ...]) -> None:
        """Show a region."""
        self.editor.show_marks(
            (self.editor._make(self.editor.name, outlines, 1),) if outlines else ()
        )
        self.draw()

    def send(self, kind: str, x: float, y: float, *, held: bool) -> None:
        """Send an event of the mouse at a place of the photograph, and draw."""
        from PySide6.QtCore import QEvent, QPointF, Qt
        from PySide6.QtGui import QMouseEvent

        scene = self.canvas.stage.mapViewToScene(QPointF(x, y))
        at = QPointF(self.canvas.viewportTransform().map(scene))
        left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
        event = QMouseEvent(
            getattr(QEvent.Type, kind),
            at,
            at,
            none if kind == "MouseMove" else left,
            left if held else none,
            Qt.KeyboardModifier.NoModifier,
        )
        self.app.sendEvent(self.canvas.viewport(), event)
        self.draw()


def _timed(steps: Iterable[Callable[[], None]]) -> list[float]:
    took = []
    for step in steps:
        start = time.thread_time()
        step()
        took.append(1000 * (time.thread_time() - start))
    return took


def _along(drawing: Drawing, way: np.ndarray) -> Iterable[Callable[[], None]]:
    yield lambda: drawing.send("MouseButtonPress", *way[0], held=True)
    for x, y in way[1:]:
        yield partial(drawing.send, "MouseMove", x, y, held=True)
    yield lambda: drawing.send("MouseButtonRelease", *way[-1], held=False)


def _wave(count: int = 120) -> np.ndarray:
    across = np.linspace(700, 2300, count)
    return np.column_stack((across, 1000 + 300 * np.sin(across / 90)))


def measure() -> dict[str, list[float]]:
    """Return the milliseconds of each step, by what was done."""
    made: dict[str, list[float]] = {}
    drawing = Drawing()
    editor = drawing.editor
    for tool in ("brush", "eraser"):
        drawing.marks((_ring(),))
        editor.take(tool)
        editor.bar.diameter.setValue(120)
        drawing.draw()
        made[f"{tool} of 120 px over {POINTS} points"] = _timed(_along(drawing, _wave()))
    stroked, before = editor.marks[0].outlines, (_ring(),)
    undone = [partial(drawing.marks, one) for one in (before, stroked) * 5]
    made["a stroke shown undone and done again"] = _timed(undone)
    drawing.marks(())
    editor.take("polygon")
    ring = _ring(600)
    clicks: list[Callable[[], None]] = []
    for x, y in ring:
        clicks.append(partial(drawing.send, "MouseButtonPress", x, y, held=True))
        clicks.append(partial(drawing.send, "MouseButtonRelease", x, y, held=False))
        clicks.append(partial(drawing.send, "MouseMove", x + 9, y + 9, held=False))
    clicks.append(partial(drawing.send, "MouseButtonPress", *ring[0], held=True))
    clicks.append(partial(drawing.send, "MouseButtonRelease", *ring[0], held=False))
    made["polygon of 600 corners"] = _timed(clicks)
    drawing.marks((_ring(),))
    editor.take("move")
    drawing.draw()
    corner, way = _ring()[0], np.linspace(0, 90, 40)
    held = corner + np.column_stack((way, way)) + 0.5
    made[f"a point of {POINTS} dragged"] = _timed(_along(drawing, held))
    inside = np.array((1500.0, 1000)) + np.column_stack((way, way))
    made[f"a region of {POINTS} points moved"] = _timed(_along(drawing, inside))
    made["panned"] = _timed([partial(drawing.look, "pan", 0.01, 0.01)] * 30)
    made["zoomed"] = _timed([partial(drawing.look, "zoom_by", 1.1)] * 30)
    drawing.canvas.fit()
    drawing.marks(())
    editor.take("magic")
    made["magic outline"] = _timed(_along(drawing, np.array((1500.0, 1000)) + held - corner))
    return made


def run() -> Iterator[Row]:
    """Yield the longest and the middle of each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for what, took in measure().items():
        yield Row(f"{what}, longest (ms)", max(took), limit=50)
        yield Row(f"{what}, median (ms)", statistics.median(took), limit=50)


def main() -> None:
    """Print a table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print("| what | longest, ms | middle, ms |")
    print("|---|---|---|")
    for what, took in measure().items():
        print(f"| {what} | {max(took):.0f} | {statistics.median(took):.1f} |")


if __name__ == "__main__":
    main()
