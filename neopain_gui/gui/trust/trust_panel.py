"""The trust tab: what was found of the map on the viewer, and the button that examines it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.classifiers.worth import UNTESTED
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.trust import examination_words as reading
from neopain_gui.gui.trust.examining import examine
from neopain_gui.gui.widgets.curve_plot import CurvePlot
from neopain_gui.gui.widgets.empty import Empty, command
from neopain_gui.gui.widgets.figures_part import Figures, Part
from neopain_gui.gui.widgets.unusual import UnusualLine
from neopain_gui.gui.widgets.waiting import Waiting
from neopain_gui.gui.work.outdated import OutdatedLine
from neopain_gui.pipeline.faithfulness.one_map import kept

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session
    from neopain_gui.pipeline.faithfulness.examination import Examination
    from neopain_gui.study.result_types import Result

_NOT_YET = "Not tested yet."
_SYNTHETIC = "Demo weights trained on synthetic phantoms: the figures say nothing about children."


class TrustPanel(QWidget):
    """Curves, features, noise and randomised layers of the map that is on the viewer."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Trust")
        self._session, self._jobs = session, jobs
        self.scenes = CurrentScene.of(session, jobs)
        self.title = PlainLabel()
        self.title.setAccessibleName("Map that is tested")
        self.title.setFont(theme.heading_font(self.title.font()))
        self.title.setWordWrap(True)
        self.worth = PlainLabel()
        self.worth.setWordWrap(True)
        self.unusual = UnusualLine(session)
        self.outdated = OutdatedLine(session, jobs, lambda: {session.shown_model})
        self.button = QPushButton("&Test this map")
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes grey when it is clicked
        self.button.setAccessibleName(self.button.text().replace("&", ""))
        self.waiting = Waiting()
        self.empty = Empty("trust", self)
        self._make_parts()
        self._arrange()
        self.button.clicked.connect(self.examine)
        session.study_changed.connect(self._forget)
        session.choice_changed.connect(self._refresh)
        session.regions_changed.connect(self._refresh)
        session.image_selected.connect(lambda _id: self._refresh())
        session.shown_model_changed.connect(lambda _name: self._refresh())
        self.scenes.changed.connect(self._refresh)
        self._refresh()

    def _make_parts(self) -> None:
        self.deletion = CurvePlot("Blurring the most relevant first", "share of pixels blurred")
        self.insertion = CurvePlot("Bringing the most relevant back first", "share of pixels back")
        how = reading.HOW_TO_READ
        self.curves = Part(
            "Does the score follow the map?",
            how["curves"],
            (self.deletion, self.insertion),
            (Figures("Areas under the curves"),),
            _NOT_YET,
        )
        self.regions = Part(
            "Does the map rank the features of the face as the score does?",
            how["regions"],
            tables=(Figures("Features of the face"), Figures("Agreement of the rankings")),
            nothing=_NOT_YET,
        )
        self.noise = Part(
            "Does noise that nobody sees change the map?",
            how["sensitivity"],
            tables=(Figures("Change under noise"),),
            nothing=_NOT_YET,
        )
        self.randomised = Part(
            "Does the map depend on what the network has learnt?",
            how["randomisation"],
            tables=(Figures("Randomised layers"),),
            nothing=_NOT_YET,
        )
        self.parts = (self.regions, self.curves, self.noise, self.randomised)

    def _arrange(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.button)
        column.addLayout(top)
        for widget in (self.worth, self.unusual, self.outdated, self.waiting, *self.parts):
            column.addWidget(widget)
        column.addStretch(1)
        self.area = QScrollArea(self)
        self.area.setAccessibleName("What was found")
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.area)
        outer.addWidget(self.empty)

    # -- examining ---------------------------------------------------------------------------
    @property
    def result(self) -> Result | None:
        """The map that is examined: the one on the viewer, if a classifier's method made it."""
        shown = self.scenes.shown_result
        if shown is None or not shown.model.of_classifier:
            return None
        return shown if shown.image_id == self._session.image_id else None

    def examine(self) -> None:
        """Send the map to the engine."""
        study, result = self._session.study, self.result
        if study is None or result is None or not self._ready():
            return
        task = examine(self._session, self._jobs, study, result, self._refresh)
        task.ended.connect(self._refresh)
        self.waiting.follow(task)
        self._refresh()

    def _ready(self) -> bool:
        return self._session.editable and self.result is not None and not self.waiting.busy

    # -- showing -----------------------------------------------------------------------------
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "area"):
            self._colour_warning()

    def _forget(self) -> None:
        """Leave nothing of one study in the next."""
        self.title.clear()
        self.waiting.clear()
        self._show(None)
        self._refresh()

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        result = self.result
        self.area.setVisible(result is not None)
        self.empty.setVisible(result is None)
        if result is None:
            self._say_why()
            return
        self.title.setText(f"{result.model.name} · {result.image_id}")
        said = [
            sentence
            for fact, sentence in (("synthetic", _SYNTHETIC), ("untested", UNTESTED))
            if result.facts.get(fact)
        ]
        self.worth.setText(" ".join(said))
        self.worth.setVisible(bool(said))
        self._colour_warning()
        found = self._found(result)
        complete = found is not None and "randomisation" in found.tables
        self.button.setText("&Test again" if complete else "&Test this map")
        self.button.setAccessibleName(self.button.text().replace("&", ""))
        self.button.setEnabled(self._ready())
        self.button.setToolTip(literal(self._tip()))
        self._show(found)

    def _tip(self) -> str:
        if not self._session.editable:
            return "The study can only be read: nothing could be kept"
        if self.waiting.busy:
            return "A map is being tested"
        return "Measure how far the map shows what the classifier's score depends on"

    def _found(self, result: Result) -> Examination | None:
        try:
            return kept(self._session.study, result) if self._session.study else None
        except NeoPainError as error:
            self._session.problem.emit(error)
            return None

    def _show(self, found: Examination | None) -> None:
        tables = found.tables if found is not None else {}
        if found is not None and "curves" in tables:
            self.deletion.set_lines(reading.curve_lines(found, "deletion"))
            self.insertion.set_lines(reading.curve_lines(found, "insertion"))
            self.curves.show_figures([reading.curve_table(found)], reading.curve_verdict(found))
        else:
            self.curves.show_nothing()
        if found is not None and "contributions" in tables:
            self.regions.show_figures(
                [reading.region_table(found), reading.rank_table(found)],
                reading.regions_verdict(found),
                reading.regions_note(found),
            )
        else:
            self.regions.show_nothing()
        if found is not None and "sensitivity" in tables:
            self.noise.show_figures([reading.noise_table(found)], reading.noise_verdict(found))
        else:
            self.noise.show_nothing()
        if found is not None and "randomisation" in tables:
            self.randomised.show_figures(
                [reading.random_table(found)], reading.random_verdict(found)
            )
        else:
            self.randomised.show_nothing()

    def _say_why(self) -> None:
        if self._session.study is None:
            self.empty.say("No study is open", "Open one to test its maps.")
        elif self.scenes.loading:
            self.empty.say("Reading the map", "One moment.")
        elif self.scenes.shown_result is not None:
            self.empty.say(
                "People looked here, not a classifier",
                "Only maps of classifiers can be tested: choose one in the Inspect tab.",
            )
        else:
            compute = command(self, "compute_this")
            self.empty.say(
                "No map is on the viewer",
                "What the Inspect tab shows is tested here: choose a map there, or compute the "
                "chosen one now.",
                [("Compute the chosen map", compute)] if compute else [],
            )

    def _colour_warning(self) -> None:
        palette = self.worth.palette()
        palette.setColor(self.worth.foregroundRole(), theme.level_colour("warning"))
        self.worth.setPalette(palette)
