"""Commands that bring photographs in and find them again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from neopain_gui.gui.base.counts import photographs
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.widgets import file_dialogs

if TYPE_CHECKING:
    from neopain_gui.dataset import FaceImage
    from neopain_gui.gui.shell.main_window import MainWindow
    from neopain_gui.study import Study

MISSING = "missing photographs"
_STRAYS = "stray copies"
_NAMED = 3


class PhotographCommands(QObject):
    """Carries out commands on photographs, and looks after them when a study is opened.

    Parameters
    ----------
    window : MainWindow
        Whose panels and messages are used.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session, self._jobs = window.session, window.jobs
        self._session.study_changed.connect(self._look_after)

    # -- bringing in -------------------------------------------------------------------------
    def new_study(self) -> None:
        folder = file_dialogs.folder(self._window, "photographs", "Folder of photographs")
        if folder is not None:
            self.look_at([folder], new=True)

    def add_photographs(self) -> None:
        """Ask for single photographs, or a manifest with them."""
        from neopain_gui.imaging.formats import SUFFIXES

        endings = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        kinds = f"Photographs and tables ({endings} *.csv *.tsv *.xlsx);;All files (*)"
        files = file_dialogs.files(self._window, "photographs", "Photographs", kinds)
        if files:
            self.look_at(files, new=False)

    def add_folder(self) -> None:
        folder = file_dialogs.folder(self._window, "photographs", "Folder of photographs")
        if folder is not None:
            self.look_at([folder], new=False)

    def take_dropped(self, paths: Sequence[Path]) -> None:
        """Take what was dropped: a study is opened, photographs are looked at."""
        studies = [path for path in paths if _is_study(path)]
        if studies:
            self._window.commands.open_path(studies[0])
            if len(paths) > 1:
                self._session.notice.emit(
                    f"{studies[0].name} was opened; what was dropped with it was left alone."
                )
            return
        self.look_at(paths, new=not self._session.editable)

    def look_at(self, paths: Sequence[Path], *, new: bool) -> None:
        """Show what files and folders would bring in."""
        from neopain_gui.gui.importing.import_page import ImportPage

        page = ImportPage(self._session, self._jobs, paths, new=new)
        self._show(page)
        page.imported.connect(partial(self._imported, () if new else self._session.images))
        page.begin()

    def _show(self, page: QWidget) -> None:
        page.closed.connect(partial(self._window.leave_page, page))  # type: ignore[attr-defined]
        self._window.show_page(page)

    def merge_study(self) -> None:
        """Ask for another study and show what putting the two together would do."""
        folder = file_dialogs.folder(
            self._window, "studies", "Another study (its name ends in .neopain)"
        )
        study = self._session.study
        if not folder or study is None:
            return
        if Path(folder).resolve() == study.path.resolve():
            self._session.tell(
                Message(level="error", text="That is the open study; choose another one.")
            )
            return
        from neopain_gui.gui.importing.merge_page import MergePage

        page = MergePage(self._session, self._jobs, Path(folder))
        self._show(page)
        page.merged.connect(self._merged)
        page.begin()

    def _merged(self, path: Path) -> None:
        self._window.commands.open_path(path)
        self._session.tell(
            Message(level="success", text=f"{path.name} holds both studies, which are as before.")
        )

    def _imported(self, before: Sequence[FaceImage], path: object, text: str) -> None:
        commands, known = self._window.commands, {image.id: image for image in before}
        if isinstance(path, Path):
            commands.open_path(path)
        else:
            self._session.reload_images()
        came = {image.id for image in self._session.images if known.get(image.id) != image}
        self._session.tell(
            Message(
                level="success",
                text=text,
                action=("Find all faces", commands.find_all_faces),
                still=lambda: any(
                    image.id in came and known.get(image.id) != image
                    for image in self._session.images
                ),
            )
        )

    # -- missing -----------------------------------------------------------------------------
    def find_moved(self) -> None:
        """Look in a folder for photographs that are not where the study left them."""
        study = self._session.study
        folder = file_dialogs.folder(self._window, "photographs", "Where the photographs are now")
        if folder is None or study is None:
            return
        self._jobs.local(
            study.relocate,
            title="Find moved photographs",
            kwargs={"root": Path(folder)},
            on_done=self._found_moved,
        )

    def _found_moved(self, still_missing: list[str]) -> None:
        self._session.reload_images()
        self._session.set_missing(still_missing)
        if still_missing:
            self._say_missing("Still missing", still_missing)
        else:
            self._session.settle(MISSING)
            self._session.notice.emit("Every photograph is in its place.")

    def _look_after(self) -> None:
        """Look in the background whether every photograph is there, and say what was mended."""
        study = self._session.study
        self._session.set_missing(())
        if study is None:
            return
        for sentence in study.remarks:
            self._session.tell(Message(level="warning", text=sentence))
        self._jobs.local(
            examine_files,
            title="Look for the photographs",
            kwargs={"study": study},
            visible=False,
            repeatable=False,
            on_done=partial(self._examined, study),
        )

    def _examined(self, study: Study, found: tuple[list[str], int]) -> None:
        if study is not self._session.study:
            return
        missing, strays = found
        self._session.set_missing(missing)
        if missing:
            self._say_missing("Not where the study left them", missing)
        if strays and self._session.editable:
            what = "1 copy" if strays == 1 else f"{strays} copies"
            self._session.tell(
                Message(
                    level="warning",
                    text=f"In the study's folder {what} of photographs lie that none of its "
                    "photographs is: from another state of the study, perhaps.",
                    action=("Remove for good", self._remove_strays),
                    topic=_STRAYS,
                )
            )

    def _say_missing(self, what: str, ids: Sequence[str]) -> None:
        images = {image.id: image.name for image in self._session.images}
        names = ", ".join(images.get(image_id, image_id) for image_id in ids[:_NAMED])
        more = ", …" if len(ids) > _NAMED else ""
        action = ("Find…", self.find_moved) if self._session.editable else None
        self._session.tell(
            Message(
                level="warning",
                text=f"{what}: {photographs(len(ids))} ({names}{more}).",
                action=action,
                topic=MISSING,
            )
        )

    def _remove_strays(self) -> None:
        if self._session.study is not None:
            count = self._session.study.remove_stray_copies()
            self._session.notice.emit(f"Removed: {photographs(count)}.")


def examine_files(study: Study, job: object = None) -> tuple[list[str], int]:
    """Return the photographs whose files are missing, and how many copies are nobody's."""
    return study.missing_photographs(), len(study.stray_copies())


def _is_study(path: Path) -> bool:
    return path.suffix == ".neopain" or (path / "study.sqlite").is_file()
