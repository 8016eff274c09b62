"""The word on the photograph that says how its face box is changed, and what that discards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.canvas.box_keys import HOW_TO_DRAW, HOW_TO_MOVE
from neopain_gui.gui.state.face_box_loss import said_before

if TYPE_CHECKING:
    from neopain_gui.gui.canvas.canvas import Canvas
    from neopain_gui.gui.state.session import Session

_BESIDE = 12
_INSIDE = 6


class BeforeHint(PlainLabel):
    """A dark label on the canvas, there while a hand is about to change the face box.

    Parameters
    ----------
    session : Session
        Whose photograph has maps.
    canvas : Canvas
        What it lies on; takes all clicks.
    under : QWidget
        Another word on the canvas, which it gives room.
    """

    def __init__(self, session: Session, canvas: Canvas, under: QWidget) -> None:
        super().__init__(parent=canvas)
        self._session, self._canvas, self._under = session, canvas, under
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(True)
        self.setMargin(_INSIDE)
        self.setAutoFillBackground(True)
        colours = self.palette()
        colours.setColor(QPalette.ColorRole.Window, QColor(20, 20, 20))
        colours.setColor(QPalette.ColorRole.WindowText, QColor(255, 255, 255))
        self.setPalette(colours)
        self.hide()
        for signal in (
            canvas.drawing_changed,
            canvas.box_keys.changed,
            canvas.face_box.meant,
            canvas.other_faces.meant,
            session.results_changed,
            session.image_selected,
        ):
            signal.connect(lambda *_: self._renew())

    def _renew(self) -> None:
        canvas = self._canvas
        if canvas.stage.drawing:
            text = f"{HOW_TO_DRAW} {said_before(self._session)}".strip()
        elif canvas.box_keys.busy:
            text = f"{HOW_TO_MOVE} {said_before(self._session)}".strip()
        elif canvas.face_box.is_meant:
            text = said_before(self._session)
        elif canvas.other_faces.is_meant:
            text = said_before(self._session, "next_face")
        else:
            text = ""
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            wanted = self.fontMetrics().horizontalAdvance(text) + 2 * _INSIDE + 2
            width = min(wanted, canvas.width() - 2 * _BESIDE)
            top = self._under.geometry().bottom() if not self._under.isHidden() else 0
            self.setGeometry(_BESIDE, top + _BESIDE, width, self.heightForWidth(width))
            self.raise_()
