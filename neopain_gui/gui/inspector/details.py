"""The right-hand panel: who is on display, what is chosen, and the figures of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from neopain_gui.gui import theme
from neopain_gui.gui.inspector.choosers import Choosers
from neopain_gui.gui.inspector.figure_list import FigureList
from neopain_gui.gui.inspector.figures import figures
from neopain_gui.gui.inspector.mask_controls import MaskControls
from neopain_gui.gui.inspector.scores import Scores
from neopain_gui.gui.inspector.slide import Slide
from neopain_gui.gui.viewer.scene import Scenes

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.session import Session


class DetailsPanel(QScrollArea):
    """Everything about the chosen photograph and its map."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Details")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session = session
        self.scenes = Scenes.of(session, jobs)
        self.title = _label("Photograph")
        self.title.setFont(theme.heading_font(self.title.font()))
        self.subject = _label("Neonate and label")
        self.face = _label("Face")
        self.predicted = _label("Predicted class")
        self.scores = Scores()
        self.choosers = Choosers(session, jobs, self.scenes)
        self.figures = FigureList()
        self.opacity = Slide(
            "Opacity",
            "Opacity of the map over the photograph ([ and ])",
            low=0.0,
            high=1.0,
            step=0.05,
            decimals=2,
        )
        self.mask_controls = MaskControls(session, self.scenes)
        self._arrange()
        self.opacity.changed.connect(session.set_opacity)
        self.opacity.set_value(session.opacity)
        session.opacity_changed.connect(self.opacity.set_value)
        session.image_selected.connect(lambda _id: self._refresh())
        session.images_changed.connect(self._refresh)
        self.scenes.changed.connect(self._refresh)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "mask_controls"):
            self._refresh()

    def _arrange(self) -> None:
        self._content = content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        for widget in (self.title, self.subject, self.face):
            column.addWidget(widget)
        column.addWidget(_line())
        column.addWidget(self.predicted)
        column.addWidget(self.scores)
        column.addWidget(_line())
        column.addWidget(self.choosers)
        column.addWidget(self.figures)
        column.addWidget(_line())
        column.addWidget(_heading("Overlay opacity"))
        column.addWidget(self.opacity)
        column.addWidget(_heading("Contour mask"))
        column.addWidget(self.mask_controls)
        column.addStretch(1)
        self.setWidget(content)
        self.setMinimumWidth(content.minimumSizeHint().width())

    def _refresh(self) -> None:
        image, scene = self._session.image, self.scenes.scene
        self._content.setEnabled(self._session.study is not None)
        if image is None:
            self.title.setText("No photograph")
            self.subject.setText("Choose one in the list.")
            self.face.clear()
        else:
            self.title.setText(image.id)
            neonate = image.neonate.id if image.neonate else "neonate unknown"
            label = str(image.label) if image.label else ""
            colour = theme.label_colour(label).name()
            self.subject.setTextFormat(Qt.TextFormat.RichText)
            word = f"<b style='color:{colour}'>{label}</b>" if label else "no label"
            self.subject.setText(f"{_escaped(neonate)} · {word}")
            face = scene.face if scene and scene.image.id == image.id else None
            self.face.setText(
                f"Face {face.box.width} × {face.box.height} pixels, {face.source}"
                if face
                else f"{image.width} × {image.height} pixels, no face marked"
            )
        self._show_scores()
        self._show_figures()

    def _show_scores(self) -> None:
        scores = self.scenes.scores
        self.scores.set_scores(scores)
        predicted = self.scores.predicted
        self.predicted.setTextFormat(Qt.TextFormat.RichText)
        if predicted:
            colour = theme.label_colour(predicted).name()
            self.predicted.setText(f"Predicted <b style='color:{colour}'>{predicted}</b>")
        else:
            self.predicted.setText("Not classified yet")

    def _show_figures(self) -> None:
        result, relevance = self.scenes.shown_result, self.scenes.shown
        if result is None or relevance is None:
            self.figures.show_figures([])
        else:
            self.figures.show_figures(figures(result.facts, relevance))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(theme.strong_font(label.font()))
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setForegroundRole(line.palette().ColorRole.Mid)
    return line
