"""The question of a round that is answered by points of the face."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neopain_gui.annotation.answers import Landmark
from neopain_gui.annotation.landmarks import LandmarkSet
from neopain_gui.gui.annotate.drawing.landmark_editor import LandmarkEditor
from neopain_gui.gui.annotate.rating.simple_questions import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.annotate.rating.course import Course
    from neopain_gui.gui.canvas.canvas import Canvas


class LandmarkQuestion(Question):
    """Where the points of a set lie.

    Parameters
    ----------
    course : Course
        Whose turn.
    canvas : Canvas
        Which shows the photograph.
    landmark_set : LandmarkSet
        Which points.
    """

    def __init__(
        self,
        course: Course,
        canvas: Canvas,
        landmark_set: LandmarkSet,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(course, f"Where do they lie? {landmark_set.title}", parent)
        self._set = landmark_set
        self.editor = LandmarkEditor(canvas, landmark_set, self._made)
        self.editor.changed.connect(self._changed)
        course.leaving.connect(self.editor.hand.finish)
        self.column.addWidget(self.editor)

    def show_photograph(self, pixels: Any) -> None:
        """Place points on the photograph that is on the canvas now; None where none is."""
        if pixels is None:
            self.editor.leave_photograph()
        else:
            self.editor.show_photograph(pixels.shape[:2], self.course.face)
            self.refresh()

    def refresh(self) -> None:
        """Show what is set."""
        self.editor.set_editable(not self.course.locked)
        self.editor.show_landmarks(self.course.said.landmarks)

    def press(self, key: str, *, shift: bool = False) -> bool:
        """Answer by no letter."""
        return False

    def take_key(self, key: int) -> bool:
        """Drop a drag."""
        return self.editor.take_key(key)

    def _changed(self, text: str, _before: object, after: tuple[Landmark, ...]) -> None:
        others = [one for one in self.course.said.landmarks if one.set != self._set.id]
        self.course.draw("landmarks", (*others, *after), text)

    def _made(self, name: str, x: float, y: float) -> Landmark:
        course = self.course
        return Landmark(
            round=course.round.name,
            rater=course.rater,
            image_id=course.turn.image_id,
            repeat=course.turn.repeat,
            set=self._set.id,
            name=name,
            x=x,
            y=y,
        )
