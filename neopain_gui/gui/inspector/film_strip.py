"""The film strip: what one classifier saw at increasing depth (as in Figures 14 and 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLabel, QScrollArea, QWidget

from neopain_gui.gui.inspector.names import Step, show_step, step_depth, walk
from neopain_gui.gui.inspector.tile import Tile
from neopain_gui.gui.method_options import method_options
from neopain_gui.gui.viewer.overlay import Mode, draw
from neopain_gui.gui.viewer.picture import to_image
from neopain_gui.gui.viewer.scene import Scenes

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.session import Session

_REDRAW_MS = 60


class InspectorPanel(QScrollArea):
    """One tile per layer; a click puts it on the viewer, ← and → walk through the depth."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layers")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session, self._jobs = session, jobs
        self._computed = False
        self.scenes = Scenes.of(session, jobs)
        self.tiles: list[Tile] = []
        self._steps: tuple[Step, ...] = ()
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._nothing = QLabel("The layers of the chosen classifier appear here.", self)
        content = QWidget(self)
        line = QHBoxLayout(content)
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(self._nothing)
        line.addLayout(self._row)
        line.addStretch(1)
        self.setWidget(content)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REDRAW_MS)
        self._later.timeout.connect(self._draw_maps)
        self.scenes.changed.connect(self._show_scene)
        self.scenes.look_changed.connect(self._later.start)
        jobs.changed.connect(self._follow_jobs)
        session.image_selected.connect(self._follow_jobs)
        session.choice_changed.connect(self._follow_jobs)
        session.choice_changed.connect(self._show_steps)
        session.study_changed.connect(self._show_steps)
        session.shown_model_changed.connect(lambda _name: self._check_shown())
        session.opacity_changed.connect(self._set_opacity)
        self._show_steps()

    # Walking

    def deeper(self) -> None:
        """Show the next layer towards the output."""
        self._step(1)

    def shallower(self) -> None:
        """Show the next layer towards the input."""
        self._step(-1)

    def _step(self, by: int) -> None:
        step_depth(self._session, by)
        for tile in self.tiles:
            if tile.isChecked():
                self.ensureWidgetVisible(tile)

    def _choose(self, place: int) -> None:
        show_step(self._session, self._steps[place])
        self._check_shown()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Left:
            self.shallower()
        elif event.key() == Qt.Key.Key_Right:
            self.deeper()
        else:
            super().keyPressEvent(event)

    # Showing

    def _show_steps(self) -> None:
        wanted = walk(self._session.choice) if self._session.study is not None else ()
        if wanted != self._steps:
            self._steps = wanted
            self._build()
            self._show_scene()

    def _build(self) -> None:
        for tile in self.tiles:
            self._group.removeButton(tile)
            self._row.removeWidget(tile)
            tile.hide()
            tile.deleteLater()
        self.tiles = []
        for place, step in enumerate(self._steps):
            tip = (
                "The photograph without a map"
                if not step.model
                else f"Show the map of {step.title} on the viewer (← →)"
            )
            tile = Tile(step.title, tip, self.widget())
            tile.set_opacity(self._session.opacity)
            tile.clicked.connect(lambda _checked=False, at=place: self._choose(at))
            self._group.addButton(tile)
            self._row.addWidget(tile)
            self.tiles.append(tile)
        self._nothing.setVisible(not self._steps)
        self._fit_height()
        self._check_shown()

    def _fit_height(self) -> None:
        bar = self.horizontalScrollBar().sizeHint().height()
        tile = Tile("x", "").sizeHint().height()
        self.setFixedHeight(tile + 8 + bar)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def _check_shown(self) -> None:
        for step, tile in zip(self._steps, self.tiles, strict=True):
            tile.setChecked(step.model == self._session.shown_model)
        if self._session.shown_model not in [step.model for step in self._steps]:
            self._group.setExclusive(False)
            for tile in self.tiles:
                tile.setChecked(False)
            self._group.setExclusive(True)

    def _show_scene(self) -> None:
        scene = self.scenes.scene
        crop = None
        if scene is not None and scene.face is not None:
            crop = to_image(scene.photograph[scene.face.box.slices])
        for tile in self.tiles:
            tile.set_crop(crop)
        self._draw_maps()

    def _follow_jobs(self) -> None:
        """Say of missing maps that they are on their way, for as long as they are."""
        choice, image_id = self._session.choice, self._session.image_id
        wanted = {
            "classifier_id": choice.classifier_id,
            "method": choice.method,
            "target": choice.target,
            "options": method_options(self._session),
        }
        computed = any(
            image_id in task.arguments.get("image_ids", ())
            and wanted.items() <= task.arguments.items()
            for task in self._jobs.unfinished()
            if not task.stopping
        )
        if computed != self._computed:
            self._computed = computed
            self._later.start()

    def _draw_maps(self) -> None:
        mode = self.scenes.mode if self.scenes.mode is not Mode.PHOTOGRAPH else Mode.HEATMAP
        for step, tile in zip(self._steps, self.tiles, strict=True):
            if not step.model:
                continue
            result = self.scenes.result(step.model)
            scene = self.scenes.scene
            relevance = scene.maps.get(step.model) if scene and result else None
            if relevance is None or scene is None:
                missing = "computing…" if self._computed else "no map yet"
                tile.set_map(None, "" if scene is None or self.scenes.loading else missing)
                continue
            overlay = draw(
                relevance,
                self._session.mask_settings,
                mode=mode,
                colormap=self.scenes.colormap,
            )
            image = to_image(overlay.rgba) if overlay.rgba is not None else None
            tile.set_map(image, "empty map" if relevance.empty else "")

    def _set_opacity(self, opacity: float) -> None:
        for tile in self.tiles:
            tile.set_opacity(opacity)
