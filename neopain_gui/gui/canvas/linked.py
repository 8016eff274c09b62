"""Several canvases with one photograph, looked at as one: same zoom, same place, one crosshair."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from neopain_gui.gui.canvas.canvas import Canvas


class Linked(QObject):
    """Keeps canvases at the same place.

    Signals
    -------
    pointed : int, int
        Column and row under the pointer on any of them; (-1, -1) when it is beside them.
    zoomed : float
        Device pixels per pixel of the photograph.
    """

    pointed = Signal(int, int)
    zoomed = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.canvases: list[Canvas] = []
        self.pixel = (-1, -1)
        self._following = False

    def add(self, canvas: Canvas) -> None:
        """Link a canvas; it stays linked as long as it lives."""
        self.canvases.append(canvas)
        canvas.stage.sigRangeChanged.connect(lambda *_: self._follow(canvas))
        canvas.cursor_moved.connect(self.point)
        canvas.zoomed.connect(lambda _zoom: self._tell())

    def point(self, column: int, row: int) -> None:
        """Mark a pixel of the photograph on every canvas; (-1, -1) marks none."""
        self.pixel = (column, row)
        for canvas in self.canvases:
            canvas.crosshair.mark(column, row)
        self.pointed.emit(column, row)

    def fit(self) -> None:
        """Show on each all that it frames."""
        for canvas in self.canvases:
            canvas.fit()

    def actual_size(self) -> None:
        """Show one pixel of the photograph on one pixel of the screen."""
        for canvas in self._shown()[:1]:
            canvas.actual_size()

    def zoom_by(self, factor: float) -> None:
        """Enlarge around the centre of the view."""
        for canvas in self._shown()[:1]:
            canvas.zoom_by(factor)

    def _shown(self) -> list[Canvas]:
        return [canvas for canvas in self.canvases if canvas.isVisible()]

    def _follow(self, leader: Canvas) -> None:
        """Bring the others to where one was moved; while it fits, each fits by itself."""
        if self._following or leader.fitted:
            return
        self._following = True
        for canvas in self.canvases:
            if canvas is not leader:
                canvas.move_view(leader.centre, leader.pixel_size)
        self._following = False

    def _tell(self) -> None:
        if not self._following:
            for canvas in self._shown()[:1]:
                self.zoomed.emit(canvas.zoom)
