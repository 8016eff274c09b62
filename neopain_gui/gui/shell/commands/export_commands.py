"""Commands that write files for somebody to use outside: maps, masks, figures and tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from neopain_gui import locations
from neopain_gui.counted import counted
from neopain_gui.errors import InputError
from neopain_gui.gui.base.messages import Message
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.widgets.unusual import differing
from neopain_gui.gui.work import agreement_tables as tables
from neopain_gui.jobs import NULL_JOB, Job

if TYPE_CHECKING:
    from neopain_gui.gui.place.window import Window
    from neopain_gui.gui.scene.current_scene import CurrentScene
    from neopain_gui.masks import MaskSettings
    from neopain_gui.study import Result, Study


_WRITTEN = "files written"
_NO_MAP = "There is no map of this choice on the viewer yet: Run › Compute."
FIGURES = {
    ".png": "PNG at 300 dpi (*.png)",
    ".svg": "SVG (*.svg)",
    ".pdf": "PDF (*.pdf)",
}
"""Kinds of a film strip's figure by their endings."""


def export_shown(window: Window) -> None:
    """Export what the tab in front shows: its own tables where it has any, else the map's mask."""
    shown = window.picture
    while shown is not None:
        own = getattr(shown, "export_tables", None)
        if own is not None:
            own()
            return
        shown = shown.parentWidget()
    export_this(window)


def export_this(window: Window) -> None:
    from neopain_gui.pipeline.map_files.export import mask_file_name

    result = _shown(window)
    if result is None:
        return
    path = _file(
        window,
        "Export the contour mask",
        mask_file_name(window.session.image_id, result.model),
        {".png": "PNG picture (*.png)"},
    )
    if path is not None:
        _start(
            window,
            "Export a contour mask",
            write_mask,
            path,
            image_id=window.session.image_id,
            model=result.model,
        )


def export_map(window: Window) -> None:
    result = _shown(window)
    if result is None:
        return
    folder = _folder(window, "Folder for the map’s files")
    if folder is not None:
        _start(window, "Export a map", write_map, folder, result=result)


def export_strip(window: Window) -> None:
    from neopain_gui.gui.state.depth import steps
    from neopain_gui.pipeline.map_files.strips import strip_base

    if window.session.study is None:
        return
    layers = steps(window.session)
    found = [_scenes(window).result(step.model) for step in layers]
    results = [result for result in found if result is not None]
    if not results:
        window.session.notice.emit(_NO_MAP)
        return
    base = strip_base(window.session.image_id, results[0].model)
    path = _file(window, "Export the film strip", f"{base}.png", FIGURES)
    if path is None:
        return
    if len(results) < len(layers):
        window.session.warning.emit(
            f"{len(layers) - len(results)} of {len(layers)} layers have no map yet and are not "
            "in the figure."
        )
    _start(window, "Export a film strip", write_strip, path, results=results)


def export_selected(window: Window) -> None:
    _masks(window, window.session.selected_ids)


def export_all(window: Window) -> None:
    _masks(window, [image.id for image in window.session.images])


def export_tables(window: Window) -> None:
    folder = _folder(window, "Folder for the agreement tables")
    if folder is not None:
        tables.export(
            window.session,
            window.jobs,
            folder,
            lambda count: _say(window, count, folder),
            decimal_comma=file_dialogs.decimal_comma(window.widget),
        )


def export_report(window: Window) -> None:
    study = window.session.study
    if study is None:
        return
    shown = _may_show(window, study)
    folder = None if shown is None else _folder(window, "Folder for the report")
    if folder is not None:
        _start(
            window,
            "Write a report",
            write_study_report,
            folder,
            photographs=shown,
            decimal_comma=file_dialogs.decimal_comma(window.widget),
        )


def decimal_comma(window: Window) -> None:
    settings = window.settings
    settings.decimal_comma = not settings.decimal_comma
    how = "decimal commas and semicolons" if settings.decimal_comma else "decimal points"
    said = f"CSV tables are written with {how} from now on."
    window.session.tell(Message(level="info", text=said, topic="decimal comma", of_study=False))


def _may_show(window: Window, study: Study) -> bool | None:
    """Return whether a report may show photographs, asking once a study; None to give up."""
    from neopain_gui.pipeline.report import PHOTOGRAPHS, may_show_photographs

    said = may_show_photographs(study)
    if said is not None:
        return said
    buttons = QMessageBox.StandardButton
    answer = QMessageBox.question(
        window.widget,
        "Report",
        "May reports of this study show its photographs? Without them the figures show the "
        "contour masks alone. The answer is kept in the study.",
        buttons.Yes | buttons.No | buttons.Cancel,
        buttons.No,
    )
    if answer == buttons.Cancel:
        return None
    if not study.read_only:
        window.session.settings.put(
            PHOTOGRAPHS,
            answer == buttons.Yes,
            "the answer whether reports may show photographs",
        )
    return bool(answer == buttons.Yes)


def _masks(window: Window, image_ids: Sequence[str]) -> None:
    folder = _folder(window, "Folder for the contour masks")
    if folder is not None:
        _start(window, "Export contour masks", write_masks, folder, image_ids=list(image_ids))


def _scenes(window: Window) -> CurrentScene:
    from neopain_gui.gui.scene.current_scene import CurrentScene

    return CurrentScene.of(window.session, window.jobs)


def _shown(window: Window) -> Result | None:
    """Return the row of the map on the viewer, or say that there is none."""
    if window.session.study is None:
        return None
    result = _scenes(window).shown_result
    if result is None:
        window.session.notice.emit(_NO_MAP)
    return result


def _file(window: Window, title: str, suggestion: str, kinds: Mapping[str, str]) -> Path | None:
    """Ask for a file; without one of the endings it gets that of the kind chosen."""
    start = str(locations.documents_folder() / suggestion)
    filters = ";;".join(kinds.values())
    name, chosen = file_dialogs.save_as(window.widget, "exports", title, start, filters)
    if not name or Path(name).suffix.lower() in kinds:
        return Path(name) if name else None
    ending = next((end for end, kind in kinds.items() if kind == chosen), next(iter(kinds)))
    path = Path(name).with_name(f"{Path(name).name}{ending}")
    if path.exists():  # the dialog has asked only about the name that was typed
        taken = InputError("there is such a file already", file=path, remedy="choose another name")
        window.session.problem.emit(taken)
        return None
    return path


def _folder(window: Window, title: str) -> Path | None:
    start = str(locations.documents_folder())
    return file_dialogs.folder(window.widget, "exports", title, start)


def _start(
    window: Window, title: str, function: Callable[..., int], where: Path, **kwargs: Any
) -> None:
    window.jobs.disk(
        function,
        title=title,
        kwargs={
            "study": window.session.study,
            "where": where,
            "settings": window.session.choices.mask_settings,
            **kwargs,
        },
        on_done=lambda count: _say(window, int(count), where),
    )


def _say(window: Window, count: int, where: Path) -> None:
    if not count:
        window.session.tell(
            Message(
                level="warning",
                text="There was nothing to write: no map has been computed for this yet.",
                topic=_WRITTEN,
            )
        )
        return
    folder = where if where.is_dir() else where.parent
    files = counted(count, "file was", "files were")
    window.session.tell(
        Message(
            level="success",
            text=f"{files} written to {folder}. {differing(window.session)}".rstrip(),
            action=(
                "Show",
                lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
            ),
            topic=_WRITTEN,
        )
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
    from neopain_gui.pipeline.map_files.export import mask_provenance

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
    from neopain_gui.pipeline.map_files.export import export_masks

    return len(export_masks(study, where, settings, image_ids=image_ids, job=job))


def write_map(
    study: Study, where: Path, settings: MaskSettings, result: Result, job: Job = NULL_JOB
) -> int:
    """Write one map with everything that belongs to it; returns the number of files."""
    from neopain_gui.pipeline.map_files.export import export_map, map_base

    job.check()
    files = export_map(
        where,
        map_base(result.image_id, result.model),
        study.images.pixels(result.image_id),
        study.results.relevance_of(result),
        result.facts,
        settings,
    )
    return len(files)


def write_strip(
    study: Study,
    where: Path,
    settings: MaskSettings,
    results: Sequence[Result],
    job: Job = NULL_JOB,
) -> int:
    """Write one photograph's maps as a figure, of the kind that its name says."""
    from neopain_gui.imaging import write_bytes_atomic
    from neopain_gui.pipeline.map_files.strips import strip_figures, study_strip
    from neopain_gui.reports.drawing import FORMATS

    job.check()
    strip = study_strip(study, results, settings)
    ending = where.suffix.lower()
    kinds = [kind for kind in FORMATS if f".{kind}" == ending]
    figures, _record = strip_figures(study.images.pixels(results[0].image_id), strip, kinds)
    for content in figures.values():
        write_bytes_atomic(where, content)
    return len(figures)


def write_study_report(
    study: Study,
    where: Path,
    settings: MaskSettings,
    photographs: bool,
    decimal_comma: bool = False,
    job: Job = NULL_JOB,
) -> int:
    """Write a study's report; returns the number of files."""
    from neopain_gui.pipeline.report import write_report

    return len(
        write_report(
            study,
            where,
            settings,
            photographs=photographs,
            decimal_comma=decimal_comma,
            job=job,
        )
    )
