"""The classifiers that are there now: files that are added or replaced show without a new start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from neopain_gui.errors import NeoPainError

if TYPE_CHECKING:
    from neopain_gui.classifiers.registry import ClassifierInfo

_SETTLED_MS = 500
"""Files that stay as they are for so long are taken for whole."""

_Seen = tuple[tuple[Path, int, int], ...]


class Classifiers(QObject):
    """The program's classifiers and those of the user's own folder.

    They are read when they are first asked for, and from then on the folders are watched; a
    system that tells nothing of a folder is asked again whenever the person comes back to the
    window.

    Signals
    -------
    changed()
        There are others now, or one has other weights.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known: tuple[ClassifierInfo, ...] | None = None
        self._odd: tuple[NeoPainError, ...] = ()
        self._error: NeoPainError | None = None
        self._others: dict[str, ClassifierInfo | None] = {}
        self._seen: _Seen = ()
        self._settling: _Seen | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._settled = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settled.timeout.connect(self._stayed)

    @property
    def known(self) -> tuple[ClassifierInfo, ...]:
        """Those that are there, the program's first."""
        self._look()
        return self._known or ()

    @property
    def odd(self) -> tuple[NeoPainError, ...]:
        """What is the matter with files that look like weights and are none."""
        self._look()
        return self._odd

    @property
    def error(self) -> NeoPainError | None:
        """Why the list cannot be read; None if it can."""
        self._look()
        return self._error

    def find(self, identity: str) -> ClassifierInfo | None:
        """Return a classifier by its id, or by the path of its weight file; None without one."""
        for info in self.known:
            if info.id == identity:
                return info
        if identity not in self._others:
            from neopain_gui.classifiers import registry

            try:
                self._others[identity] = registry.find(identity)
            except NeoPainError:
                self._others[identity] = None
        return self._others[identity]

    def reread(self, *_: object) -> None:
        """Read the list anew if files have come, gone or changed, once they stay as they are."""
        if self._known is None:
            return
        now = _files()
        if now != self._settling:  # perhaps one is still being copied
            self._settling = now
            self._settled.start()
        self._watch_folders()

    def read_now(self) -> None:
        """Read the list anew at once: the program itself has just written what is whole."""
        self._settled.stop()
        self._read()
        self.changed.emit()
        if self._watcher is not None:
            self._watch_folders()

    def _stayed(self) -> None:
        """Read the list if files are as they were a while ago."""
        now = _files()
        if now != self._settling:
            self.reread()
        elif now != self._seen:
            self._read()
            self.changed.emit()

    def _look(self) -> None:
        if self._known is None:
            self._read()
            self._watch()

    def _read(self) -> None:
        self._seen = self._settling = _files()
        self._others.clear()
        self._error = None
        self._known, self._odd = (), ()
        from neopain_gui.classifiers import registry

        try:
            known, odd = registry.search()
        except NeoPainError as error:  # the program's own list
            self._error = error
        else:
            self._known, self._odd = tuple(known), tuple(odd)

    def _watch(self) -> None:
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self.reread)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.applicationStateChanged.connect(self._came_back)
        self._watch_folders()

    def _watch_folders(self) -> None:
        """Watch the folders, or what they will lie in."""
        watched = set(self._watcher.directories()) if self._watcher is not None else set()
        wanted = {str(folder) for folder in _watchable()}
        if self._watcher is not None and wanted - watched:
            self._watcher.addPaths(sorted(wanted - watched))

    def _came_back(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self.reread()


def _files() -> _Seen:
    """Return the files that may be weights, with size and time of the last change."""
    from neopain_gui.classifiers import registry

    found = []
    for file in registry.weight_files():
        try:
            status = file.stat()
        except OSError:  # gone meanwhile
            continue
        found.append((file, status.st_size, status.st_mtime_ns))
    return tuple(found)


def _watchable() -> Iterator[Path]:
    from neopain_gui.classifiers import registry

    for folder in registry.model_folders():
        yield next(place for place in (folder, *folder.parents) if place.is_dir())
