"""Writing what the compare tab shows: of the photographs that the filter lets through."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from neopain_gui.counted import counted
from neopain_gui.gui.widgets import file_dialogs
from neopain_gui.gui.work import agreement_tables as tables

if TYPE_CHECKING:
    from neopain_gui.findings.analysis import Analysis
    from neopain_gui.gui.compare.average_view import AverageView
    from neopain_gui.gui.jobs import Jobs
    from neopain_gui.gui.state.session import Session


def export_shown(
    parent: QWidget, session: Session, jobs: Jobs, analysis: Analysis | None = None
) -> None:
    """Ask for a folder and write the tables; the count of what was filtered is said.

    The agreement of each photograph and its means; where statistics are shown, all that was found.
    """
    folder = file_dialogs.folder(parent, "exports", "Folder for the tables")
    if folder is None:
        return
    some = tables.filtered_ids(session)
    whose = ""
    if some is not None:
        whose = f" of the {counted(len(some), 'photograph')} that the filter lets through"

    before = _times(folder)

    def told(count: int) -> None:
        if count:
            now = _times(folder)
            replaced = sum(path in now and now[path] != time for path, time in before.items())
            place = f"; {replaced} took the place of files of the same name" if replaced else ""
            session.notice.emit(f"{count} tables{whose} were written{place}.")
        else:
            session.warning.emit("There was nothing to write: no photograph was compared.")

    comma = file_dialogs.decimal_comma(parent)
    if analysis is None:
        tables.export(session, jobs, folder, told, some, decimal_comma=comma)
    else:
        jobs.disk(
            tables.write_statistics,
            title="Export the statistics",
            kwargs={"analysis": analysis, "where": folder, "decimal_comma": comma},
            on_done=told,
        )


def export_average_faces(parent: QWidget, session: Session, average: AverageView) -> None:
    """Ask for a folder and write all average faces: pictures, arrays, volumes and tables."""
    if average.found is None or not average.found.faces:
        session.warning.emit("There is nothing to write: no photograph has a face box and a map.")
        return
    folder = file_dialogs.folder(parent, "exports", "Folder for the average faces")
    if folder is None:
        return
    before = _times(folder)

    def told(count: int) -> None:
        now = _times(folder)
        replaced = sum(path in now and now[path] != time for path, time in before.items())
        place = f"; {replaced} took the place of files of the same name" if replaced else ""
        session.notice.emit(f"{count} files of average faces were written{place}.")

    average.export(folder, told, decimal_comma=file_dialogs.decimal_comma(parent))


def _times(folder: Path) -> dict[Path, int]:
    """Return when each file of a folder was written."""
    try:
        return {path: path.stat().st_mtime_ns for path in folder.iterdir() if path.is_file()}
    except OSError:
        return {}  # what is wrong with the folder is said where it is written to
