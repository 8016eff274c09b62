"""Two contour masks over the photograph: where they meet and where they part."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from neopain_gui.geometry import Box
from neopain_gui.gui import theme
from neopain_gui.gui.compare.swatch import Swatch
from neopain_gui.gui.inspector.figure_list import FigureList
from neopain_gui.gui.inspector.figures import Figure
from neopain_gui.gui.viewer.canvas import Canvas
from neopain_gui.jobs import Job
from neopain_gui.maps import ContourMask

if TYPE_CHECKING:
    from neopain_gui.agreement import PairAgreement
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study

# Okabe–Ito blue and orange, and white: told apart with every kind of colour vision.
ONLY_A = (0, 114, 178)
ONLY_B = (230, 159, 0)
BOTH = (255, 255, 255)
_OPACITY = 0.65
_FIGURES = 176


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """Two masks of one photograph within the region that is compared."""

    image_id: str
    photograph: NDArray[np.uint8]
    region: Box
    first: ContourMask
    second: ContourMask
    agreement: PairAgreement


def load_pair(
    job: Job, *, study: Study, image_id: str, names: tuple[str, str], settings: MaskSettings
) -> Pair | None:
    """Read two extraction models' masks of a photograph; None if one of them is missing."""
    from neopain_gui.agreement import pairwise
    from neopain_gui.masks import to_contour_mask

    face = study.face(image_id)
    rows = {row.model.name: row for row in study.results(image_id)}
    if face is None or not all(name in rows for name in names):
        return None
    masks = []
    for name in names:
        job.check()
        masks.append(to_contour_mask(study.relevance_of(rows[name]), settings))
    return Pair(
        image_id=image_id,
        photograph=study.photograph(image_id),
        region=face.box,
        first=masks[0],
        second=masks[1],
        agreement=pairwise(masks, face.box)[0],
    )


def paint_pair(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Colour two masks, bool (h, w): A only blue, B only orange, both white, else transparent.

    Returns
    -------
    ndarray of uint8, shape (h, w, 4)
    """
    rgba = np.zeros((*first.shape, 4), np.uint8)
    for where, colour in (
        (first & ~second, ONLY_A),
        (second & ~first, ONLY_B),
        (first & second, BOTH),
    ):
        rgba[where] = (*colour, 255)
    return rgba


class PairView(QWidget):
    """The photograph with both masks, what the colours mean, and the pair's figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pair: Pair | None = None
        self.title = QLabel("Choose a cell to see both masks.")
        self.title.setFont(theme.strong_font(self.title.font()))
        self.title.setWordWrap(True)
        self.title.setAccessibleName("Chosen pair")
        self.canvas = Canvas(self)
        self.canvas.setMinimumSize(160, 120)
        self.canvas.setAccessibleName("Both masks over the photograph")
        self.canvas.set_opacity(_OPACITY)
        self.canvas.cursor_moved.connect(self._read)
        self.figures = FigureList()
        self.figures.setFixedWidth(_FIGURES)
        self.readout = QLabel()
        self.readout.setAccessibleName("Under the pointer")
        self._names = (QLabel(), QLabel(), QLabel("both"))
        self._legend = QWidget()
        row = QHBoxLayout(self._legend)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for colour, name in zip((ONLY_A, ONLY_B, BOTH), self._names, strict=True):
            row.addWidget(Swatch(lambda one=colour: QColor(*one)))  # type: ignore[misc]
            row.addWidget(name)
            row.addSpacing(10)
        row.addStretch(1)
        row.addWidget(self.readout)
        side = QVBoxLayout()
        side.addWidget(self.figures)
        side.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.canvas, 1)
        middle.addLayout(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addLayout(middle, 1)
        column.addWidget(self._legend)
        self.clear("Choose a cell to see both masks.")

    def clear(self, why: str) -> None:
        """Show no pair, and say why."""
        self.pair = None
        self.title.setText(why)
        self.canvas.clear()
        self.figures.show_figures([])
        self._legend.hide()

    def show_pair(self, pair: Pair) -> None:
        """Show two masks."""
        changed = self.pair is None or self.pair.photograph is not pair.photograph
        self.pair = pair
        first, second = pair.first.model.name, pair.second.model.name
        self.title.setText(f"{first} and {second} on {pair.image_id}")
        if changed:
            self.canvas.set_photograph(pair.photograph)
        self.canvas.set_frame(pair.region)
        inside = pair.region.slices
        self.canvas.set_overlay(
            paint_pair(pair.first.values[inside], pair.second.values[inside]), pair.region
        )
        self.canvas.set_box(pair.region)
        self._names[0].setText(f"only {first}")
        self._names[1].setText(f"only {second}")
        self._legend.show()
        self.figures.show_figures(pair_figures(pair))

    def _read(self, column: int, row: int) -> None:
        pair = self.pair
        if pair is None or column < 0:
            self.readout.clear()
            return
        box = pair.region
        if not (box.left <= column < box.right and box.top <= row < box.bottom):
            self.readout.setText("outside the face crop")
            return
        key = (bool(pair.first.values[row, column]), bool(pair.second.values[row, column]))
        words = {
            (True, True): "both",
            (True, False): f"only {pair.first.model.name}",
            (False, True): f"only {pair.second.model.name}",
            (False, False): "neither",
        }
        self.readout.setText(words[key])


def pair_figures(pair: Pair) -> list[Figure]:
    """List the measures of one pair on one photograph."""
    agreement = pair.agreement
    coverage = {
        agreement.model_a: agreement.coverage_a,
        agreement.model_b: agreement.coverage_b,
    }
    first, second = pair.first.model.name, pair.second.model.name
    lines = [
        Figure(name="Overlap", text=_number(agreement.overlap), tip="Share of equal pixels"),
        Figure(
            name="by chance",
            text=_number(agreement.chance_overlap),
            tip="Overlap of independent masks of these coverages",
        ),
        Figure(name="Cosine", text=_number(agreement.cosine), tip="Equation 10"),
        Figure(name="Spearman", text=_number(agreement.spearman), tip="Equation 11"),
        Figure(name="Kappa", text=_number(agreement.kappa), tip="Cohen's kappa"),
        Figure(name="IoU", text=_number(agreement.iou), tip="Intersection over union"),
        Figure(name="Coverage A", text=f"{100 * coverage[first]:.1f} %", tip=first),
        Figure(name="Coverage B", text=f"{100 * coverage[second]:.1f} %", tip=second),
    ]
    if agreement.flag:
        lines.append(Figure(name="Undefined", text=agreement.flag, level="warning"))
    return lines


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"
