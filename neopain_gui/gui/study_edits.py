"""What can be undone: the session's edits of faces, regions and gaze, and how edits go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.edits import (
    Edit,
    Gaze,
    gaze_replaced_by,
    maps_of_face,
    write_faces,
    write_gaze,
    write_regions,
)
from neopain_gui.gui.overlay_state import OverlayState

if TYPE_CHECKING:
    from neopain_gui.faces.drawn import Outlines
    from neopain_gui.faces.records import Face
    from neopain_gui.gui.messages import Message
    from neopain_gui.study import Study
    from neopain_gui.study.records import Result

UNDO_STEPS = 200


class StudyEdits(OverlayState):
    """Changes of the open study that go onto the undo stack; a part of the session.

    Signals
    -------
    images_changed()
        Photographs, labels or faces are not what they were.
    results_changed(image_id: str)
        Empty when more than one photograph's results changed.
    gaze_changed()
        Participants, their trials or their scores.
    regions_changed()
        What is drawn on some photographs.
    problem(error: object)
        Something failed that the user should read about.
    notice(text: str)
        Something worth knowing that fades.
    told(message: Message)
        Something to read, perhaps with a button.
    settled(topic: str)
        What earlier messages of this topic spoke of is no longer so.
    """

    images_changed = Signal()
    results_changed = Signal(str)
    gaze_changed = Signal()
    regions_changed = Signal()
    problem = Signal(object)
    notice = Signal(str)
    told = Signal(object)
    settled = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._study: Study | None = None
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)

    @property
    def study(self) -> Study | None:
        """The open study."""
        return self._study

    @property
    def editable(self) -> bool:
        """True when a study is open for writing."""
        return self._study is not None and not self._study.read_only

    def tell(self, message: Message) -> None:
        """Say something on the window's bar."""
        self.told.emit(message)

    def settle(self, topic: str) -> None:
        """Take away what was said of a topic."""
        self.settled.emit(topic)

    def set_face(self, image_id: str, face: Face | None) -> None:
        """Set or clear a photograph's face; can be undone, and undoing restores its maps."""
        self.set_faces({image_id: face}, "face" if face else "clear face")

    def set_faces(self, faces: Mapping[str, Face | None], text: str = "find faces") -> None:
        """Set several faces as one edit."""
        if self._study is None:
            return
        before = {
            key: (self._study.face(key), maps_of_face(self._study, key))
            for key, face in faces.items()
            if self._study.face(key) != face
        }
        after = {key: (faces[key], ()) for key in before}
        if before:
            self._edit(text, before, after, self._faces)

    def set_regions(self, image_id: str, regions: Mapping[str, Outlines], text: str) -> None:
        """Put these in the place of all regions drawn on a photograph; can be undone."""
        from neopain_gui.faces.drawn import same_regions

        before = self._study.drawn_regions(image_id) if self._study is not None else {}
        if not same_regions(before, regions):
            self._edit(text, {image_id: before}, {image_id: dict(regions)}, self._regions)

    def _regions(self, values: Mapping[str, Mapping[str, Outlines]]) -> bool:
        kept = self._write(write_regions, values)
        if kept:
            self.regions_changed.emit()
        return kept

    def import_gaze(self, added: Gaze) -> bool:
        """Take recordings into the study; can be undone. False if the study refused them."""
        if self._study is None:
            return False
        before = (added, gaze_replaced_by(self._study, added))
        return self._edit("import of recordings", before, (None, added), self._gaze)

    def _gaze(self, values: tuple[Gaze | None, Gaze]) -> bool:
        kept = self._write(write_gaze, values)
        if kept:
            self.gaze_changed.emit()
        return kept

    def _edit(self, text: str, before: Any, after: Any, write: Any) -> bool:
        if not self.editable:
            self.notice.emit("This study is open for reading only: nothing was changed.")
            return False
        edit = Edit(text, before, after, write)
        self.undo_stack.push(edit)
        return edit.kept

    def _faces(self, values: Mapping[str, tuple[Face | None, tuple[Result, ...]]]) -> None:
        self._write(write_faces, values)
        self.images_changed.emit()
        self.results_changed.emit(next(iter(values)) if len(values) == 1 else "")

    def _write(self, write: Callable[[Study, Any], None], values: Any) -> bool:
        if self._study is None:
            return False
        try:
            write(self._study, values)
        except NeoPainError as error:
            self.problem.emit(error)
            return False
        return True
