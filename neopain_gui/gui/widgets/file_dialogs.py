"""Dialogs for files and folders; each kind begins where it was last answered."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from neopain_gui import locations
from neopain_gui.gui.base.settings import Settings
from neopain_gui.study_opener import names_study


def folder(parent: Any, kind: str, title: str, start: str = "") -> Path | None:
    """Ask for a folder.

    Parameters
    ----------
    parent : QWidget
        In front of it; what is remembered is its window's.
    kind : str
        What is asked for, such as ``"photographs"``: each kind has a folder of its own.
    title : str
        Of the dialog.
    start : str
        Where to begin as long as nothing is remembered; the user's pictures or documents where
        it is empty, never where the program happens to have been started.

    Returns
    -------
    Path or None
        None when the dialog was left.
    """
    from PySide6.QtWidgets import QFileDialog

    name = QFileDialog.getExistingDirectory(parent, title, _begin(parent, kind, start))
    if not name:
        return None
    answer = Path(name)
    # nobody looks for a file inside a study
    where = answer.parent if names_study(answer) else answer
    return _remembered(parent, kind, answer, where)


def files(parent: Any, kind: str, title: str, filters: str) -> list[Path]:
    """Ask for files, as :func:`folder` does; empty when the dialog was left."""
    from PySide6.QtWidgets import QFileDialog

    names, _ = QFileDialog.getOpenFileNames(parent, title, _begin(parent, kind), filters)
    found = [Path(name) for name in names]
    if found:
        _remembered(parent, kind, found[0], found[0].parent)
    return found


def file(parent: Any, kind: str, title: str, filters: str) -> Path | None:
    """Ask for a file, as :func:`folder` does."""
    from PySide6.QtWidgets import QFileDialog

    name, _ = QFileDialog.getOpenFileName(parent, title, _begin(parent, kind), filters)
    return _remembered(parent, kind, Path(name), Path(name).parent) if name else None


def save_as(parent: Any, kind: str, title: str, start: str, filters: str) -> tuple[str, str]:
    """Ask where to write a file: its name and the filter chosen; empty when it was left.

    ``start`` is the file that is proposed; its folder is that of the last time.
    """
    from PySide6.QtWidgets import QFileDialog

    begin = _begin(parent, kind, str(Path(start).parent))
    proposed = str(Path(begin) / Path(start).name)
    name, chosen = QFileDialog.getSaveFileName(parent, title, proposed, filters)
    if name:
        _remembered(parent, kind, Path(name), Path(name).parent)
    return name, chosen


def decimal_comma(parent: Any) -> bool:
    """Return whether tables are written for spreadsheets with a decimal comma."""
    settings = _settings(parent)
    return settings is not None and settings.decimal_comma


def _settings(parent: Any) -> Settings | None:
    window = getattr(parent, "window", None)
    settings = getattr(window() if callable(window) else parent, "settings", None)
    return settings if isinstance(settings, Settings) else None


def _begin(parent: Any, kind: str, start: str = "") -> str:
    settings = _settings(parent)
    return (settings.folder(kind) if settings is not None else "") or start or _first(kind)


def _first(kind: str) -> str:
    """Return where such files are most likely the first time."""
    pictures = kind in ("photographs", "heatmaps")
    own = locations.pictures_folder() if pictures else locations.documents_folder()
    return str(own if own.is_dir() else Path.home())


def _remembered(parent: Any, kind: str, answer: Path, where: Path) -> Path:
    settings = _settings(parent)
    if settings is not None:
        settings.keep_folder(kind, where)
    return answer
