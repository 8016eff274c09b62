"""The classifier's scores of both classes; a click explains the other one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from neopain_gui.dataset.face_image import PainLabel
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import literal

_BAR = 8
_GAP = 8
_DOT = 12
CLASSES = (str(PainLabel.PAIN), str(PainLabel.NO_PAIN))


class ClassScore(QAbstractButton):
    """Dot, word, bar and figure of one class; checked while its score is what is explained."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.score: float | None = None
        self.heavy = False
        self.setCheckable(True)
        self.setAccessibleName(f"Explain {name}")
        self.setToolTip(
            literal(
                f"Explain the classifier's score for {name}. Scores, not a diagnosis.\n"
                "The filled dot marks the class that the map explains."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_score(self, score: float | None, *, heavy: bool) -> None:
        """Show a score in [0, 1], None as a dash; the predicted class is the heavy one."""
        if (score, heavy) != (self.score, self.heavy):
            self.score, self.heavy = score, heavy
            said = "not computed yet" if score is None else f"score {score:.2f}"
            self.setAccessibleDescription(f"{said}, predicted" if heavy else said)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(180, self.fontMetrics().height() + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        strong = theme.strong_font(self.font())
        metrics = QFontMetrics(strong)
        words = max(metrics.horizontalAdvance(name) for name in (*CLASSES, self.name))
        figure = metrics.horizontalAdvance("0.00") + _GAP
        self._paint_dot(painter)
        painter.setFont(strong if self.heavy else self.font())
        ink = self.palette().windowText().color()
        painter.setPen(ink)
        left, height = _DOT + _GAP, self.height()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(left, 0, words + 1, height), middle, self.name)
        left += words + _GAP
        bar = QRectF(left, (height - _BAR) / 2, self.width() - left - figure, _BAR)
        painter.fillRect(bar, theme.hairline(self.palette()))
        if self.score is not None:
            filled = QRectF(bar)
            filled.setWidth(bar.width() * min(1.0, max(0.0, self.score)))
            painter.fillRect(filled, theme.label_colour(self.name))
        right = QRectF(self.width() - figure, 0, figure, height)
        text = "–" if self.score is None else f"{self.score:.2f}"
        painter.drawText(right, middle | Qt.AlignmentFlag.AlignRight, text)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().highlight().color(), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 3, 3)
        painter.end()

    def _paint_dot(self, painter: QPainter) -> None:
        centre = QPointF(_DOT / 2 + 1, self.height() / 2)
        lit = self.isChecked() or self.underMouse()
        ink = theme.label_colour(self.name) if lit else theme.muted(self.palette())
        painter.setPen(QPen(ink, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, _DOT / 2 - 1, _DOT / 2 - 1)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawEllipse(centre, _DOT / 2 - 3.2, _DOT / 2 - 3.2)


class Scores(QWidget):
    """Pain and no pain, one below the other; then what else a network from elsewhere tells apart.

    Signals
    -------
    chosen(name: str)
        The person wants this class explained.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Class scores")
        self.rows = {name: ClassScore(name, self) for name in CLASSES}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self.rows.values():
            self._take(row)
        self._scores: dict[str, float] = {}
        self._classes: tuple[str, ...] = CLASSES

    def set_classes(self, classes: Sequence[str]) -> None:
        """Show the classes that a classifier tells apart, those of pain first."""
        counted = [name for name in CLASSES if name in classes]
        wanted = (*counted, *(name for name in classes if name not in CLASSES)) or CLASSES
        if wanted == self._classes:
            return
        self._classes = wanted
        for name in wanted:
            if name not in self.rows:
                self.rows[name] = ClassScore(name, self)
                self._take(self.rows[name])
        for name, row in self.rows.items():
            row.setVisible(name in wanted)

    def _take(self, row: ClassScore) -> None:
        self._group.addButton(row)
        column = self.layout()
        if column is not None:
            column.addWidget(row)
        row.clicked.connect(lambda _checked=False: self.chosen.emit(row.name))

    def set_scores(self, scores: Mapping[str, float] | None, explained: str = "") -> None:
        """Show scores in [0, 1] by class, None as dashes, and which class is explained."""
        self._scores = {str(name): float(score) for name, score in (scores or {}).items()}
        self._group.setExclusive(False)
        for name, row in self.rows.items():
            row.show_score(self._scores.get(name), heavy=name == self.predicted)
            row.setChecked(name == explained)
        self._group.setExclusive(True)

    @property
    def predicted(self) -> str:
        """The class with the larger score; empty while there is none."""
        return max(self._scores, key=lambda name: self._scores[name]) if self._scores else ""
