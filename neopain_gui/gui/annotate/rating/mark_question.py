"""The question of a round that is answered by drawing regions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from neopain_gui.annotation.answers import Mark, Weight
from neopain_gui.faces.drawn import Outlines
from neopain_gui.gui.annotate.drawing.mark_editor import MarkEditor
from neopain_gui.gui.annotate.rating.mark_copies import copy_mark, others_of
from neopain_gui.gui.annotate.rating.simple_questions import Question

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from neopain_gui.gui.annotate.rating.course import Course
    from neopain_gui.gui.canvas.canvas import Canvas


class MarkQuestion(Question):
    """Which regions of the face matter.

    Parameters
    ----------
    course : Course
        Whose turn.
    canvas : Canvas
        Which shows the photograph.
    """

    def __init__(self, course: Course, canvas: Canvas, parent: QWidget | None = None) -> None:
        super().__init__(course, "Which regions matter?", parent)
        self.editor = MarkEditor(canvas, self._made, course.round.regions)
        self.editor.changed.connect(lambda text, _before, after: course.draw("marks", after, text))
        self.editor.copy_wanted.connect(lambda name: self.editor.bar.say(copy_mark(course, name)))
        for named in (self.editor.bar.names.chosen, self.editor.bar.names.added):
            named.connect(lambda _name: canvas.parentWidget().setFocus())  # keys answer again
        course.leaving.connect(self.editor.hand.finish)
        self.column.addWidget(self.editor)

    def show_photograph(self, pixels: Any) -> None:
        """Draw on the photograph that is on the canvas now; None where none is."""
        if pixels is None:
            self.editor.leave_photograph()
        else:
            self.editor.show_photograph(pixels)
            self.refresh()

    def refresh(self) -> None:
        """Show what is drawn."""
        copies = bool(others_of(self.course)) and not self.course.handed_in
        self.editor.bar.copying.setVisible(copies)
        self.editor.set_editable(not self.course.locked)
        self.editor.show_marks(self.course.said.marks)

    def press(self, key: str, *, shift: bool = False) -> bool:
        """Answer by no letter: tools are chosen by Tab and the pointer."""
        return False

    def take_key(self, key: int) -> bool:
        """Go on with, or drop, the outline that is being drawn."""
        return self.editor.take_key(key)

    def _made(self, name: str, outlines: Outlines, weight: Weight) -> Mark:
        course = self.course
        return Mark(
            round=course.round.name,
            rater=course.rater,
            image_id=course.turn.image_id,
            repeat=course.turn.repeat,
            name=name,
            outlines=outlines,
            weight=weight,
        )
