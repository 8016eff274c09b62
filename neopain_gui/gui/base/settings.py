"""What the window remembers between two starts. Bad values are dropped one by one."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from neopain_gui import locations
from neopain_gui.errors import reason
from neopain_gui.gui.base.theme import SCHEMES

_LARGEST = 1_000_000
_DIGITS = 3
_RECENT = 8


class Settings:
    """Typed access to one INI file; nothing in it is needed, so nothing in it can hurt.

    Parameters
    ----------
    path : Path, optional
        The file; in the user's settings folder by default.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or _default_path()
        self._set_aside_if_broken()
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)

    def _set_aside_if_broken(self) -> None:
        """Rename a file that is no settings file at all to ``….bak``."""
        try:
            broken = self.path.stat().st_size > _LARGEST or b"\0" in self.path.read_bytes()
        except OSError:
            return
        if broken:
            with contextlib.suppress(OSError):
                self.path.replace(self.path.with_suffix(".bak"))

    def why_not_kept(self) -> str:
        """Try to write beside the file, and return why nothing can be kept; empty if it can."""
        import uuid  # with what it imports it would be a thirtieth of the time to the first paint

        probe = self.path.with_name(f".{uuid.uuid4().hex}.tmp")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            probe.write_bytes(b"NeoPain")
        except OSError as error:
            return reason(error).partition(";")[0]  # there is no other place for them
        finally:
            with contextlib.suppress(OSError):
                probe.unlink()
        return ""

    def sync(self) -> None:
        """Write now."""
        self._store.sync()

    def _text(self, key: str) -> str:
        value = self._store.value(key, "")
        return value if isinstance(value, str) else ""

    def _bytes(self, key: str) -> QByteArray:
        value = self._store.value(key)
        if isinstance(value, QByteArray):
            return value
        if value is not None:
            self._store.remove(key)
        return QByteArray()

    @property
    def geometry(self) -> QByteArray:
        """Where the window was."""
        return self._bytes("window/geometry")

    @property
    def state(self) -> QByteArray:
        """How its panels lay."""
        return self._bytes("window/state")

    def keep_window(self, geometry: QByteArray, state: QByteArray) -> None:
        """Remember place and panels."""
        self._store.setValue("window/geometry", geometry)
        self._store.setValue("window/state", state)

    def forget(self, *keys: str) -> None:
        """Drop values that turned out to be unusable."""
        for key in keys:
            self._store.remove(key)

    @property
    def scheme(self) -> str:
        """``system``, ``light`` or ``dark``."""
        value = self._text("view/scheme")
        if value not in SCHEMES:
            self._store.remove("view/scheme")
            return "system"
        return value

    @scheme.setter
    def scheme(self, value: str) -> None:
        self._store.setValue("view/scheme", value)

    @property
    def text_size(self) -> int:
        """Size of text in per cent of the system's."""
        value = self._text("view/text")
        return int(value) if value.isdecimal() and len(value) <= _DIGITS else 100

    @text_size.setter
    def text_size(self, value: int) -> None:
        self._store.setValue("view/text", str(value))

    @property
    def decimal_comma(self) -> bool:
        """True where tables are written for spreadsheets with a decimal comma."""
        return self._text("export/decimal_comma") == "yes"

    @decimal_comma.setter
    def decimal_comma(self, value: bool) -> None:
        self._store.setValue("export/decimal_comma", "yes" if value else "")

    @property
    def notice_read(self) -> bool:
        """True once the research-use notice has been closed."""
        return self._text("notice/read") == "yes"

    @notice_read.setter
    def notice_read(self, value: bool) -> None:
        self._store.setValue("notice/read", "yes" if value else "")

    def folder(self, kind: str) -> str:
        """Where a kind of file was last found or written; empty if nowhere, or if it is gone."""
        stored = self._text(f"folder/{kind}")
        with contextlib.suppress(OSError, ValueError):
            if stored and Path(stored).is_dir():
                return stored
        return ""

    def keep_folder(self, kind: str, where: Path) -> None:
        """Remember where a kind of file is."""
        self._store.setValue(f"folder/{kind}", str(where))

    @property
    def recent(self) -> list[Path]:
        """Studies that were opened, newest first; only those that are still there."""
        try:
            stored = json.loads(self._text("study/recent") or "[]")
        except ValueError:
            stored = None
        if not isinstance(stored, list) or not all(isinstance(item, str) for item in stored):
            self._store.remove("study/recent")
            return []
        with contextlib.suppress(OSError):
            return [path for path in map(Path, stored[:_RECENT]) if path.is_dir()]
        return []

    def add_recent(self, path: Path) -> None:
        """Put a study first."""
        others = [item for item in self.recent if item != path]
        kept = [str(item) for item in [path, *others][:_RECENT]]
        self._store.setValue("study/recent", json.dumps(kept))

    def clear_recent(self) -> None:
        """Forget which studies were opened."""
        self._store.remove("study/recent")


def _default_path() -> Path:
    return locations.settings_folder() / "window.ini"
