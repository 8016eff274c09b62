"""The chosen heatmap picture beside its photograph and both readings of its colours.

One sees whether they belong together, where on the picture the photograph is, and how much the
readings disagree.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.canvas.linked import Linked
from neopain_gui.gui.gaze.heatmaps.beside import Beside
from neopain_gui.gui.gaze.heatmaps.place_form import PlaceForm
from neopain_gui.gui.gaze.picture import Picture, PlacePicture
from neopain_gui.gui.gaze.rectangle import middle
from neopain_gui.gui.widgets.view_tools import Zoom

if TYPE_CHECKING:
    from neopain_gui.geometry import Box


class SideBySide(QWidget):
    """Photograph, heatmap picture, and what grey and palette make of it.

    Signals
    -------
    placed(box: Box)
        The person said where on the picture the photograph is.
    look_again()
        The person wants the photograph to be looked for.
    """

    placed = Signal(object)
    look_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.photograph = Picture("Photograph", self)
        self.heatmap = PlacePicture("Heatmap picture", self)
        self.paper = Picture("Read as grey", self)
        self.palette_reading = Picture("Read by the palette", self)
        self.linked = Linked(self)  # these three are the photograph: looked at as one
        for picture in (self.photograph, self.paper, self.palette_reading):
            self.linked.add(picture.canvas)
        self.zoom = Zoom(self)
        self.zoom.show_figure(False)  # of four pictures in different pixels
        self.warning = PlainLabel(parent=self)
        self.warning.setAccessibleName("Where the readings disagree")
        self.warning.setWordWrap(True)
        self.form = PlaceForm(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for picture in (self.photograph, self.heatmap, self.paper, self.palette_reading):
            row.addWidget(picture, 1)
        self._row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row, 1)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self.form, 1)
        below.addStretch()
        below.addWidget(self.zoom)
        column.addLayout(below)
        column.addWidget(self.warning)
        self.zoom.fit.connect(self.fit)
        self.zoom.by.connect(self.zoom_by)
        self.heatmap.placed.connect(self._placed)
        self.form.placed.connect(self._placed)
        self.form.look_again.connect(self.look_again)
        self.clear()

    def clear(self) -> None:
        """Show nothing."""
        self.heatmap.show_image(None, "choose a picture in the list")
        for picture in (self.photograph, self.paper, self.palette_reading):
            picture.show_image(None, "")
        self._show_place(Beside())
        self._warn("")

    def show_beside(self, beside: Beside, file: Path, image_id: str) -> None:
        """Show everything of a picture, or say what is wrong."""
        self.photograph.show_image(beside.photograph, image_id or "no photograph chosen")
        self.heatmap.show_image(
            beside.heatmap,
            f"{file.name}: not read" if beside.problem else file.name,
            beside.size if beside.heatmap is not None else None,
        )
        unplaced = beside.placing.problem if beside.placing else ""
        not_read = unplaced or beside.palette_problem
        for picture, image, name, lacking in (
            (self.paper, beside.paper, "as in the dissertation", unplaced),
            (self.palette_reading, beside.palette, "by the palette", not_read),
        ):
            picture.show_image(image, f"{name}: not read" if lacking else name)
        self._show_place(beside)
        if beside.problem:
            self._warn(beside.problem)
        elif unplaced:
            self._warn(f"{unplaced[0].upper()}{unplaced[1:]}: drag the rectangle there.")
        elif beside.palette_problem:
            self._warn(f"Not read by the palette: {beside.palette_problem}.")
        else:
            self._warn(beside.warning)

    def fit(self) -> None:
        """Show all of every picture."""
        self.heatmap.canvas.fit()
        self.linked.fit()

    def zoom_by(self, factor: float) -> None:
        """Enlarge every picture around its middle."""
        self.heatmap.canvas.zoom_by(factor)
        self.linked.zoom_by(factor)

    def _show_place(self, beside: Beside) -> None:
        """Offer to correct the place where the photograph had to be looked for."""
        placing = beside.placing
        wanted = placing is not None and (placing.box is not None or bool(placing.problem))
        if placing is None or not wanted or beside.heatmap is None:
            self.heatmap.show_place(None, (1, 1), certain=True)
            self.form.hide()
            self._row.setStretchFactor(self.heatmap, 1)
            return
        size, photograph = beside.size, beside.photograph_size
        box = placing.box or middle(size, photograph)
        self.heatmap.show_place(box, photograph, certain=not placing.problem)
        self.form.show_placing(placing, box, size, photograph)
        self.form.show()
        self._row.setStretchFactor(self.heatmap, 2)

    def _placed(self, box: Box) -> None:
        self.heatmap.move_to(box)
        self.form.show_box(box)
        self.placed.emit(box)

    def _warn(self, text: str) -> None:
        self.warning.setText(text)
        self.warning.setVisible(bool(text))
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "warning"):
            self._tint()

    def _tint(self) -> None:
        colour = theme.level_colour("warning").name()
        sheet = f"color: {colour}"
        if self.warning.styleSheet() != sheet:
            self.warning.setStyleSheet(sheet)
