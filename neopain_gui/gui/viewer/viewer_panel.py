"""The viewer: the photograph of the session with the map that was chosen, and its tools."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neopain_gui.errors import InputError
from neopain_gui.faces import manual
from neopain_gui.faces.face import first_of
from neopain_gui.geometry import Box
from neopain_gui.gui.base.plain import PlainLabel
from neopain_gui.gui.canvas.canvas import Canvas
from neopain_gui.gui.scene.current_scene import CurrentScene
from neopain_gui.gui.scene.drawing import photograph_pyramid, picture_of, unfinished_picture
from neopain_gui.gui.scene.overlay import OverlayMode, value_at
from neopain_gui.gui.state.depth import step_depth
from neopain_gui.gui.viewer.before_hint import BeforeHint
from neopain_gui.gui.viewer.region_editor import RegionEditor
from neopain_gui.gui.viewer.unfinished import Unfinished
from neopain_gui.gui.widgets.flow import Flow
from neopain_gui.gui.widgets.legend import Colours, Legend
from neopain_gui.gui.widgets.notice import Notice
from neopain_gui.gui.widgets.right_click import belongs_to
from neopain_gui.gui.widgets.view_tools import Tools
from neopain_gui.gui.work.face_work import choose_face, find_faces

if TYPE_CHECKING:
    from neopain_gui.faces.face import Face
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session


_CLEARS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class ViewerPanel(QWidget):
    """Canvas, tools above it, legend and the value under the pointer below it."""

    def __init__(self, session: Session, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Viewer")
        self._session, self._jobs = session, jobs
        self.scenes = CurrentScene.of(session, jobs)
        self.canvas = Canvas(self)
        belongs_to(self.canvas, "viewer")
        self.notice = Notice(self.canvas)
        self.unfinished = Unfinished(self.canvas)
        self.before = BeforeHint(session, self.canvas, self.unfinished)
        self.tools = Tools(self)
        self.regions = RegionEditor(session, self.scenes, self.canvas)
        self.legend = Legend(self)
        self.colours = Colours(self)
        self.readout = PlainLabel(parent=self)
        self.readout.setAccessibleName("Value under the pointer")
        self.readout.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._found: tuple[Face, ...] = ()
        self._drawn_photograph: NDArray[np.uint8] | None = None
        self._pointer = (-1, -1)
        self._arrange()
        self._connect()
        self._show_scene()

    def _arrange(self) -> None:
        line = Flow()
        line.setContentsMargins(8, 0, 8, 4)
        line.addWidget(self.colours)
        line.addWidget(self.legend)
        line.addStretch()
        line.addWidget(self.readout)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tools)
        column.addWidget(self.regions.bar)
        column.addWidget(self.canvas, 1)
        column.addLayout(line)

    def _connect(self) -> None:
        session, scenes, canvas, tools = self._session, self.scenes, self.canvas, self.tools
        scenes.changed.connect(self._show_scene)
        scenes.growth.changed.connect(self._show_map)
        scenes.appearance_changed.connect(self._appearance_changed)
        session.overlay.opacity_changed.connect(canvas.set_opacity)
        session.overlay.hidden_changed.connect(canvas.set_hidden)
        canvas.set_opacity(session.overlay.opacity)
        canvas.set_hidden(session.overlay.hidden)
        canvas.box_edited.connect(self._box_edited)
        canvas.cursor_moved.connect(self._cursor_moved)
        canvas.zoomed.connect(tools.show_zoom)
        canvas.drawing_changed.connect(tools.show_drawing)
        canvas.installEventFilter(self)
        tools.mode_chosen.connect(lambda mode: scenes.set_appearance(mode=mode))
        self.colours.chosen.connect(lambda name: scenes.set_appearance(colormap=name))
        tools.fit.connect(self.fit)
        tools.zoom.connect(canvas.zoom_by)
        canvas.face_chosen.connect(self._face_chosen)
        tools.draw_face.connect(self._draw_face)
        tools.show_regions.connect(self.regions.show)

    # What the main window's actions call

    @property
    def picture(self) -> QWidget:
        """What it shows, for copying."""
        return self.canvas

    def fit(self) -> None:
        """Show the whole photograph."""
        self.canvas.fit()

    def actual_size(self) -> None:
        """Show one pixel of the photograph on one pixel of the screen."""
        self.canvas.actual_size()

    def zoom_by(self, factor: float) -> None:
        """Enlarge or make smaller."""
        self.canvas.zoom_by(factor)

    def draw_face(self) -> None:
        """Let the next drag on the photograph draw the face box."""
        if self._session.editable and self.scenes.scene is not None:
            self._draw_face(True, Qt.FocusReason.ShortcutFocusReason)

    def toggle_regions(self) -> None:
        """Show the facial regions with their tools, or take them away."""
        self.tools.regions.toggle()

    def _draw_face(self, on: bool, why: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        self.regions.end()
        self.canvas.set_drawing(on)
        if on:  # wherever it was asked for: Enter and the arrows are the box's now
            self.canvas.setFocus(why)

    # The scene

    def _show_scene(self) -> None:
        scene = self.scenes.scene
        editable = scene is not None and self._session.editable
        self.tools.set_editable(editable)
        self.canvas.set_box_editable(editable)
        if scene is None:
            self._drawn_photograph = None
            self.canvas.clear()
        else:
            if self._drawn_photograph is not scene.photograph:
                self._drawn_photograph = scene.photograph
                levels = photograph_pyramid(scene.photograph, scene.image.sha256)
                self.canvas.set_photograph(scene.photograph, levels)
            self._show_box()
        self._show_map()
        self._cursor_moved(*self._pointer)
        self._say()

    def _appearance_changed(self) -> None:
        self.tools.modes.press(self.scenes.mode)
        self.colours.show_colormap(self.scenes.colormap)
        self._show_map()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_map()

    def _show_map(self) -> None:
        if not self.isVisible():
            return  # another view is in front; the map is drawn when this one comes back
        relevance, mode = self.scenes.shown, self.scenes.mode
        drawn = None
        if relevance is not None and mode is not OverlayMode.PHOTOGRAPH:
            drawn = picture_of(
                relevance, self._session.choices.mask_settings, self.scenes.appearance
            )
        grown = self.scenes.growth.map
        if grown is not None and mode is not OverlayMode.PHOTOGRAPH:
            drawn = unfinished_picture(grown, self.scenes.appearance)
            self.unfinished.say(self.scenes.growth.share)
        else:
            self.unfinished.nothing()
        self.canvas.set_drawn(drawn)
        self.legend.set_scale(self.scenes.colormap, drawn.maximum if drawn else None)

    def _say(self) -> None:
        scene, session = self.scenes.scene, self._session
        if self.scenes.error is not None:
            self.notice.say(str(self.scenes.error))
        elif scene is None:
            if session.study is not None and not session.images:
                self.notice.say("This study has no photographs yet. Add some to begin.")
            elif session.study is not None and not self.scenes.loading:
                self.notice.say("Choose a photograph in the list.")
            else:
                self.notice.hide()
        elif scene.face is None and session.editable and not self.scenes.loading:
            self.notice.say(
                "No face is marked on this photograph, so nothing can be computed on it.",
                [
                    ("Find face", "Let the face detector look for it", self._find_face),
                    ("Draw by hand", "Drag a rectangle around the face", self.draw_face),
                ],
            )
        elif scene.face is not None and not scene.face.of_a_person and len(self._found) > 1:
            self._ask_which(scene.face)
        else:
            self.notice.hide()

    def _ask_which(self, face: Face) -> None:
        """Ask for the neonate among several faces, once: the answer is kept with the study."""
        self.notice.say(
            f"{len(self._found)} faces were found and {first_of(self._found)} is marked. "
            "Click another one if that is the neonate.",
            [("The marked one", "Keep it: it is not asked again", lambda: self._confirm(face))]
            if self._session.editable
            else (),
        )

    def _confirm(self, face: Face) -> None:
        self._session.edits.set_faces(
            {self._session.image_id: replace(face, chosen=True)}, "choosing the face"
        )

    def _face_chosen(self, place: int) -> None:
        choose_face(self._session, place)

    def _find_face(self) -> None:
        find_faces(self._session, self._jobs, [self._session.image_id], again=True)

    def _box_edited(self, box: Box) -> None:
        scene = self.scenes.scene
        if scene is None:
            return
        try:
            face = manual(box, (scene.image.height, scene.image.width))
        except InputError as error:
            self._session.problem.emit(error)
        else:
            self._session.edits.set_face(scene.image.id, face)
        self._show_box()

    def _show_box(self) -> None:
        scene, study = self.scenes.scene, self._session.study
        face = scene.face if scene is not None else None
        self._found = study.faces.candidates(scene.image.id) if scene and study else ()
        several = len(self._found) > 1
        others = [
            (place, one.box, one.said_by)
            for place, one in enumerate(self._found)
            if several and (face is None or one.box != face.box)
        ]
        self.canvas.set_box(face.box if face is not None else None)
        self.canvas.other_faces.set_faces(others, (face.box, face.said_by) if face else None)

    def _cursor_moved(self, column: int, row: int) -> None:
        self._pointer = (column, row)
        if column < 0 or self.scenes.scene is None:
            self.readout.clear()
            return
        relevance = self.scenes.shown
        value = value_at(relevance, column, row) if relevance is not None else None
        text = f"x {column}   y {row}"
        if value is not None:
            text += f"   relevance {value:.3g}"
        self.readout.setText(text)

    # Keys on the photograph, and the notice's place

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        keys = event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
        if watched is self.canvas and not (keys and self.canvas.box_keys.busy):
            if event.type() == QEvent.Type.Resize:
                self.notice.place()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
                if by:
                    step_depth(self._session, by)
                    return True
                if event.key() == Qt.Key.Key_Escape and (
                    self.canvas.leave_box() or self.regions.end()
                ):
                    return True
                if event.key() in _CLEARS and self.canvas.face_box.has_focus:
                    self._session.edits.set_face(self._session.image_id, None)
                    return True
            elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                # the box's own keys, before a command of the window takes them
                mine = (*_CLEARS, Qt.Key.Key_Escape)
                if event.key() in mine and self.canvas.face_box.has_focus:
                    event.accept()
                    return True
            elif event.type() == QEvent.Type.FocusOut:
                self.canvas.face_box.set_focused(False)
        return super().eventFilter(watched, event)
