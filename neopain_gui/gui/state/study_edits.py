"""What can be undone: the session's edits of faces, regions and gaze, and how edits go."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from neopain_gui.counted import matching
from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.counts import maps, participants, photographs, them, trials
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.state.edits import (
    Carry,
    Edit,
    Gaze,
    Outcome,
    PutBack,
    gaze_replaced_by,
    label_words,
    of_face,
    write_faces,
    write_gaze,
    write_labels,
    write_regions,
)
from neopain_gui.gui.state.loss import Loss, loss_of_faces
from neopain_gui.gui.state.open_study import OpenStudy
from neopain_gui.percentages import percent

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage, PainLabel
    from neopain_gui.faces.drawn import Outlines
    from neopain_gui.faces.face import Face
    from neopain_gui.study.result_types import Result
    from neopain_gui.study.results import Row

UNDO_STEPS = 200
EDIT = "edit"
"""Topic of what is said of an edit: settled when the next one is made, done or undone."""


class StudyEdits(QObject):
    """Changes of the open study that go onto the undo stack: the session's ``edits``.

    Parameters
    ----------
    session : OpenStudy
        Whose study is edited, and who tells of it.
    image : callable
        Returns a photograph's record, None where there is none of an id.

    Attributes
    ----------
    undo_stack : QUndoStack
        What was done and can be undone.
    may_discard : callable(text, loss) -> bool
        Whether a step may take much computing; the window asks the person.
    """

    def __init__(self, session: OpenStudy, image: Callable[[str], FaceImage | None]) -> None:
        super().__init__(session)
        self._session, self._image = session, image
        self.may_discard: Callable[[str, Loss], bool] = lambda _text, _loss: True
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self._fence: tuple[int, QUndoCommand | None] | None = None
        self.undo_stack.indexChanged.connect(lambda _index: session.settle(EDIT))

    # -- edits -------------------------------------------------------------------------------
    def edit(
        self,
        text: str,
        before: Any,
        after: Any,
        write: Callable[[Any], object],
        *,
        changed: Callable[[], object] | None = None,
        said: str = "",
        merge: str = "",
        belongs: Callable[[Any, Result], bool] | None = None,
        loses: Callable[[Any], Loss] | None = None,
    ) -> bool:
        """Put one value in the place of another; can be undone, and tells the window.

        Results that go with it, whatever takes them, come back when it is undone, and those that
        its undoing takes come back when it is done again.

        Parameters
        ----------
        text : str
            What it does, as it follows *Undo*: "clearing the face of S1".
        before, after
            What ``write`` is called with to undo and to do it.
        write : callable(value)
            Commits a value to the study. It may raise a NeoPainError, which is then told, or
            return False: nothing was changed, and there is nothing to undo.
        changed : callable, optional
            Tells the panels after each writing, when results are back, too.
        said : str
            A sentence for the bar, with an *Undo* that undoes this step.
        merge : str
            Edits that follow each other with the same key become one step.
        belongs : callable(value, result), optional
            Says whether a result that arrives late belongs to one of the two values.
        loses : callable(value), optional
            Returns which maps go when a value is written now; where that is much,
            :attr:`may_discard` is asked first, also before undoing and doing again.

        Returns
        -------
        bool
            Whether the study took it.
        """
        if not self._session.editable:
            self._session.notice.emit("This study is open for reading only: nothing was changed.")
            return False
        carry = self._carrier(write, changed)
        edit = Edit(text, before, after, carry, merge=merge, belongs=belongs, loses=loses)
        if not self._may_go(edit, after, text):
            return False
        self.undo_stack.push(edit)
        if edit.kept:
            self._say_edit(text, said, len(edit.outcome.gone))
        return edit.kept

    def fence(self, on: bool) -> None:
        """Leave what was done before as it is, and unnamed, until the fence is taken away."""
        if on and self._fence is None:
            place = self.undo_stack.index()
            self._fence = (place, self.undo_stack.command(place))
        elif not on:
            self._fence = None
        self.undo_stack.undoTextChanged.emit(self.undo_text)

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to undo."""
        return self.undo_stack.canUndo() and (
            self._fence is None or self.undo_stack.index() > self._fence[0]
        )

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to do again."""
        place = self.undo_stack.index()
        behind = self._fence is not None and self.undo_stack.command(place) is self._fence[1]
        return self.undo_stack.canRedo() and not behind

    @property
    def undo_text(self) -> str:
        """What would be undone; empty where nothing can be."""
        return self.undo_stack.undoText() if self.can_undo else ""

    @property
    def redo_text(self) -> str:
        """What would be done again; empty where nothing can be."""
        return self.undo_stack.redoText() if self.can_redo else ""

    def undo(self) -> None:
        """Undo the last edit and say what that was."""
        if not self.can_undo:
            return
        edit = self._edit_at(self.undo_stack.index() - 1)
        if edit is not None and self._may_go(edit, edit.before, f"undoing {edit.text()}"):
            self.undo_stack.undo()
            self._say_step("Undone", edit, "Redo")

    def redo(self) -> None:
        """Do the edit again that was undone last, and say what that was."""
        if not self.can_redo:
            return
        edit = self._edit_at(self.undo_stack.index())
        if edit is not None and self._may_go(edit, edit.after, f"doing again {edit.text()}"):
            self.undo_stack.redo()
            self._say_step("Done again", edit, "Undo")

    def _may_go(self, edit: Edit, value: Any, text: str) -> bool:
        """Ask before more than a few minutes of computing go."""
        loss = edit.loss(value)
        if not loss.much or self.may_discard(text, loss):
            return True
        self._session.notice.emit("Nothing was changed.")
        return False

    def _edit_at(self, place: int) -> Edit | None:
        """Return an edit of the stack, None where there is none or the study is only read."""
        if not self._session.editable or not 0 <= place < self.undo_stack.count():
            return None
        edit = self.undo_stack.command(place)
        return edit if isinstance(edit, Edit) else None

    def _carrier(
        self, write: Callable[[Any], object], changed: Callable[[], object] | None
    ) -> Carry:
        def carry(value: Any, back: Iterable[Row], late: Iterable[Row]) -> Outcome:
            outcome = Outcome(kept=False, gone=[])
            study = self._session.study
            if study is None:
                return outcome
            try:
                with study.results.dropped() as outcome.gone:
                    written = write(value)
                    outcome.kept = written is not False
                    outcome.back = study.results.restore(back)
                if isinstance(written, PutBack):
                    outcome.back += written
                outcome.back += study.results.restore(late)
            except NeoPainError as error:
                self._session.problem.emit(error)
                outcome.kept = False
            if changed is not None:
                changed()
            elif outcome.gone or outcome.back:
                self._session.results_changed.emit("")
            return outcome

        return carry

    def _say_edit(self, text: str, said: str, gone: int) -> None:
        self._session.settle(EDIT)
        if gone:
            said = said or f"Done: {text}."
            said += f" {maps(gone)} went with it; Undo brings {them(gone)} back."
        if said:
            undo = ("Undo", self._undoer())
            self._session.tell(Message(level="info", text=said, action=undo, topic=EDIT))

    def _say_step(self, done: str, edit: Edit, other: str) -> None:
        """Say what was undone or done again, and which maps came and went."""
        self._session.settle(EDIT)
        outcome, text = edit.outcome, f"{done}: {edit.text()}."
        if outcome.back:
            text += f" {maps(outcome.back)} came back."
        if outcome.gone:
            gone = len(outcome.gone)
            text += f" {maps(gone)} went with it; {other} brings {them(gone)} back."
        if outcome.kept:
            self._session.tell(Message(level="info", text=text, topic=EDIT))

    def _undoer(self) -> Callable[[], None]:
        """Return what undoes the present last step, and nothing but that."""
        last = self._edit_at(self.undo_stack.index() - 1)

        def undo() -> None:
            if last is not None and self._edit_at(self.undo_stack.index() - 1) is last:
                self.undo()

        return undo

    def keep_late(self, result: Result) -> None:
        """Keep a result of a face that undo or redo may bring back; it comes with that face."""
        from neopain_gui.study.results import row_of

        stack, row = self.undo_stack, row_of(result)
        for places, done in (
            (range(stack.index() - 1, -1, -1), True),
            (range(stack.index(), stack.count()), False),
        ):
            for place in places:
                edit = self._edit_at(place)
                if edit is not None and edit.keep_late(result, row, done=done):
                    break

    # -- what is edited ----------------------------------------------------------------------
    def set_face(self, image_id: str, face: Face | None) -> None:
        """Set or clear a photograph's face; can be undone, and undoing restores its maps."""
        self.set_faces({image_id: face}, "marking the face" if face else "clearing the face")

    def set_faces(self, faces: Mapping[str, Face | None], text: str = "finding the face") -> None:
        """Set several faces as one edit."""
        if self._session.study is None:
            return
        study, known = self._session.study, self._session.study.faces.all()
        before = {key: known.get(key) for key, face in faces.items() if known.get(key) != face}
        if not before:
            return
        after = {key: faces[key] for key in before}
        which = next(iter(before)) if len(before) == 1 else photographs(len(before))

        cleared = all(face is None for face in after.values())
        said = f"{'Face boxes cleared' if cleared else 'Faces found'} on {which}."

        def changed() -> None:
            self._session.images_changed.emit()
            self._session.results_changed.emit(which if len(before) == 1 else "")

        self.edit(
            f"{text} {matching(len(before), 'of', 'on')} {which}",
            before,
            after,
            partial(write_faces, study),
            changed=changed,
            said=said if len(before) > 1 else "",
            belongs=of_face,
            loses=partial(loss_of_faces, study),
        )

    def set_label(self, image_ids: Iterable[str], label: PainLabel | None) -> None:
        """Label photographs; can be undone. What it did to several is said."""
        study, wanted = self._session.study, set(image_ids)
        if study is None:
            return
        images = [image for image in map(self._image, sorted(wanted)) if image is not None]
        before = {one.id: one.label for one in images if one.label is not label}
        if not before:
            return
        text, said = label_words(before, label, len(wanted))
        after, write = dict.fromkeys(before, label), partial(write_labels, study)
        self.edit(text, before, after, write, changed=self._session.listing_stale.emit, said=said)

    def set_regions(self, image_id: str, regions: Mapping[str, Outlines], text: str) -> None:
        """Put these in the place of all regions drawn on a photograph; can be undone."""
        from neopain_gui.faces.drawn import same_regions

        if self._session.study is None:
            return
        study, before = self._session.study, self._session.study.regions.of(image_id)
        if not same_regions(before, regions):
            self.edit(
                text,
                {image_id: before},
                {image_id: dict(regions)},
                partial(write_regions, study),
                changed=self._session.regions_changed.emit,
            )

    def import_gaze(self, added: Gaze) -> bool:
        """Take recordings into the study; can be undone. False if the study refused them."""
        if self._session.study is None:
            return False
        from neopain_gui.gaze.import_preview.on_picture import shares

        study, replaced = self._session.study, gaze_replaced_by(self._session.study, added)
        people = len(added.participants)
        said = f"{trials(len(added.trials))} of {participants(people)} imported"
        named = zip(("screen", "photographs"), shares(added.trials), strict=True)
        parts = [f"{percent(share)} on the {what}" for what, share in named if share is not None]
        said += f"; of the gaze {' and '.join(parts)}." if parts else "."
        if replaced.trials:
            were = matching(len(replaced.trials), "was", "were")
            said += f" {trials(len(replaced.trials))} imported before {were} replaced."
        return self.edit(
            "the import of recordings",
            (added, replaced),
            (None, added),
            partial(write_gaze, study),
            changed=self._gaze_and_maps_changed,
            said=said,
        )

    def _gaze_and_maps_changed(self) -> None:
        """Tell of people, and of the group maps that come and go with them."""
        self._session.gaze_changed.emit()
        self._session.results_changed.emit("")

    def import_maps(self, added: Sequence[Result], text: str, said: str) -> bool:
        """Take maps of people into the study, in the place of those that are there.

        Can be undone: what was replaced comes back. False if the study refused them.
        """
        if self._session.study is None or not added:
            return False
        study, keys = self._session.study, [(one.image_id, one.model.name) for one in added]

        def write(values: tuple[Sequence[tuple[str, str]], Sequence[Result]]) -> None:
            study.results.exchange(*values)

        return self.edit(
            text,
            (keys, ()),
            ((), list(added)),
            write,
            changed=lambda: self._session.results_changed.emit(""),
            said=said,
        )
