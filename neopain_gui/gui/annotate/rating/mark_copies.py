"""A region that is laid on the neonate's other photographs of an open round."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from neopain_gui.annotation.answers import Mark, Turn
from neopain_gui.annotation.carrying import carried
from neopain_gui.counted import counted
from neopain_gui.faces.regions import RegionSource

if TYPE_CHECKING:
    from neopain_gui.gui.annotate.rating.course import Course
    from neopain_gui.study import Study

Copies = tuple[tuple[Turn, tuple[Mark, ...]], ...]
"""All regions of some turns."""


def others_of(course: Course) -> list[Turn]:
    """Return the turns of the neonate's other photographs; none where the round is blind.

    A blind round does not tell which photographs are of the same neonate.
    """
    if course.round.blind or course.handed_in:
        return []
    of = course.study.images
    mine = course.turn
    neonate = of.get(mine.image_id).neonate
    return [
        one
        for one in course.turns
        if one.image_id != mine.image_id
        and one.repeat == mine.repeat
        and neonate is not None
        and of.get(one.image_id).neonate == neonate
    ]


def copy_mark(course: Course, name: str) -> str:
    """Lay a region on the neonate's other photographs; can be undone.

    Returns
    -------
    str
        What was done and what not, as sentences.
    """
    study, mark = course.study, next(one for one in course.said.marks if one.name == name)
    before: list[tuple[Turn, tuple[Mark, ...]]] = []
    after: list[tuple[Turn, tuple[Mark, ...]]] = []
    rough = replaced = 0
    for turn in others_of(course):
        laid = _laid(study, course.turn.image_id, turn, mark)
        if laid is None:
            continue
        made, source = laid
        there = _marks(course, turn)
        kept = [one for one in there if one.name != name]
        rough += source is RegionSource.FACE_BOX
        replaced += len(kept) < len(there)
        before.append((turn, there))
        after.append((turn, (*kept, made)))
    if not after:
        return "Not copied: the face has to be known on both photographs."
    course.edit(f"copying “{name}”", tuple(before), tuple(after), partial(_put, course))
    said = f"Copied to {counted(len(after), 'photograph')}."
    if replaced:
        where = "" if replaced == len(after) else f" on {replaced} of them"
        said += f" It took the place of what was drawn there{where}."
    if rough:
        said += " Placed by the face box alone: rough."
    return said


def _laid(study: Study, image_id: str, turn: Turn, mark: Mark) -> tuple[Mark, RegionSource] | None:
    here, there = study.faces.get(image_id), study.faces.get(turn.image_id)
    if here is None or there is None:
        return None
    outlines, source = carried(mark.outlines, here, there)
    made = replace(mark, image_id=turn.image_id, repeat=turn.repeat, outlines=outlines)
    return made, source


def _marks(course: Course, turn: Turn) -> tuple[Mark, ...]:
    said = course.study.annotations.said(
        course.round.name, course.rater, turn.image_id, turn.repeat
    )
    return said.marks


def _put(course: Course, copies: Copies) -> None:
    for turn, marks in copies:
        course.study.annotations.put_marks(
            course.round.name, course.rater, turn.image_id, turn.repeat, marks
        )
