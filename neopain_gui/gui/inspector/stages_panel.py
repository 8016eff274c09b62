"""The post-processing of the map on the viewer, step by step (Figures 10 and 11)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from neopain_gui.gui.base import theme
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.canvas.linked import Linked
from neopain_gui.gui.inspector.missing_map import why_no_map
from neopain_gui.gui.inspector.score_histogram import ScoreHistogram
from neopain_gui.gui.inspector.stage import Reading, Stage
from neopain_gui.gui.inspector.stage_pictures import TITLES, Steps, follow
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.scene.drawing import photograph_pyramid
from neopain_gui.gui.widgets.empty import Empty, command
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.legend import Colours
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.widgets.slide import Slide
from neopain_gui.gui.widgets.view_tools import Zoom
from neopain_gui.maps import ATTRIBUTION, Kind
from neopain_gui.masks import MaskSettings

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.scene.loading import Scene
    from neopain_gui.gui.state.session import Session
    from neopain_gui.masks import MaskSettings

_GAP = 12
_OUTLINE = 0.9
_HISTOGRAM_SHARE = 0.2
_HISTOGRAM = (88, 128)
_READ = ("Pixel", "Relevance", "Cluster mean", "Smoothed", "Mask")


class StagesPanel(QWidget):
    """Four linked pictures, each with its numbers above and its control below.

    The controls change the study's mask settings, as those of the details do: what is seen here
    is what every export is made with.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Post-processing steps")
        self._session, self._jobs = session, jobs
        self.scenes = CurrentScene.of(session, jobs)
        self.steps: Steps | None = None
        self._photograph: NDArray[np.uint8] | None = None
        self.model = PlainLabel()
        self.model.setAccessibleName("Map that is processed")
        self.model.setFont(theme.strong_font(self.model.font()))
        self.reset = QPushButton("Rese&t to the paper's values")
        self.reset.setAccessibleName("Reset to the paper's values")
        self.reset.setToolTip("The dissertation's values: 5 clusters, σ 2, c 0.5 and for gaze 0.1")
        self.zoom = Zoom()
        self.colours = Colours()
        self.clusters = _clusters_slide()
        self.sigma = _sigma_slide()
        self.c = _c_slide()
        controls = (self.colours, self.clusters, self.sigma, self.c)
        self.stages = [Stage(*one) for one in zip(TITLES, controls, strict=True)]
        self.linked = Linked(self)
        belongs_to(self, "map")
        for stage in self.stages:
            self.linked.add(stage.canvas)
        self.stages[-1].canvas.set_outline_thickness(_OUTLINE)
        self.histogram = ScoreHistogram()
        self.reading = Reading(_READ)
        self.empty = Empty("inspect")
        self._said: tuple[str, str, list[tuple[str, str]]] | None = None
        self._columns = 0
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        top = Flow(spacing=theme.SPACE)
        top.addWidget(self.model)
        top.addStretch()
        top.addWidget(self.reset)
        top.addWidget(self.zoom)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_GAP)
        bottom = QHBoxLayout()
        bottom.setSpacing(2 * theme.SPACE)
        bottom.addWidget(self.histogram, 1)
        bottom.addWidget(self.reading)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(theme.SPACE, 4, theme.SPACE, 4)
        column.setSpacing(theme.SPACE)
        column.addLayout(top)
        column.addLayout(self._grid, 1)
        column.addLayout(bottom)
        self.pages = QStackedWidget(self)
        self.pages.addWidget(shown)
        self.pages.addWidget(self.empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self._lay_out()

    def _connect(self) -> None:
        session, scenes = self._session, self.scenes
        session.study_changed.connect(self._forget)
        scenes.changed.connect(self._scene_changed)
        scenes.appearance_changed.connect(self._changed)
        self._jobs.changed.connect(self._follow_jobs)
        session.choice_changed.connect(self._changed)
        session.overlay.opacity_changed.connect(self._set_opacity)
        session.overlay.hidden_changed.connect(self._set_hidden)
        self.colours.chosen.connect(lambda name: scenes.set_appearance(colormap=name))
        self.clusters.changed.connect(lambda n: self._set(clusters=0 if n < 2 else round(n)))
        self.sigma.changed.connect(lambda sigma: self._set(sigma=round(sigma, 3)))
        self.c.changed.connect(self._set_c)
        self.histogram.threshold_moved.connect(self._move_threshold)
        self.histogram.threshold_stepped.connect(self._step_threshold)
        self.reset.clicked.connect(self._reset)
        self.zoom.fit.connect(self.fit)
        self.zoom.by.connect(self.linked.zoom_by)
        self.linked.zoomed.connect(self.zoom.show_zoom)
        self.linked.pointed.connect(self._read)

    # What the main window's actions call

    def fit(self) -> None:
        """Show the whole map."""
        self.linked.fit()

    def actual_size(self) -> None:
        """Show one pixel of the photograph on one pixel of the screen."""
        self.linked.actual_size()

    def zoom_by(self, factor: float) -> None:
        """Enlarge or make smaller."""
        self.linked.zoom_by(factor)

    # Changing

    def _set(self, **changes: Any) -> None:
        choices = self._session.choices
        choices.set_mask_settings(replace(choices.mask_settings, **changes))

    def _set_c(self, c: float) -> None:
        self._set(**{self._kind.c: c})

    def _move_threshold(self, score: float) -> None:
        """Keep from a score on: c to two decimals, as its field has it."""
        if self.steps is None:
            return
        values = self.steps.smoothed.values
        spread = float(values.std(dtype=np.float64))
        if spread > 0:
            c = (score - float(values.mean(dtype=np.float64))) / spread
            self._set_c(self.c.within(round(c, 2)))

    def _step_threshold(self, steps: int) -> None:
        # of the study, not the slider, which follows only when the window is painted again
        c = self._session.choices.mask_settings.c_for(self._kind)
        if c is not None:
            self._set_c(self.c.within(round(c + steps * self.c.step, 2)))

    @property
    def _kind(self) -> Kind:
        return self.steps.relevance.model.traits if self.steps is not None else ATTRIBUTION

    def _reset(self) -> None:
        self._session.choices.set_mask_settings(MaskSettings())

    # Showing

    def _changed(self) -> None:
        """Draw once for everything that changes before the window is painted again."""
        if self.isVisible():
            self._soon.start()

    def _follow_jobs(self) -> None:
        """Say of a missing map that it is on its way."""
        if self.isVisible() and self.pages.currentWidget() is self.empty:
            self._say()

    def _forget(self) -> None:
        """Leave nothing of one study in the next, also while nobody looks."""
        self.steps = self._said = self._photograph = None
        for stage in self.stages:
            stage.canvas.clear()
        self._show_steps()
        self._changed()

    def _scene_changed(self) -> None:
        """Draw at once: not one frame may show what no longer holds."""
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._set_opacity(self._session.overlay.opacity)
        self._set_hidden(self._session.overlay.hidden)
        self.refresh()

    def refresh(self) -> None:
        """Show the steps of the map on the viewer, or say why there are none."""
        self._soon.stop()
        scene, relevance = self.scenes.scene, self.scenes.shown
        settings = self._session.choices.mask_settings
        self.steps = None
        if relevance is not None:
            self.steps = follow(relevance, settings, self.scenes.colormap)
        self._show_photograph(scene)
        self._show_steps()
        self._show_settings(settings)
        if relevance is None and not self.scenes.loading:
            self._say()
            self.pages.setCurrentWidget(self.empty)
        else:
            self.pages.setCurrentIndex(0)
        self._read(*self.linked.pixel)

    def _show_photograph(self, scene: Scene | None) -> None:
        photograph = scene.photograph if scene is not None else None
        if photograph is self._photograph:
            return
        self._photograph = photograph
        for stage in self.stages:
            if scene is None:
                stage.canvas.clear()
            else:
                levels = photograph_pyramid(scene.photograph, scene.image.sha256)
                stage.canvas.set_photograph(scene.photograph, levels)

    def _show_steps(self) -> None:
        steps, colormap = self.steps, self.scenes.colormap
        if steps is None:
            self.model.clear()
            for stage in self.stages:
                stage.show_picture(None, None)
                stage.canvas.set_outline(None)
                stage.caption.clear()
                stage.legend.set_scale(colormap, None)
            self.histogram.show_scores(None, None, colormap)
            return
        box = steps.relevance.box
        self.model.setText(steps.relevance.model.name)
        for stage, picture, caption in zip(
            self.stages, steps.pictures, steps.captions, strict=True
        ):
            stage.canvas.set_frame(box)
            stage.show_picture(picture, box)
            stage.caption.setText(caption)
        self.stages[-1].canvas.set_outline(steps.mask.values, box)
        self._show_legends(steps, colormap)
        self.histogram.show_scores(steps.scores, steps.threshold, colormap)

    def _show_legends(self, steps: Steps, colormap: str) -> None:
        raw, smoothed = (float(one.values.max()) for one in (steps.relevance, steps.smoothed))
        applies = steps.pictures[1] is not None
        first, second, third, last = (stage.legend for stage in self.stages)
        first.set_scale(colormap, raw)
        if steps.clusters is not None:
            second.set_steps(colormap, steps.clusters.means)
        else:
            second.set_scale(colormap, raw if applies else None)
        third.set_scale(colormap, smoothed if applies else None)
        last.set_scale(colormap, smoothed)

    def _show_settings(self, settings: MaskSettings) -> None:
        kind = self._kind
        self.colours.show_colormap(self.scenes.colormap)
        self.clusters.set_value(settings.clusters or 1)
        self.sigma.set_value(settings.sigma)
        c = settings.c_for(kind)
        if c is not None:
            self.c.set_value(c)
        self.c.setEnabled(c is not None)
        for slide in (self.clusters, self.sigma):
            slide.setEnabled(kind.post_processed)
        self.reset.setEnabled(settings != MaskSettings())

    def _set_opacity(self, opacity: float) -> None:
        for stage in self.stages:
            stage.canvas.set_opacity(opacity)

    def _set_hidden(self, hidden: bool) -> None:
        for stage in self.stages:
            stage.canvas.set_hidden(hidden)

    def _read(self, column: int, row: int) -> None:
        if column < 0 or self.steps is None:
            self.reading.show_values(("",) * len(_READ))
        else:
            self.reading.show_values((f"{column}, {row}", *self.steps.read(column, row)))

    def _say(self) -> None:
        said = why_no_map(self._session, self.scenes, self._jobs)
        if said == self._said:
            return
        self._said = said
        heading, text, commands = said
        found = [(caption, command(self, identity)) for caption, identity in commands]
        self.empty.say(heading, text, [(caption, do) for caption, do in found if do is not None])

    # Laying out

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        """Put the four in a row, or two by two where that gives larger pictures."""
        height = round(self.height() * _HISTOGRAM_SHARE)
        self.histogram.setFixedHeight(max(_HISTOGRAM[0], min(_HISTOGRAM[1], height)))
        words = self.stages[0].room_around()
        left = self.height() - self.histogram.height() - 48
        in_a_row = min(self.width() / 4, left - words)
        two_by_two = min(self.width() / 2, left / 2 - words)
        columns = 2 if two_by_two > in_a_row else 4
        if columns == self._columns:
            return
        self._columns = columns
        for place, stage in enumerate(self.stages):
            self._grid.addWidget(stage, place // columns, place % columns)
        for place in range(4):
            self._grid.setColumnStretch(place, int(place < columns))
            self._grid.setRowStretch(place, int(place < 4 // columns))


def _clusters_slide() -> Slide:
    tip = "Clusters of the k-means step (3.4.3); 1 leaves it out"
    slide = Slide("Clusters", tip, low=1, high=12, step=1, decimals=0, widest=(1, 64))
    slide.field.setSpecialValueText("off")
    return slide


def _sigma_slide() -> Slide:
    tip = "σ of the Gaussian (3.4.3), in cells of the map's grid; 0 leaves it out"
    slide = Slide("Sigma", tip, low=0, high=10, step=0.1, decimals=1, widest=(0, 101))
    slide.field.setSpecialValueText("off")
    return slide


def _c_slide() -> Slide:
    tip = "Keep what lies at least c standard deviations above the mean (equation 9)"
    return Slide("Threshold c", tip, low=-1, high=3, step=0.05, decimals=2, widest=(-20, 20))
