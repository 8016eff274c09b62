"""Commands that write files for somebody to use outside: contour masks and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from neopain_gui import locations
from neopain_gui.errors import InputError
from neopain_gui.gui import tables
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.gui.main_window import MainWindow
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Study


class ExportCommands:
    """Each asks where, writes in a thread, and says what was written."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._session, self._jobs = window, window.session, window.jobs

    def export_this(self) -> None:
        from neopain_gui.gui.viewer.scene import Scenes
        from neopain_gui.maps import ExtractionModel
        from neopain_gui.pipeline.export import mask_file_name

        study, image_id = self._session.study, self._session.image_id
        if study is None:
            return
        result = Scenes.of(self._session, self._jobs).shown_result
        if result is None:
            self._session.notice.emit(
                "There is no map of this choice on the viewer yet: Run › Compute."
            )
            return
        model: ExtractionModel = result.model
        suggestion = locations.documents_folder() / mask_file_name(image_id, model)
        name, _kind = QFileDialog.getSaveFileName(
            self._window, "Export the contour mask", str(suggestion), "PNG picture (*.png)"
        )
        if name:
            path = Path(name)
            if not name.lower().endswith(".png"):
                path = path.with_name(f"{path.name}.png")
                if path.exists():  # the dialog has asked only about the name that was typed
                    taken = InputError(
                        "there is such a file already", file=path, remedy="choose another name"
                    )
                    self._session.problem.emit(taken)
                    return
            self._start("Export a contour mask", write_mask, path, image_id=image_id, model=model)

    def export_selected(self) -> None:
        self._masks(self._session.selected_ids)

    def export_all(self) -> None:
        self._masks([image.id for image in self._session.images])

    def export_tables(self) -> None:
        folder = self._folder("Folder for the agreement tables")
        if folder is not None:
            tables.export(self._session, self._jobs, folder, lambda count: self._say(count, folder))

    def _masks(self, image_ids: Sequence[str]) -> None:
        folder = self._folder("Folder for the contour masks")
        if folder is not None:
            self._start("Export contour masks", write_masks, folder, image_ids=list(image_ids))

    def _folder(self, title: str) -> Path | None:
        start = str(locations.documents_folder())
        name = QFileDialog.getExistingDirectory(self._window, title, start)
        return Path(name) if name else None

    def _start(self, title: str, function: Callable[..., int], where: Path, **kwargs: Any) -> None:
        self._jobs.local(
            function,
            title=title,
            kwargs={
                "study": self._session.study,
                "where": where,
                "settings": self._session.mask_settings,
                **kwargs,
            },
            on_done=lambda count: self._say(int(count), where),
        )

    def _say(self, count: int, where: Path) -> None:
        if not count:
            self._window.messages.say(
                "warning", "There was nothing to write: no map has been computed for this yet."
            )
            return
        folder = where if where.is_dir() else where.parent
        files = "1 file was" if count == 1 else f"{count} files were"
        self._window.messages.say(
            "success",
            f"{files} written to {folder.name}.",
            action=(
                "Show",
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            ),
        )


def write_mask(
    study: Study,
    where: Path,
    settings: MaskSettings,
    image_id: str,
    model: Any,
    job: Job = NULL_JOB,
) -> int:
    """Write one contour mask as PNG; returns the number of files."""
    from neopain_gui.imaging import write_png
    from neopain_gui.pipeline.compare import contour_masks
    from neopain_gui.pipeline.export import mask_provenance

    job.check()
    for result, mask in contour_masks(study, image_id, settings, [model]):
        write_png(where, mask.values, provenance=mask_provenance(mask, result))
        return 1
    return 0


def write_masks(
    study: Study,
    where: Path,
    settings: MaskSettings,
    image_ids: Sequence[str],
    job: Job = NULL_JOB,
) -> int:
    """Write the contour masks of some photographs; returns the number of files."""
    from neopain_gui.pipeline.export import export_masks

    return len(export_masks(study, where, settings, image_ids=image_ids, job=job))
