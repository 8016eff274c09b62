"""The questions that a round asks, each by its instrument."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neopain_gui.annotation.round import LABEL, NOTE, REGIONS, SCORE
from neopain_gui.gui.annotate.rating.landmark_question import LandmarkQuestion
from neopain_gui.gui.annotate.rating.letters import item_letters
from neopain_gui.gui.annotate.rating.mark_question import MarkQuestion
from neopain_gui.gui.annotate.rating.scale_question import ScaleQuestion
from neopain_gui.gui.annotate.rating.simple_questions import (
    LabelQuestion,
    NoteQuestion,
    Question,
    ScoreQuestion,
)
from neopain_gui.pipeline.settings.instruments import study_landmark_sets, switches_of

if TYPE_CHECKING:
    from neopain_gui.gui.annotate.rating.course import Course
    from neopain_gui.gui.canvas.canvas import Canvas
    from neopain_gui.study import Study


def questions_of(course: Course, canvas: Canvas, study: Study) -> list[Question]:
    """Return what a round asks, in its order; what is drawn is drawn on the canvas."""
    keys = item_letters(course.scales)
    points = {one.instrument: one for one in study_landmark_sets(study).values()}
    made: list[Question] = []
    for instrument in course.round.instruments:
        if instrument == LABEL:
            made.append(LabelQuestion(course))
        elif instrument == SCORE:
            made.append(ScoreQuestion(course))
        elif instrument == NOTE:
            made.append(NoteQuestion(course))
        elif instrument == REGIONS:
            made.append(MarkQuestion(course, canvas))
        elif instrument in points:
            made.append(LandmarkQuestion(course, canvas, points[instrument]))
        elif instrument in course.scales:
            scale = course.scales[instrument]
            made.append(ScaleQuestion(course, scale, keys, switches_of(study, scale)))
    return made
