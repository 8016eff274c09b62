"""A study that is open for writing has one window: whoever opens it again is led there.

The window listens at a name that follows from the study's folder and the user: a local socket
in a folder of the user's own, or a named pipe of Windows. Nobody else's program may connect, and
no network has a part in it. Where nobody answers, the study's lock decides as ever.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from neopain_gui.gui.place.window import Window
from neopain_gui.study_opener import folder_of

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_WAIT_MS = 3000
_LONGEST_PATH = 100
"""Bytes of a local socket's path; the system's limit is 104 or 108."""
_HERE = b"here\n"
_TOKEN = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - with it Wayland lets a window come to the front


class OneWindow(QObject):
    """Listens for whoever opens the study of a window once more.

    Parameters
    ----------
    window : Window
        The window; it is listened to its session's study.
    """

    def __init__(self, window: Window) -> None:
        super().__init__(window.widget)
        self._window = window
        self._server: QLocalServer | None = None
        window.session.study_changed.connect(self._follow)

    def _follow(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        study = self._window.session.study
        if study is None or study.read_only:
            return
        from PySide6.QtNetwork import QLocalServer

        server, name = QLocalServer(self), _name_of(study.path)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._greet)
        # the lock is ours, so whoever left a socket of this name behind is dead
        if not server.listen(name) and not (
            QLocalServer.removeServer(name) and server.listen(name)
        ):
            server.deleteLater()
            return
        self._server = server

    def _greet(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()):
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(partial(self._answer, caller))
            self._answer(caller)

    def _answer(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine():
            return
        token = bytes(caller.readLine(_WAIT_MS).data()).decode("ascii", "ignore").strip()
        if token and token.isprintable():
            os.environ[_TOKEN] = token
        caller.write(_HERE)
        caller.flush()
        caller.disconnectFromServer()
        to_front(self._window)


def to_front(window: Window) -> None:
    """Bring a window before all others, or where the system does not permit it let it ask."""
    widget = window.widget
    widget.setWindowState(widget.windowState() & ~Qt.WindowState.WindowMinimized)
    widget.show()
    widget.raise_()
    widget.activateWindow()
    QApplication.alert(widget)
    study = window.session.study
    if study is not None:
        window.session.notice.emit(f"{study.path.name} is open here already.")


def brought_to_front(study: Path) -> bool:
    """Ask the window that has a study open for writing to come to the front; say whether it did."""
    folder = folder_of(study)
    name = _name_of(folder)
    if sys.platform != "win32" and not _is_mine(Path(name)):
        return False
    from PySide6.QtNetwork import QLocalSocket

    _let_others_come_to_front()
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(os.environ.get(_TOKEN, "").encode("ascii", "ignore") + b"\n")
    answered = socket.waitForBytesWritten(_WAIT_MS) and socket.waitForReadyRead(_WAIT_MS)
    said = bytes(socket.readAll().data())
    socket.abort()
    return bool(answered) and said == _HERE


def _name_of(folder: Path) -> str:
    """Return where the window of a study listens, whichever way its folder is reached."""
    import hashlib  # its library would be part of the first paint

    identity = str(folder.resolve())
    with suppress(OSError):
        seen = folder.stat()
        identity = f"{seen.st_dev}:{seen.st_ino}"
    user = str(os.getuid()) if sys.platform != "win32" else os.environ.get("USERNAME", "")
    name = "neopain-" + hashlib.sha256(f"{user}:{identity}".encode()).hexdigest()[:24]
    if sys.platform == "win32":
        return name
    own = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
    if not own.is_dir() or len(os.fsencode(own)) + len(name) >= _LONGEST_PATH:
        own = Path("/tmp")  # noqa: S108 - whose file it is there is looked at
    return str(own / name)


def _is_mine(socket: Path) -> bool:
    """Say whether a socket is there and this user's: anybody may make files in a shared folder."""
    try:
        return socket.stat().st_uid == os.getuid()
    except OSError:
        return False


def _let_others_come_to_front() -> None:
    """Tell Windows that this process, which was started last, gives its turn to another."""
    if sys.platform == "win32":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
