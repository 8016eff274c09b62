"""What a person does with a round in the window, with keys and pointer."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QWidget,
)

from neopain_gui.gui.annotate.drawing.mark_bar import FREEHAND
from neopain_gui.gui.annotate.rating.letters import CANNOT_TELL, NO_PAIN, PAIN, REST, TEN
from neopain_gui.gui.annotate.rating.rating_page import RatingPage
from neopain_gui.gui.annotate.rating.shown_photograph import ShownPhotograph
from neopain_gui.gui.shell.main_window import MainWindow

_LEFT = Qt.MouseButton.LeftButton
_RETURN = Qt.Key.Key_Return
_NONE = Qt.KeyboardModifier.NoModifier
MOUTH = "Mouth"
"""The region that is drawn."""
_ITEMS = "QWERY"
_CORNERS = 24
_BOX = 10
"""Pixels from the left into a line's box."""
PAINFUL, AT_REST = 7, 2
"""Scores that raters give about."""


class Mind:
    """What a made-up rater thinks of a photograph; it follows from name and pixels alone.

    Parameters
    ----------
    rater : str
        Who.
    truth : Mapping of str to bool
        By the SHA-256 of a photograph's pixels, whether it shows pain; each rater errs at times.
    """

    def __init__(self, rater: str, truth: Mapping[str, bool]) -> None:
        self._rater, self._truth = rater, truth

    def keys(self, page: RatingPage) -> str:
        """Return the keys that answer the photograph on the page."""
        digest = digest_of(page)
        chance = random.Random(f"{self._rater} {digest}")
        pain = self._truth[digest] != (chance.random() < 0.12)
        again = random.Random(f"{self._rater} {digest} {page.course.turn.repeat}")
        score = round((PAINFUL if pain else AT_REST) + chance.gauss(0, 1.2) + again.gauss(0, 0.5))
        label = CANNOT_TELL if chance.random() < 0.03 else PAIN if pain else NO_PAIN
        said = [label, TEN if score > 9 else str(max(0, score))]
        said += [one for one in _ITEMS if chance.random() < (0.8 if pain else 0.1)]
        return "".join([*said, REST])

    def draws(self, page: RatingPage) -> bool:
        """Say whether the rater shows on this photograph where it hurts."""
        digest = digest_of(page)
        return self._truth[digest] and int(digest[0], 16) < 6

    def ring(self, page: RatingPage) -> list[tuple[float, float]]:
        """Return a ring around the mouth, in the photograph's pixels."""
        chance = random.Random(f"{self._rater} {digest_of(page)} ring")
        face = page.course.face
        assert face is not None
        box = face.box
        x = box.left + box.width * (0.5 + chance.uniform(-0.04, 0.04))
        y = box.top + box.height * (0.8 + chance.uniform(-0.03, 0.03))
        turns = [2 * math.pi * one / _CORNERS for one in range(_CORNERS + 1)]
        return [
            (x + 0.22 * box.width * math.cos(one), y + 0.1 * box.height * math.sin(one))
            for one in turns
        ]


def digest_of(page: RatingPage) -> str:
    """Return the SHA-256 of the pixels on a page: the same on every machine."""
    course = page.course
    return hashlib.sha256(course.study.images.pixels(course.turn.image_id).tobytes()).hexdigest()


class _Seen(QObject):
    """Notes when a photograph that was read is painted."""

    def __init__(self, page: RatingPage) -> None:
        super().__init__(page)
        self.painted = False
        self._there = False
        reader = page.findChild(ShownPhotograph)
        reader.read.connect(self._read)
        page.canvas.viewport().installEventFilter(self)

    def expect(self) -> None:
        self.painted = self._there = False

    def _read(self, *_: object) -> None:
        self._there = True

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._there:
            QTimer.singleShot(0, self._paint)
        return False

    def _paint(self) -> None:
        self.painted = True


class Hands:
    """A person at a window.

    Parameters
    ----------
    window : MainWindow
        Shown, its study open.
    """

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    # -- what hands do ---------------------------------------------------------------------------
    def until(self, true: Callable[[], object], seconds: float = 60) -> None:
        """Wait as a person does, and no longer than that."""
        end = perf_counter() + seconds
        while not true():
            if perf_counter() > end:
                raise TimeoutError("the window did not come to it")
            QTest.qWait(1)

    def click(self, widget: QWidget | None) -> None:
        """Press and let go in the middle of what can be pressed."""
        assert widget is not None
        assert widget.isVisible(), widget
        assert widget.isEnabled(), widget
        QTest.mouseClick(widget, _LEFT)

    def tick(self, items: QAbstractItemView, texts: Sequence[str]) -> None:
        """Click the boxes of lines."""
        model, waiting = items.model(), set(texts)
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if index.data() in waiting:
                items.scrollTo(index)
                box = items.visualRect(index)
                place = QPoint(box.left() + _BOX, box.center().y())
                QTest.mouseClick(items.viewport(), _LEFT, pos=place)
                waiting.remove(index.data())
        assert not waiting, waiting

    def choose(self, table: QTableWidget, text: str) -> None:
        """Click a line by what stands in its first column."""
        (found,) = (row for row in range(table.rowCount()) if table.item(row, 0).text() == text)
        place = table.visualItemRect(table.item(found, 0)).center()
        QTest.mouseClick(table.viewport(), _LEFT, pos=place)

    def pick(self, box: QComboBox, text: str) -> None:
        """Take a line of a list that opens, by keys."""
        box.setFocus()
        wanted = box.findText(text)
        assert wanted >= 0, text
        while box.currentIndex() != wanted:
            QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < wanted else Qt.Key.Key_Up)

    def at_dialog(self, do: Callable[[Any], None]) -> None:
        """Do something with the next dialog that comes."""

        def look() -> None:
            found = QApplication.activeModalWidget()
            if isinstance(found, QDialog):
                timer.stop()
                do(found)

        timer = QTimer(self.window)
        timer.timeout.connect(look)
        timer.start(10)

    # -- what a round is -------------------------------------------------------------------------
    def page(self, name: str) -> Any:
        """Click a page of the tab Annotate."""
        tab: Any = self.window.go("annotate")
        self.until(tab.isVisible)
        self.click(tab.switch.buttons[name])
        self.until(tab.pages[name].isVisible)
        return tab.pages[name]

    def new_round(self, name: str, raters: Sequence[str], asks: Sequence[str]) -> None:
        """Make a blind round of all photographs by its page."""
        rounds = self.page("rounds")
        either = [rounds.new, *rounds.empty.findChildren(QPushButton)]
        self.until(lambda: any(one.isVisible() for one in either))
        self.click(next(one for one in either if one.isVisible()))
        page: Any = self.window.pages.currentWidget()
        page.form.name.selectAll()
        QTest.keyClicks(page.form.name, name)
        self.tick(page.form.instruments, asks)
        for one in raters:
            QTest.keyClicks(page.form.new_rater, one)
            QTest.keyClick(page.form.new_rater, _RETURN)
        self.click(page.button)
        self.until(lambda: rounds.current is not None and rounds.current.name == name)

    def begin(self, rater: str = "") -> RatingPage:
        """Go to the rating page: of a rater in the list, or of the only one."""
        home: Any = self.window.pages.currentWidget()
        if rater:
            home = self.page("rounds")
            self.choose(home.raters, rater)
        self.click(home.rate)
        page = self.window.pages.currentWidget()
        assert isinstance(page, RatingPage)
        self.until(lambda: page.course.running)
        return page

    def rate(
        self, page: RatingPage, mind: Mind, turns: int, told: Callable[[], None] = lambda: None
    ) -> list[tuple[float, float]]:
        """Answer so many photographs; return what the next took from Return until it was painted.

        Each in seconds by the clock and of the processor: a busy machine makes the first longer.
        """
        taken, seen = [], _Seen(page)
        for _ in range(turns):
            QTest.keyClicks(page, mind.keys(page), _NONE, 1)  # the window has its turn between
            if mind.draws(page):
                self.draw(page, mind.ring(page))
            told()
            last = page.course.left == 1
            seen.expect()
            begun = perf_counter(), process_time()
            QTest.keyClick(page, _RETURN)
            if last:
                break
            self.until(lambda: seen.painted)
            taken.append((perf_counter() - begun[0], process_time() - begun[1]))
        return taken

    def draw(self, page: RatingPage, places: Sequence[tuple[float, float]]) -> None:
        """Drag the pointer around a region, freehand."""
        editor = next(one.editor for one in page.questions if hasattr(one, "editor"))
        if editor.tool != FREEHAND:
            self.pick(editor.bar.names.list, MOUTH)
            QTest.mouseClick(editor.bar.tools[FREEHAND], _LEFT)
        first, last = places[0], places[-1]
        _send(page, QEvent.Type.MouseButtonPress, first, held=True)
        for place in places[1:]:
            _send(page, QEvent.Type.MouseMove, place, held=True)
            QTest.qWait(1)
        _send(page, QEvent.Type.MouseButtonRelease, last, held=False)

    def hand_in(self, page: RatingPage) -> None:
        """Hand in, and leave."""
        self.at_dialog(lambda box: _press(box, QMessageBox.ButtonRole.AcceptRole))
        self.click(page.hand_in)
        self.until(lambda: page.course.handed_in)
        self.click(page.close_button)

    def hand_over(self, rater: str, folder: Path) -> Path:
        """Make the folder of a rater for another machine."""
        rounds = self.page("rounds")
        self.choose(rounds.raters, rater)
        before = set(folder.iterdir())
        with patch.object(QFileDialog, "getExistingDirectory", lambda *_: str(folder)):
            self.at_dialog(lambda box: self.click(box.go))
            self.click(rounds.away)
        self.until(lambda: not self.window.jobs.busy and set(folder.iterdir()) - before)
        (made,) = set(folder.iterdir()) - before
        return made

    def write_file(self, folder: Path) -> Path:
        """Write the file of the only rater of a folder."""
        home: Any = self.window.pages.currentWidget()
        with patch.object(QFileDialog, "getExistingDirectory", lambda *_: str(folder)):
            self.click(home.file)
        return folder / f"ratings-{home.rater}.json"

    # -- what comes of it ------------------------------------------------------------------------
    def collect(self, folder: Path, file: Path) -> str:
        """Take in a folder and a file; return what was said of them before."""
        self.click(self.page("rounds").collect)
        page: Any = self.window.pages.currentWidget()
        with patch.object(QFileDialog, "getExistingDirectory", lambda *_: str(folder)):
            self.click(page.add_folder)
        self.until(lambda: page.files == [folder])
        with patch.object(QFileDialog, "getOpenFileNames", lambda *_: ([str(file)], "")):
            self.click(page.add_files)
        self.until(lambda: page.files == [folder, file] and page.button.isEnabled())
        said = " ".join(page.brings.item(row).text() for row in range(page.brings.count()))
        self.click(page.button)
        return said

    def agreement(self) -> str:
        """Read how far the raters agree."""
        page = self.page("agreement")
        self.until(lambda: page.found is not None)
        return str(page.says.text())

    def decide(self, many: int) -> int:
        """Decide so many disagreements as it is proposed; return how many there are."""
        page = self.page("disagreements")
        self.until(lambda: page.found)
        for _ in range(min(many, len(page.found))):
            QTest.keyClicks(page.deciding.reason, "Seen together")
            QTest.keyClick(page.deciding.reason, _RETURN)
        return len(page.found)

    def outcome(self, label: str) -> list[str]:
        """Let a label count and make all maps; return the extraction models."""
        page = self.page("outcome")
        self.until(lambda: page.models)
        self.pick(page.label, label)
        self.click(page.make)
        self.until(lambda: not self.window.jobs.busy and self._whole(page), 600)
        return [one.name for one in page.models]

    def _whole(self, page: Any) -> bool:
        rows = range(page.table.rowCount())
        return all(page.table.item(row, 2).text() == page.table.item(row, 3).text() for row in rows)


def _press(box: QMessageBox, role: QMessageBox.ButtonRole) -> None:
    (button,) = (one for one in box.buttons() if box.buttonRole(one) == role)
    QTest.mouseClick(button, _LEFT)


def _send(page: RatingPage, kind: QEvent.Type, place: tuple[float, float], *, held: bool) -> None:
    canvas = page.canvas
    point = QPointF(canvas.mapFromScene(canvas.stage.mapViewToScene(QPointF(*place))))
    event = QMouseEvent(
        kind,
        point,
        QPointF(canvas.viewport().mapToGlobal(point.toPoint())),
        Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else _LEFT,
        _LEFT if held else Qt.MouseButton.NoButton,
        _NONE,
    )
    QApplication.sendEvent(canvas.viewport(), event)
