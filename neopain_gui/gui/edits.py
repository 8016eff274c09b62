"""Edits that can be undone and redone. Each is committed to the study when it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QUndoCommand

if TYPE_CHECKING:
    from neopain_gui.dataset.records import PainLabel
    from neopain_gui.faces.drawn import Outlines
    from neopain_gui.faces.records import Face
    from neopain_gui.gaze.participants import PainScore, Participant
    from neopain_gui.gaze.trials import Trial
    from neopain_gui.study import Result, Study


def write_labels(study: Study, values: Mapping[str, PainLabel | None]) -> None:
    """Commit labels."""
    for image_id, label in values.items():
        study.set_label(image_id, label)


def maps_of_face(study: Study, image_id: str) -> tuple[Result, ...]:
    """Return the results that go and come with a photograph's face; people's gaze does not."""
    return tuple(row for row in study.results(image_id) if row.model.kind == "attribution")


def write_faces(study: Study, values: Mapping[str, tuple[Face | None, tuple[Result, ...]]]) -> None:
    """Commit faces, and the maps that belong to them: a new face drops the old one's."""
    for image_id, (face, results) in values.items():
        study.set_face(image_id, face)
        if results:
            study.record_many(results)


def write_regions(study: Study, values: Mapping[str, Mapping[str, Outlines]]) -> None:
    """Commit what was drawn on photographs."""
    for image_id, regions in values.items():
        study.set_drawn_regions(image_id, regions)


class Edit(QUndoCommand):
    """Set one thing of some photographs: their label, their face.

    Parameters
    ----------
    text : str
        What the Edit menu says after *Undo*, in lower case.
    before, after : Mapping of image id to value
    write : callable(image id, value)
        Commits one value to the study and tells the panels; False if the study refused it.

    Attributes
    ----------
    kept : bool
        Whether the study took it when it was last done; what it refuses cannot be undone.
    """

    def __init__(
        self,
        text: str,
        before: Any,
        after: Any,
        write: Callable[[Any], bool | None],
    ) -> None:
        super().__init__(text)
        self.kept = False
        self._before, self._after, self._write = before, after, write

    def redo(self) -> None:
        self.kept = self._write(self._after) is not False
        self.setObsolete(not self.kept)

    def undo(self) -> None:
        self._write(self._before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaze:
    """Participants with their trials and scores."""

    participants: Sequence[Participant]
    trials: Sequence[Trial]
    scores: Sequence[PainScore]


def gaze_replaced_by(study: Study, added: Gaze) -> Gaze:
    """Return what an import takes the place of."""
    people = {one.id for one in added.participants}
    trials = {one.id for one in added.trials}
    scores = {(one.participant_id, one.image_id) for one in added.scores}
    return Gaze(
        participants=[one for one in study.participants() if one.id in people],
        trials=[one for one in study.trials() if one.id in trials],
        scores=[one for one in study.scores() if (one.participant_id, one.image_id) in scores],
    )


def write_gaze(study: Study, values: tuple[Gaze | None, Gaze]) -> None:
    """Commit an import, or take the first back for the second, which was there before."""
    remove, add = values
    if remove is not None:
        stay = {one.id for one in add.participants}
        study.remove_gaze(
            [one.id for one in remove.participants if one.id not in stay],
            [one.id for one in remove.trials],
            [(one.participant_id, one.image_id) for one in remove.scores],
        )
    study.add_gaze(add.participants, add.trials, add.scores)
