"""Commands that bring photographs in and find them again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neopain_gui.counted import counted
from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.shell.commands.classifier_commands import look_at_dropped
from neopain_gui.gui.shell.commands.run_commands import find_all_faces
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.study_opener import names_study

if TYPE_CHECKING:
    from neopain_gui.dataset import FaceImage
    from neopain_gui.gui.place.window import Window
    from neopain_gui.study import Study

MISSING = "missing photographs"
_STRAYS = "stray copies"
_NAMED = 3


def new_study(window: Window) -> None:
    folder = file_dialogs.folder(window.widget, "photographs", "Folder of photographs")
    if folder is not None:
        show_import(window, [folder], new=True)


def add_photographs(window: Window) -> None:
    """Ask for single photographs, or a manifest with them."""
    from neopain_gui.imaging.formats import SUFFIXES

    endings = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
    kinds = f"Photographs and tables ({endings} *.csv *.tsv *.xlsx);;All files (*)"
    files = file_dialogs.files(window.widget, "photographs", "Photographs", kinds)
    if files:
        show_import(window, files, new=False)


def add_folder(window: Window) -> None:
    folder = file_dialogs.folder(window.widget, "photographs", "Folder of photographs")
    if folder is not None:
        show_import(window, [folder], new=False)


def take_dropped(window: Window, paths: Sequence[Path]) -> None:
    """Take what was dropped: a study is opened, photographs or weights are looked at."""
    studies = [path for path in paths if _is_study(path)]
    if studies:
        window.open_study(studies[0])
        if len(paths) > 1:
            window.session.notice.emit(
                f"{studies[0].name} was opened; what was dropped with it was left alone."
            )
        return
    if not look_at_dropped(window, paths):
        show_import(window, paths, new=not window.session.editable)


def show_import(window: Window, paths: Sequence[Path], *, new: bool) -> None:
    """Show what files and folders would bring in."""
    from neopain_gui.gui.importing.import_page import ImportPage

    page = ImportPage(window.session, window.jobs, paths, new=new)
    _show(window, page)
    page.imported.connect(partial(_imported, window, () if new else window.session.images))
    page.begin()


def _show(window: Window, page: QWidget) -> None:
    page.closed.connect(partial(window.leave_page, page))  # type: ignore[attr-defined]
    window.show_page(page)


def merge_study(window: Window) -> None:
    """Ask for another study and show what putting the two together would do."""
    folder = file_dialogs.folder(
        window.widget, "studies", "Another study (its name ends in .neopain)"
    )
    study = window.session.study
    if not folder or study is None:
        return
    if Path(folder).resolve() == study.path.resolve():
        window.session.tell(
            Message(level="error", text="That is the open study; choose another one.")
        )
        return
    from neopain_gui.gui.importing.merge_page import MergePage

    page = MergePage(window.session, window.jobs, Path(folder))
    _show(window, page)
    page.merged.connect(partial(_merged, window))
    page.begin()


def _merged(window: Window, path: Path) -> None:
    window.open_study(path)
    window.session.tell(
        Message(level="success", text=f"{path.name} holds both studies, which are as before.")
    )


def _imported(window: Window, before: Sequence[FaceImage], path: object, text: str) -> None:
    known = {image.id: image for image in before}
    if isinstance(path, Path):
        window.open_study(path)
    else:
        window.session.reload_images()
    came = {image.id for image in window.session.images if known.get(image.id) != image}
    window.session.tell(
        Message(
            level="success",
            text=text,
            action=("Find all faces", partial(find_all_faces, window)),
            still=lambda: any(
                image.id in came and known.get(image.id) != image for image in window.session.images
            ),
        )
    )


def find_moved(window: Window) -> None:
    """Look in a folder for photographs that are not where the study left them."""
    study = window.session.study
    folder = file_dialogs.folder(window.widget, "photographs", "Where the photographs are now")
    if folder is None or study is None:
        return
    window.jobs.disk(
        study.images.relocate,
        title="Find moved photographs",
        kwargs={"root": Path(folder)},
        on_done=partial(_found_moved, window),
    )


def _found_moved(window: Window, still_missing: list[str]) -> None:
    window.session.reload_images()
    window.session.set_missing(still_missing)
    if still_missing:
        _say_missing(window, "Still missing", still_missing)
    else:
        window.session.settle(MISSING)
        window.session.notice.emit("Every photograph is in its place.")


def find_missing(window: Window) -> None:
    """Look in the background whether every photograph is there."""
    study = window.session.study
    window.session.set_missing(())
    if study is None:
        return
    window.jobs.local(
        examine_files,
        title="Look for the photographs",
        kwargs={"study": study},
        visible=False,
        repeatable=False,
        on_done=partial(_examined, window, study),
    )


def _examined(window: Window, study: Study, found: tuple[list[str], int]) -> None:
    if study is not window.session.study:
        return
    missing, strays = found
    window.session.set_missing(missing)
    if missing:
        _say_missing(window, "Not where the study left them", missing)
    if strays and window.session.editable:
        what = counted(strays, "copy", "copies")
        window.session.tell(
            Message(
                level="warning",
                text=f"In the study's folder {what} of photographs lie that none of its "
                "photographs is: from another state of the study, perhaps.",
                action=("Remove for good", partial(_remove_strays, window)),
                topic=_STRAYS,
            )
        )


def _say_missing(window: Window, what: str, ids: Sequence[str]) -> None:
    images = {image.id: image.name for image in window.session.images}
    names = ", ".join(images.get(image_id, image_id) for image_id in ids[:_NAMED])
    more = ", …" if len(ids) > _NAMED else ""
    action = ("Find…", partial(find_moved, window)) if window.session.editable else None
    window.session.tell(
        Message(
            level="warning",
            text=f"{what}: {photographs(len(ids))} ({names}{more}).",
            action=action,
            topic=MISSING,
        )
    )


def _remove_strays(window: Window) -> None:
    if window.session.study is not None:
        count = window.session.study.images.remove_stray_copies()
        window.session.notice.emit(f"Removed: {photographs(count)}.")


def examine_files(study: Study, job: object = None) -> tuple[list[str], int]:
    """Return the photographs whose files are missing, and how many copies are nobody's."""
    return study.images.missing(), len(study.images.stray_copies())


def _is_study(path: Path) -> bool:
    return names_study(path) or (path / "study.sqlite").is_file()
