"""The right-hand panel: who is on display, what is chosen, and the figures of the map."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, breakable, plain_tip
from neopain_gui.gui.inspector.choosers import Choosers
from neopain_gui.gui.inspector.class_scores import Scores
from neopain_gui.gui.inspector.human_chooser import HumanMask
from neopain_gui.gui.inspector.mask_controls import MaskControls
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.scene.map_figures import FiguresRequest
from neopain_gui.gui.scene.reader import Rank
from neopain_gui.gui.state.depth import classifier_of, step_number, walk
from neopain_gui.gui.widgets.figure_list import FigureList
from neopain_gui.gui.widgets.figures import figures
from neopain_gui.gui.widgets.slide import Slide
from neopain_gui.gui.widgets.unusual import UnusualLine
from neopain_gui.gui.work.outdated import OutdatedLine

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

_NO_FIGURES = "Its figures appear here when there is a map."
_NO_LAYER = "The photograph alone is on the viewer: step to a layer for its map and its figures."


class DetailsPanel(QScrollArea):
    """Everything about the chosen photograph and its map."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Details")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session = session
        self.scenes = CurrentScene.of(session, jobs)
        self.title = _label("Photograph")
        self.title.setFont(theme.heading_font(self.title.font()))
        self.file = _label("Its file")
        self.file.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.subject = _label("Neonate and label")
        self.notes = _label("Notes")
        self.notes.hide()
        self.face = _label("Face")
        self.predicted = _label("Predicted class")
        self.scores = Scores()
        self.choosers = Choosers(session, jobs, self.scenes)
        self.figures = FigureList()
        self.no_figures = _label("Figures")
        self.no_figures.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.unusual = UnusualLine(session, narrow=True)
        self.outdated = OutdatedLine(session, jobs, lambda: {session.shown_model}, narrow=True)
        self.human = HumanMask(session, self.scenes)
        self.opacity = Slide(
            "Opacity",
            "Opacity of the map over the photograph ([ and ])",
            low=0.0,
            high=1.0,
            step=0.05,
            decimals=2,
        )
        self.mask_controls = MaskControls(session, self.scenes)
        self._shown: tuple[object, ...] = ()
        self._asked: object = None
        self._arrange()
        self._connect()
        self._refresh()

    def _connect(self) -> None:
        session = self._session
        self.opacity.changed.connect(session.overlay.set_opacity)
        self.opacity.set_value(session.overlay.opacity)
        session.overlay.opacity_changed.connect(self.opacity.set_value)
        self.scores.chosen.connect(self.choosers.explain)
        session.study_changed.connect(self._forget)
        session.image_selected.connect(lambda _id: self._refresh())
        session.images_changed.connect(self._refresh)
        self.scenes.changed.connect(self._refresh)
        self.scenes.appearance_changed.connect(self._show_figures)
        self.scenes.reader.granted.connect(self._granted)

    def _forget(self) -> None:
        """Ask for everything again: what was asked of another study is not answered any more."""
        self._asked, self._shown = None, ()
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "mask_controls"):
            self._shown = ()
            self._refresh()

    def _arrange(self) -> None:
        self._content = content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        for widget in (self.title, self.file, self.subject, self.notes, self.face):
            column.addWidget(widget)
        column.addWidget(_line())
        column.addWidget(self.predicted)
        column.addWidget(self.scores)
        column.addWidget(_line())
        column.addWidget(self.choosers)
        column.addWidget(_line())
        column.addWidget(_heading("This map"))
        column.addWidget(self.no_figures)
        column.addWidget(self.figures)
        column.addWidget(self.unusual)
        column.addWidget(self.outdated)
        human = QFormLayout()
        human.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        human.addRow("Huma&n mask", self.human)
        column.addLayout(human)
        column.addWidget(_line())
        opacity = _heading("Overlay opacit&y")
        opacity.setBuddy(self.opacity.slider)
        column.addWidget(opacity)
        column.addWidget(self.opacity)
        column.addWidget(_heading("Contour mask"))
        column.addWidget(self.mask_controls)
        column.addStretch(1)
        self.setWidget(content)
        content.installEventFilter(self)
        self._widen()

    def _widen(self) -> None:
        """Have room for the widest row beside the scroll bar: nothing scrolls sideways."""
        bar = self.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(self._content.minimumSizeHint().width() + bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._content and event.type() == QEvent.Type.LayoutRequest:
            self._widen()
        return super().eventFilter(watched, event)

    # Who

    def _refresh(self) -> None:
        session, scenes = self._session, self.scenes
        shown = (session.image, session.study, scenes.scene, scenes.wanted, scenes.loading)
        if shown == self._shown:
            return  # the photograph's own signal comes after the scene's
        self._shown = shown
        self._content.setEnabled(session.study is not None)
        self._show_image()
        self._show_scores()
        self._show_figures()

    def _show_image(self) -> None:
        image, scene = self._session.image, self.scenes.scene
        if image is None:
            self.title.setText("No photograph")
            self.file.clear()
            self.subject.setText("Choose one in the list.")
            self.notes.hide()
            self.face.clear()
            return
        self.title.setText(breakable(image.id))
        self.file.setText(breakable(image.name))
        self.file.setToolTip(plain_tip(image.file))
        neonate = image.neonate.id if image.neonate else "neonate unknown"
        label = str(image.label) if image.label else ""
        colour = theme.label_colour(label).name()
        self.subject.setTextFormat(Qt.TextFormat.RichText)
        word = f"<b style='color:{colour}'>{label}</b>" if label else "no label"
        said = [escape(breakable(neonate)), word, *self._counted(image)]
        said += [escape(breakable(image.stimulus))] if image.stimulus else []
        said += ["checked"] if image.checked else []
        self.subject.setText(" · ".join(said))
        self.notes.setText(breakable(image.notes))
        self.notes.setVisible(bool(image.notes))
        face = scene.face if scene and scene.image.id == image.id else None
        self.face.setText(
            f"Face {face.box.width} × {face.box.height} pixels, {face.said_by}"
            + (", chosen among several" if face.chosen else "")
            if face
            else f"{image.width} × {image.height} pixels, no face marked"
        )

    def _counted(self, image: FaceImage) -> list[str]:
        """Return the label that counts where it is not the data set's."""
        labels = self._session.labels.of_study
        if labels is None or labels.source.of_data_set:
            return []
        label = str(labels.label(image) or "")
        colour = theme.label_colour(label).name()
        word = f"<b style='color:{colour}'>{label}</b>" if label else "no label"
        return [f"what counts: {word}, {escape(breakable(labels.source.words))}"]

    def _show_scores(self) -> None:
        info = classifier_of(self._session)
        self.scores.set_classes(() if info is None else info.class_order)
        self.scores.set_scores(self.scenes.scores, self.scenes.explained)
        predicted = self.scores.predicted
        self.predicted.setTextFormat(Qt.TextFormat.RichText)
        if predicted:
            colour = theme.label_colour(predicted).name()
            self.predicted.setText(f"Predicted <b style='color:{colour}'>{escape(predicted)}</b>")
        else:
            self.predicted.setText("Its scores come with its first map.")

    # What is known of the map

    def _granted(self, rank: Rank) -> None:
        if rank is Rank.FIGURES:
            self._show_figures()

    def _show_figures(self) -> None:
        result, relevance = self.scenes.shown_result, self.scenes.shown
        study = self._session.study
        if result is None or relevance is None or study is None:
            self.figures.show_figures([])
            self.no_figures.setText(_NO_FIGURES if self._session.shown_model else _NO_LAYER)
            self.no_figures.setVisible(True)
            return
        self.no_figures.setVisible(False)
        before, question = self._question()
        measures = question.kept()
        if measures is None and question.key != self._asked:
            self._asked = question.key  # once: what cannot be read now is not tried for ever
            self.scenes.reader.want(Rank.FIGURES, [partial(question.answer, study)])
        self.figures.show_figures(
            figures(
                result.facts,
                relevance,
                score=str(result.provenance.inputs.get("parameters", {}).get("score", "")),
                measures=measures,
                previous=before if question.previous else "",
                human=question.human.model.name if question.human else "",
            )
        )

    def _question(self) -> tuple[str, FiguresRequest]:
        """Return the layer before, and what is to be worked out of the map on the viewer."""
        scenes, scene, session = self.scenes, self.scenes.scene, self._session
        result = scenes.shown_result
        if scene is None or result is None:
            raise RuntimeError("there is no map to ask about")
        place, face = step_number(session), scene.face
        before = walk(session)[place - 1] if place is not None and place > 1 else None
        people = scene.results.get(scenes.human)
        if people is not None and (people.model.of_classifier or people is result):
            people = None
        return before.title if before else "", FiguresRequest(
            shown=result,
            previous=scenes.result(before.model) if before and face else None,
            human=people if face else None,
            settings=session.choices.mask_settings,
            region=face.box if face else result.box,
        )


def _label(name: str) -> QLabel:
    label = PlainLabel()
    label.setAccessibleName(name)
    label.setWordWrap(True)
    return label


def _heading(text: str) -> QLabel:
    label = PlainLabel(text)
    label.setFont(theme.strong_font(label.font()))
    return label


def _line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setForegroundRole(line.palette().ColorRole.Mid)
    return line
