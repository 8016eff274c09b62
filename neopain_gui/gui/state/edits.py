"""Edits that can be undone and redone. Each is committed to the study when it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QUndoCommand

from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.state.loss import NOTHING, Loss

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import PainLabel
    from neopain_gui.faces.drawn import Outlines
    from neopain_gui.faces.face import Face
    from neopain_gui.gaze.trials import Trial
    from neopain_gui.people.participants import Participant
    from neopain_gui.people.scores import PainScore
    from neopain_gui.study import Result, Study
    from neopain_gui.study.results import Row

_MERGES = 1
"""What Qt compares before it asks whether two edits are one step; any number but -1."""


class PutBack(int):
    """What a writing returns that puts maps back itself: how many."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What carrying out an edit came to.

    Attributes
    ----------
    kept : bool
        Whether the study took it.
    gone : list of rows
        Results that went with it.
    back : int
        How many results came back with it.
    """

    kept: bool
    gone: list[Row]
    back: int = 0


Carry = Callable[[Any, Iterable["Row"], Iterable["Row"]], Outcome]
"""Commits one value to the study, brings results back, then those that arrived meanwhile."""


class Edit(QUndoCommand):
    """Put one value in the place of another: labels, faces, a setting.

    What goes with the one value (its maps) is kept here and comes back with it, also what was
    recorded in between: nothing that undo or redo takes away is lost.

    Parameters
    ----------
    text : str
        What it does, as it follows *Undo*: "clearing the face of S1".
    before, after
        The two values.
    carry : callable
        Commits a value.
    merge : str
        Edits that follow each other with the same key are one step; empty for a step of its own.
    belongs : callable(value, result), optional
        Whether a result that arrives late belongs to a value.
    loses : callable(value), optional
        Which maps go when a value takes the place of the other.

    Attributes
    ----------
    outcome : Outcome
        What it came to when it was last done or undone.
    """

    def __init__(
        self,
        text: str,
        before: Any,
        after: Any,
        carry: Carry,
        *,
        merge: str = "",
        belongs: Callable[[Any, Result], bool] | None = None,
        loses: Callable[[Any], Loss] | None = None,
    ) -> None:
        super().__init__(text)
        self.before, self.after = before, after
        self.outcome = Outcome(kept=False, gone=[])
        self._carry, self._merge, self._belongs, self._loses = carry, merge, belongs, loses
        self._of_before: dict[tuple[str, str], Row] = {}
        self._of_after: dict[tuple[str, str], Row] = {}
        self._late_before: dict[tuple[str, str], Row] = {}
        self._late_after: dict[tuple[str, str], Row] = {}

    @property
    def kept(self) -> bool:
        """Whether the study took it; what it refuses cannot be undone."""
        return self.outcome.kept

    def loss(self, value: Any) -> Loss:
        """Return what would go now if a value were put in the place of the other."""
        return self._loses(value) if self._loses is not None else NOTHING

    def redo(self) -> None:
        self.outcome = Outcome(kept=False, gone=[])
        try:
            rows, late = self._of_after.values(), self._late_after.values()
            self.outcome = self._carry(self.after, rows, late)
        finally:
            self.setObsolete(not self.kept)
        self._late_after = {}
        self._of_before = _by_name(self.outcome.gone)

    def undo(self) -> None:
        rows, late = self._of_before.values(), self._late_before.values()
        self.outcome = self._carry(self.before, rows, late)
        self._late_before = {}
        self._of_after = _by_name(self.outcome.gone)

    def id(self) -> int:
        return _MERGES if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, Edit) or other._merge != self._merge or not other.kept:
            return False
        self.after = other.after
        self.setText(other.text())
        self._of_before = other._of_before | self._of_before
        self.setObsolete(bool(self.after == self.before))
        return True

    def keep_late(self, result: Result, row: Row, *, done: bool) -> bool:
        """Keep a result for the value that is not in the study now, if it belongs to it."""
        value, kept = (self.before, self._late_before) if done else (self.after, self._late_after)
        if self._belongs is None or not self._belongs(value, result):
            return False
        kept[row[0], row[1]] = row
        return True


def _by_name(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """Return rows by photograph and extraction model."""
    return {(row[0], row[1]): row for row in rows}


# What edits write -------------------------------------------------------------------------------


def write_labels(study: Study, values: Mapping[str, PainLabel | None]) -> None:
    """Commit labels."""
    study.images.set_labels(values)


def label_words(
    before: Mapping[str, PainLabel | None], label: PainLabel | None, chosen: int
) -> tuple[str, str]:
    """Return what *Undo* says of labelling photographs, and the sentence for the bar.

    Parameters
    ----------
    before : Mapping of image id to label
        Of the photographs whose label changes.
    label : PainLabel, optional
        What they get.
    chosen : int
        How many were chosen, those that have it already included.
    """
    count = len(before)
    of = f"of {next(iter(before))}" if count == 1 else f"of {photographs(count)}"
    if label is None:
        text, said = f"removing the label {of}", f"The label of {photographs(count)} was removed."
    else:
        text = f"the label {label.value} {of}"
        other = sum(one is not None for one in before.values())
        said = f"{photographs(count)} labelled {label.value}"
        said += f"; {other} had another label." if other else "."
    if chosen > count:
        had = "no label" if label is None else "it"
        said += f" {chosen - count} had {had} already."
    return text, said if chosen > 1 else ""


def write_faces(study: Study, values: Mapping[str, Face | None]) -> None:
    """Commit faces: a new one drops the maps of the old one."""
    study.faces.put_many(values)


def of_face(values: Mapping[str, Face | None], result: Result) -> bool:
    """Say whether a classifier's map covers the face that is among these."""
    face = values.get(result.image_id)
    return result.model.of_classifier and face is not None and face.box == result.box


def write_regions(study: Study, values: Mapping[str, Mapping[str, Outlines]]) -> None:
    """Commit what was drawn on photographs."""
    for image_id, regions in values.items():
        study.regions.put(image_id, regions)


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
        participants=[one for one in study.gaze.participants() if one.id in people],
        trials=[one for one in study.gaze.trials() if one.id in trials],
        scores=[
            one
            for one in study.gaze.recorded_scores()
            if (one.participant_id, one.image_id) in scores
        ],
    )


def write_gaze(study: Study, values: tuple[Gaze | None, Gaze]) -> None:
    """Commit an import, or take the first back for the second, which was there before."""
    remove, add = values
    if remove is not None:
        stay = {one.id for one in add.participants}
        study.gaze.remove(
            [one.id for one in remove.participants if one.id not in stay],
            [one.id for one in remove.trials],
            [(one.participant_id, one.image_id) for one in remove.scores],
        )
    study.gaze.add(add.participants, add.trials, add.scores)
