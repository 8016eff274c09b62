"""Where a photograph was on the screen: seen with the gaze on it, said where no file says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.gaze.recordings.screen_picture import ScreenPicture
from neopain_gui.gui.gaze.rectangle import boxed, widest
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.imaging import thumbnail

if TYPE_CHECKING:
    from neopain_gui.gaze.trials import Place
    from neopain_gui.jobs import Job
    from neopain_gui.study import Study

_SIDE = 480  # pixels of the photograph in the picture of the screen
_AIR = 1.05  # of what gaze and rectangle need, where the screen's size is not known
_SMALLEST = (480, 640)  # of a screen whose size is not known


def read_small(job: Job, *, study: Study, image_id: str) -> NDArray[np.uint8]:
    """Read a photograph, small, in a thread of the window."""
    job.check()
    return thumbnail(study.images.pixels(image_id), _SIDE)


def place_text(place: Place) -> str:
    """Return a place as the table shows it.

    >>> place_text((465.0, 369.0, 160.0, 120.0))
    '465, 369, 160 × 120'
    """
    left, top, width, height = (round(part) for part in place)
    return f"{left}, {top}, {width} × {height}"


class PlaceEditor(QWidget):
    """A picture of the screen, and four fields that are empty until somebody says the place.

    Signals
    -------
    placed(place: tuple of float or None)
        By the person; None while something is lacking.
    for_all(place: tuple of float)
        This place is to be that of all stimuli whose place is lacking.
    """

    placed = Signal(object)
    for_all = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture = ScreenPicture(self)
        self.heading, self.doubts = PlainLabel(), PlainLabel()
        self.fields: list[QLineEdit] = []
        self.middle = QPushButton("Middle, own size")
        self.everywhere = QPushButton("Use for the others")
        # used up by a click: the keyboard must not go from there to *Cancel*
        self.everywhere.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._size = self._photograph = (1, 1)
        self._screen: tuple[int, int] | None = None
        self._points = np.empty((0, 2))
        self._arrange()
        self.picture.placed.connect(self._dragged)
        self.middle.clicked.connect(self._put_in_the_middle)
        self.everywhere.clicked.connect(lambda: self.for_all.emit(self.place))

    def _arrange(self) -> None:
        for label in (self.heading, self.doubts):
            label.setWordWrap(True)
        self.doubts.setAccessibleName("What speaks against this place")
        numbers = Flow(spacing=6)
        for name in ("Left", "Top", "Width", "Height"):
            label, field = PlainLabel(name), QLineEdit()
            field.setAccessibleName(f"{name} of the photograph on the screen, pixels")
            field.setToolTip(literal(f"{name} of the photograph on the screen, in its pixels"))
            field.setPlaceholderText("px")
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            low = 1 if name in ("Width", "Height") else -5000
            field.setValidator(QIntValidator(low, 20_000, field))
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("00000") + 20)
            field.textEdited.connect(lambda *_: self._typed())
            label.setBuddy(field)
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            row.addWidget(label)
            row.addWidget(field)
            numbers.addWidget(pair)
            self.fields.append(field)
        self.middle.setToolTip(
            "Put the rectangle in the middle of the screen, a pixel of the photograph on each pixel"
        )
        self.everywhere.setToolTip("Take this place for every stimulus whose place is not given")
        buttons = Flow()
        buttons.addWidget(self.middle)
        buttons.addWidget(self.everywhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.picture, 1)
        column.addLayout(numbers)
        column.addLayout(buttons)
        column.addWidget(self.doubts)

    @property
    def place(self) -> Place | None:
        """What is said; None while something is lacking."""
        if not all(field.hasAcceptableInput() for field in self.fields):
            return None
        left, top, width, height = (float(field.text()) for field in self.fields)
        return (left, top, width, height)

    def show_stimulus(
        self,
        title: str,
        photograph: tuple[int, int],
        points: NDArray[np.float64],
        screen: tuple[int, int] | None,
        place: Place | None,
        *,
        known: bool,
    ) -> None:
        """Show a stimulus.

        Parameters
        ----------
        title : str
            What the files call it.
        photograph : tuple of int
            (height, width).
        points : ndarray
            Where people looked, pixels of the screen.
        screen : tuple of int, optional
            (width, height).
        place : tuple of float, optional
            Where it was, as the file or a person says.
        known : bool
            Whether the file says it.
        """
        self._photograph, self._points, self._screen = photograph, points, screen
        if known:
            self.heading.setText(f"{title}: the file says where the photograph was.")
        else:
            self.heading.setText(
                f"{title}: where was the photograph on the screen? The file does not say it."
            )
        for field, value in zip(self.fields, place or (None,) * 4, strict=True):
            field.setText("" if value is None else str(round(value)))
            field.setReadOnly(known)
        for button in (self.middle, self.everywhere):
            button.setVisible(not known)
        self._show_screen(place)
        self._draw(place, fixed=known)

    def _show_screen(self, place: Place | None) -> None:
        """Draw a screen as large as the file says, else as far as gaze and place reach."""
        if self._screen is not None:
            self._size = (self._screen[1], self._screen[0])
            caption = f"Screen {self._screen[0]} × {self._screen[1]}: blue dots are gaze"
        else:
            far = [np.array([_SMALLEST[1], _SMALLEST[0]], float)]
            if len(self._points):
                far.append(np.percentile(self._points, 99, axis=0))
            if place is not None:
                far.append(np.array([place[0] + place[2], place[1] + place[3]]))
            width, height = np.max(far, axis=0) * _AIR
            self._size = (int(height), int(width))
            caption = "Screen of unknown size: blue dots are gaze"
        self.picture.show_screen(self._size, self._points, caption)

    def show_doubts(self, doubts: tuple[str, ...]) -> None:
        """Say what speaks against the place."""
        self.doubts.setText(" ".join(doubts))
        self.doubts.setVisible(bool(doubts))
        self._tint()

    def offer_for_all(self, lacking: int) -> None:
        """Say how many other stimuli lack a place."""
        self.everywhere.setText(f"Use for {lacking} more" if lacking else "Use for the others")
        self.everywhere.setEnabled(lacking > 0 and self.place is not None)

    def _draw(self, place: Place | None, *, fixed: bool = False) -> None:
        box = None
        if place is not None:
            left, top, width, height = (round(part) for part in place)
            box = Box(left=left, top=top, right=left + max(1, width), bottom=top + max(1, height))
        self.picture.show_rectangle(box, self._photograph, fixed=fixed)

    def _typed(self) -> None:
        self._draw(self.place)
        self.placed.emit(self.place)

    def _dragged(self, box: Box) -> None:
        for field, value in zip(
            self.fields, (box.left, box.top, box.width, box.height), strict=True
        ):
            with QSignalBlocker(field):
                field.setText(str(value))
        self.placed.emit(self.place)

    def _put_in_the_middle(self) -> None:
        width = min(self._photograph[1], widest(self._size, self._photograph))
        box = boxed(0, 0, width, self._size, self._photograph)
        left = (self._size[1] - box.width) // 2
        top = (self._size[0] - box.height) // 2
        box = boxed(left, top, width, self._size, self._photograph)
        self.picture.show_rectangle(box, self._photograph, fixed=False)
        self._dragged(box)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "doubts"):
            self._tint()

    def _tint(self) -> None:
        sheet = f"color: {theme.level_colour('warning').name()}"
        if self.doubts.styleSheet() != sheet:
            self.doubts.setStyleSheet(sheet)
