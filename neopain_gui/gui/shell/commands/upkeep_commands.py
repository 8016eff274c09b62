"""Commands that look after photographs, neonates and maps."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from neopain_gui.errors import NeoPainError
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.state.removal import removed
from neopain_gui.natural_order import natural_key

if TYPE_CHECKING:
    from neopain_gui.dataset.face_image import FaceImage
    from neopain_gui.gui.place.window import Window
    from neopain_gui.study import Selection, Study

REMOVED = "removed for good"
"""Topic of what is said of removing for good."""
SMALLER = "the study's size"
"""Topic of what is said of packing maps; a later such job takes the place of an earlier one."""


def remove_photographs(window: Window) -> None:
    """Ask, and remove the selected photographs."""
    from neopain_gui.study import Selection

    ids = frozenset(window.session.selected_ids)
    which = next(iter(ids)) if len(ids) == 1 else photographs(len(ids))
    ask(window, Selection(images=ids), which, len(ids))


def remove_neonate(window: Window) -> None:
    """Ask, and remove the neonates of the selected photographs, with all photographs."""
    from neopain_gui.study import Selection

    names = _neonates(window)
    which = f"neonate {names[0]}" if len(names) == 1 else f"{len(names)} neonates"
    if names:
        ask(window, Selection(neonates=frozenset(names)), which, len(names))
    else:
        window.session.notice.emit("No neonate is known for what is selected.")


def ask(window: Window, what: Selection, which: str, count: int) -> None:
    """Ask how something is to be removed, and do it."""
    from neopain_gui.gui.shell.upkeep_dialogs.remove import Answer, RemoveDialog
    from neopain_gui.pipeline.photographs.removal import beyond_reach, what_goes

    study = window.session.study
    if study is None or not window.session.editable:
        return
    try:
        going = study.removal.would_take(what)
    except NeoPainError as error:
        window.session.problem.emit(error)
        return
    if going.empty:
        return
    dialog = RemoveDialog(
        window.widget,
        f"Remove {which}",
        what_goes(going),
        beyond_reach(study, going),
        busy=window.jobs.busy,
    )
    dialog.exec()
    answer = dialog.answer
    dialog.deleteLater()
    if answer is Answer.NOTHING:
        return
    kept = window.session.upkeep.remove(what, f"removing {which}", removed(which, count))
    if kept and answer is Answer.FOR_GOOD:
        _for_good(window, study, which)


def _for_good(window: Window, study: Study, which: str) -> None:
    window.session.upkeep.removed_for_good()
    window.jobs.disk(
        study.removal.purge,
        title=f"Remove {which} for good",
        on_done=partial(_gone, window, study, which),
    )


def _gone(window: Window, study: Study, which: str, lost: list[str]) -> None:
    if window.session.study is not study:
        return
    text = f"{which[:1].upper()}{which[1:]}: removed for good, from the backups too."
    if lost:
        text += f" Backups that could not be read were deleted: {', '.join(lost)}."
    window.session.tell(Message(level="success", text=text, topic=REMOVED))


def make_smaller(window: Window) -> None:
    """Pack the maps that an earlier NeoPain kept one a file."""
    from neopain_gui.pipeline.map_files.compact import compact

    study = window.session.study
    if study is None or not window.session.editable:
        return
    window.jobs.disk(
        compact,
        title="Make the study smaller",
        kwargs={"study": study},
        key=SMALLER,
        on_done=partial(_smaller, window, study),
    )


def _smaller(window: Window, study: Study, done: tuple[str, bool]) -> None:
    text, anything = done
    if window.session.study is study:
        undo = ("Undo", partial(_one_by_one, window, study)) if anything else None
        window.session.tell(Message(level="success", text=text, action=undo, topic=SMALLER))


def _one_by_one(window: Window, study: Study) -> None:
    from neopain_gui.pipeline.map_files.compact import one_by_one

    def said(text: str) -> None:
        if window.session.study is study:
            window.session.tell(Message(level="success", text=text, topic=SMALLER))

    window.jobs.disk(
        one_by_one,
        title="Write maps one by one",
        kwargs={"study": study},
        key=SMALLER,
        on_done=said,
    )


def remove_map(window: Window) -> None:
    """Ask, and remove the map on the viewer from the study."""
    _remove_maps(window, [window.session.image_id])


def remove_maps(window: Window) -> None:
    """Ask, and remove the maps of what is on the viewer from every photograph."""
    _remove_maps(window, [image.id for image in window.session.images])


def _remove_maps(window: Window, image_ids: list[str]) -> None:
    from neopain_gui.study import Selection

    study, name = window.session.study, window.session.shown_model
    if study is None or not name:
        return
    there = study.results.photographs_with(name)
    ids = [one for one in image_ids if one in there]
    if not ids:
        window.session.notice.emit(f"The study has no map of {name} here.")
        return
    where = ids[0] if len(ids) == 1 else photographs(len(ids))
    what = Selection(maps=frozenset((one, name) for one in ids))
    ask(window, what, f"{name} from {where}", len(ids))


def edit_photographs(window: Window) -> None:
    """Show what is said of the selected photographs, and change it."""
    from neopain_gui.gui.shell.upkeep_dialogs.edit import EditDialog

    chosen = _chosen(window)
    if not chosen or not window.session.editable:
        return
    dialog = EditDialog(window.widget, chosen, window.session.images)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    details = dialog.details()
    dialog.deleteLater()
    if accepted:
        which = chosen[0].id if len(chosen) == 1 else photographs(len(chosen))
        said = f"{which} edited." if len(chosen) > 1 else ""
        window.session.upkeep.set_details(details, f"editing {which}", said)


def rename_neonate(window: Window) -> None:
    """Give the neonates of the selected photographs another name."""
    from neopain_gui.gui.shell.upkeep_dialogs.rename import RenameDialog

    names = _neonates(window)
    if not names or not window.session.editable:
        window.session.notice.emit("No neonate is known for what is selected.")
        return
    every = Counter(image.neonate.id for image in window.session.images if image.neonate)
    counts = {name: every[name] for name in sorted(every, key=natural_key)}
    dialog = RenameDialog(window.widget, names, counts)
    accepted, name = dialog.exec() == QDialog.DialogCode.Accepted, dialog.wanted
    dialog.deleteLater()
    if accepted:
        window.session.upkeep.rename_neonates(names, name)


def mark_checked(window: Window) -> None:
    """Mark the selected photographs as checked; take the mark away where all have it."""
    chosen = _chosen(window)
    if chosen:
        window.session.upkeep.set_checked(chosen, not all(image.checked for image in chosen))


def _chosen(window: Window) -> list[FaceImage]:
    ids = set(window.session.selected_ids)
    return [image for image in window.session.images if image.id in ids]


def _neonates(window: Window) -> list[str]:
    names = {image.neonate.id for image in _chosen(window) if image.neonate}
    return sorted(names, key=natural_key)
