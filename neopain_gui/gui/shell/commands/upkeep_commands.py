"""Commands that look after photographs, neonates and maps."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.state.ordering import natural
from neopain_gui.gui.state.study_upkeep import removed

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.study import Selection, Study

REMOVED = "removed for good"
"""Topic of what is said of removing for good."""


class UpkeepCommands:
    """Remove, edit, rename, mark as checked: for the selected photographs."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session, self._jobs = window, window.session, window.jobs
        window.session.asks_removal = self.ask

    # -- removing ----------------------------------------------------------------------------
    def remove_photographs(self) -> None:
        """Ask, and remove the selected photographs."""
        from neopain_gui.study import Selection

        ids = frozenset(self._session.selected_ids)
        which = next(iter(ids)) if len(ids) == 1 else photographs(len(ids))
        self.ask(Selection(images=ids), which, len(ids))

    def remove_neonate(self) -> None:
        """Ask, and remove the neonates of the selected photographs, with all photographs."""
        from neopain_gui.study import Selection

        names = self._neonates()
        which = f"neonate {names[0]}" if len(names) == 1 else f"{len(names)} neonates"
        if names:
            self.ask(Selection(neonates=frozenset(names)), which, len(names))
        else:
            self._session.notice.emit("No neonate is known for what is selected.")

    def ask(self, what: Selection, which: str, count: int) -> None:
        """Ask how something is to be removed, and do it."""
        from neopain_gui.gui.shell.upkeep_dialogs.remove import Answer, RemoveDialog
        from neopain_gui.pipeline.photographs.removal import beyond_reach, what_goes

        study = self._session.study
        if study is None or not self._session.editable:
            return
        try:
            going = study.would_take(what)
        except NeoPainError as error:
            self._session.problem.emit(error)
            return
        if going.empty:
            return
        dialog = RemoveDialog(
            self._window,
            f"Remove {which}",
            what_goes(going),
            beyond_reach(study, going),
            busy=self._jobs.busy,
        )
        dialog.exec()
        answer = dialog.answer
        dialog.deleteLater()
        if answer is Answer.NOTHING:
            return
        kept = self._session.remove(what, f"removing {which}", removed(which, count))
        if kept and answer is Answer.FOR_GOOD:
            self._for_good(study, which)

    def _for_good(self, study: Study, which: str) -> None:
        self._session.removed_for_good()
        self._jobs.local(
            study.purge,
            title=f"Remove {which} for good",
            on_done=partial(self._gone, study, which),
        )

    def _gone(self, study: Study, which: str, lost: list[str]) -> None:
        if self._session.study is not study:
            return
        text = f"{which[:1].upper()}{which[1:]}: removed for good, from the backups too."
        if lost:
            text += f" Backups that could not be read were deleted: {', '.join(lost)}."
        self._session.tell(Message(level="success", text=text, topic=REMOVED))

    def remove_map(self) -> None:
        """Ask, and remove the map on the viewer from the study."""
        self._remove_maps([self._session.image_id])

    def remove_maps(self) -> None:
        """Ask, and remove the maps of what is on the viewer from every photograph."""
        self._remove_maps([image.id for image in self._session.images])

    def _remove_maps(self, image_ids: list[str]) -> None:
        from neopain_gui.study import Selection

        study, name = self._session.study, self._session.shown_model
        if study is None or not name:
            return
        there = {one.image_id for one in study.results() if one.model.name == name}
        ids = [one for one in image_ids if one in there]
        if not ids:
            self._session.notice.emit(f"The study has no map of {name} here.")
            return
        where = ids[0] if len(ids) == 1 else photographs(len(ids))
        what = Selection(maps=frozenset((one, name) for one in ids))
        self.ask(what, f"{name} from {where}", len(ids))

    # -- editing -----------------------------------------------------------------------------
    def edit_photographs(self) -> None:
        """Show what is said of the selected photographs, and change it."""
        from neopain_gui.gui.shell.upkeep_dialogs.edit import EditDialog

        chosen = self._chosen()
        if not chosen or not self._session.editable:
            return
        dialog = EditDialog(self._window, chosen, self._session.images)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        details = dialog.details()
        dialog.deleteLater()
        if accepted:
            which = chosen[0].id if len(chosen) == 1 else photographs(len(chosen))
            said = f"{which} edited." if len(chosen) > 1 else ""
            self._session.set_details(details, f"editing {which}", said)

    def rename_neonate(self) -> None:
        """Give the neonates of the selected photographs another name."""
        from neopain_gui.gui.shell.upkeep_dialogs.rename import RenameDialog

        names = self._neonates()
        if not names or not self._session.editable:
            self._session.notice.emit("No neonate is known for what is selected.")
            return
        every = Counter(image.neonate.id for image in self._session.images if image.neonate)
        counts = {name: every[name] for name in sorted(every, key=natural)}
        dialog = RenameDialog(self._window, names, counts)
        accepted, name = dialog.exec() == QDialog.DialogCode.Accepted, dialog.wanted
        dialog.deleteLater()
        if accepted:
            self._session.rename_neonates(names, name)

    def mark_checked(self) -> None:
        """Mark the selected photographs as checked; take the mark away where all have it."""
        chosen = self._chosen()
        if chosen:
            self._session.set_checked(chosen, not all(image.checked for image in chosen))

    def _chosen(self) -> list[FaceImage]:
        ids = set(self._session.selected_ids)
        return [image for image in self._session.images if image.id in ids]

    def _neonates(self) -> list[str]:
        names = {image.neonate.id for image in self._chosen() if image.neonate}
        return sorted(names, key=natural)
