"""The film strip: what one classifier saw at increasing depth (as in Figures 14 and 15)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QWidget

from neopain_gui.gui.base.plain import PlainLabel, literal
from neopain_gui.gui.inspector.tile_blocks import Block
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.scene.drawing import TILE, crop_of, drawn_tile, tile_of
from neopain_gui.gui.scene.reader import Rank
from neopain_gui.gui.state.depth import Step, show_step, step_depth, step_number, walk
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.widgets.tile import Tile
from neopain_gui.gui.work.submit import UnderWay, under_way
from neopain_gui.maps import RelevanceMap
from neopain_gui.pipeline.maps.noise_words import rounding_mark, rounding_sentence

if TYPE_CHECKING:
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session

_REDRAW_MS = 30
_BETWEEN_BLOCKS = 10
_LOW_TILE = TILE // 2
_AROUND = 24
"""Pixels beside the shown tile that are brought into view with it."""


class FilmStrip(QScrollArea):
    """One tile per layer; a click puts it on the viewer, ← and → walk through the depth.

    Maps are drawn beside the window: a tile shows its map, nothing, or a word on why there is
    none, and never the map of another photograph or choice.
    """

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layers")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._session, self._jobs = session, jobs
        self._under_way = UnderWay.NOT
        self._low = False
        self.scenes = CurrentScene.of(session, jobs)
        self.tiles: list[Tile] = []
        self.blocks: list[Block] = []
        self._steps: tuple[Step, ...] = ()
        self._group = QButtonGroup(self)
        self._nothing = PlainLabel("The layers of the chosen classifier appear here.", self)
        content = QWidget(self)
        self._row = QHBoxLayout(content)
        self._row.setContentsMargins(8, 0, 8, 0)
        self._row.setSpacing(_BETWEEN_BLOCKS)
        self._row.addWidget(self._nothing)
        self._row.addStretch(1)
        self.setWidget(content)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_REDRAW_MS)
        self._later.timeout.connect(self._draw_maps)
        self._connect()
        self._show_steps()

    def _connect(self) -> None:
        session = self._session
        self.scenes.changed.connect(self._show_scene)
        self.scenes.appearance_changed.connect(self._soon)
        self.scenes.reader.granted.connect(self._granted)
        self._jobs.changed.connect(self._follow_jobs)
        session.image_selected.connect(self._follow_jobs)
        session.choice_changed.connect(self._follow_jobs)
        session.choice_changed.connect(self._show_steps)
        session.study_changed.connect(self._show_steps)
        session.shown_model_changed.connect(lambda _name: self._check_shown())
        session.overlay.opacity_changed.connect(self._set_opacity)

    # Walking

    def deeper(self) -> None:
        """Show the next layer towards the output."""
        step_depth(self._session, 1)

    def shallower(self) -> None:
        """Show the next layer towards the input."""
        step_depth(self._session, -1)

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

    # The tiles

    def _show_steps(self) -> None:
        wanted = walk(self._session) if self._session.study is not None else ()
        if wanted != self._steps:
            self._steps = wanted
            self._build()
            self._show_scene()

    def _build(self) -> None:
        for tile in self.tiles:
            self._group.removeButton(tile)
        for block in self.blocks:
            self._row.removeWidget(block)
            block.hide()
            block.deleteLater()
        self.tiles, self.blocks = [], []
        for place, step in enumerate(self._steps):
            if not self.blocks or step.block != self.blocks[-1].title or not step.model:
                self.blocks.append(Block(step.block, self.widget()))
                self._row.insertWidget(self._row.count() - 1, self.blocks[-1])
            tip = _tip(step)
            tile = Tile(step.title, tip, self.blocks[-1])
            tile.set_opacity(self._session.overlay.opacity)
            belongs_to(tile, "layer")
            tile.clicked.connect(partial(self._choose, place))
            self._group.addButton(tile)
            self.blocks[-1].add(tile)
            self.tiles.append(tile)
        self._nothing.setVisible(not self._steps)
        self._fit_room()
        self._check_shown()

    def set_low(self, low: bool) -> None:
        """Leave the photograph above more height: smaller tiles, and no headings of blocks."""
        if low != self._low:
            self._low = low
            self._fit_room()

    def _fit_room(self) -> None:
        for block in self.blocks:
            block.show_heading(not self._low)
        for tile in self.tiles:
            tile.set_side(_LOW_TILE if self._low else TILE)
        self._fit_height()

    def _fit_height(self) -> None:
        bar = self.horizontalScrollBar().sizeHint().height()
        block, tile = Block("x"), Tile("x", "")
        block.show_heading(not self._low)
        tile.set_side(_LOW_TILE if self._low else TILE)
        block.add(tile)
        self.setFixedHeight(block.sizeHint().height() + 4 + bar)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_height()

    def _check_shown(self) -> None:
        shown = step_number(self._session)
        for place, tile in enumerate(self.tiles):
            tile.setChecked(place == shown)
        if shown is None:
            self._group.setExclusive(False)
            for tile in self.tiles:
                tile.setChecked(False)
            self._group.setExclusive(True)
        else:
            # tiles that were made just now have no place before the layout has seen them
            QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        """Bring the tile of what is on the viewer into view."""
        for tile in self.tiles:
            if tile.isChecked():
                self.ensureWidgetVisible(tile, _AROUND, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._reveal)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._reveal)

    # Their pictures

    def _granted(self, rank: Rank) -> None:
        if rank is Rank.TILES:
            self._soon()

    def _soon(self) -> None:
        if not self._later.isActive():
            self._later.start()

    def _show_scene(self) -> None:
        scene = self.scenes.scene
        crop = None
        if scene is not None and scene.face is not None:
            crop = crop_of(scene.photograph, scene.image.sha256, scene.face.box)
        for tile in self.tiles:
            tile.set_crop(crop)
        self._draw_maps()

    def _follow_jobs(self) -> None:
        """Say of missing maps that they are on their way, for as long as they are."""
        state = under_way(self._jobs, self._session.image_id, self.scenes.wanted)
        if state is not self._under_way:
            self._under_way = state
            self._soon()

    def _draw_maps(self) -> None:
        scenes, scene = self.scenes, self.scenes.scene
        settings, appearance = self._session.choices.mask_settings, scenes.appearance
        undrawn: list[tuple[Tile, RelevanceMap]] = []
        for step, tile in zip(self._steps, self.tiles, strict=True):
            if not step.model:
                continue
            fitting = scenes.result(step.model)
            relevance = scene.maps.get(step.model) if scene and fitting else None
            tile.setToolTip(literal(_tip(step, fitting.facts if fitting and relevance else {})))
            if relevance is None:
                missing = self._under_way or "no map yet"
                tile.set_map(None, "" if scene is None or scenes.loading else missing)
                continue
            image, key = drawn_tile(relevance, settings, appearance), relevance.provenance.key
            state = (
                "empty map" if relevance.empty else rounding_mark(fitting.facts if fitting else {})
            )
            if image is not None:
                tile.set_map(image, state, of=key)
                continue
            if tile.of != key:  # else it is this very map, drawn for other settings
                tile.set_map(None, state)
            undrawn.append((tile, relevance))
        undrawn.sort(key=lambda one: one[0].visibleRegion().isEmpty())
        scenes.reader.want(
            Rank.TILES,
            [partial(tile_of, relevance, settings, appearance) for _, relevance in undrawn],
        )

    def _set_opacity(self, opacity: float) -> None:
        for tile in self.tiles:
            tile.set_opacity(opacity)


def _tip(step: Step, facts: Mapping[str, Any] = MappingProxyType({})) -> str:
    name = f"{step.block}, {step.name}" if step.block else step.name
    if not step.model:
        return name
    return "\n".join(filter(None, (f"{name}: show its map (← →)", rounding_sentence(facts))))
