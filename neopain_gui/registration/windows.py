r"""The kind of file in ``HKEY_CURRENT_USER\Software\Classes``: of the person who is logged in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from neopain_gui import locations
from neopain_gui.errors import EnvironmentFault, refusal
from neopain_gui.registration.outcome import Outcome

CLASSES = r"Software\Classes"
_KIND = "NeoPain.Study"
_ENDING = ".neopain-study"
_FOLDER = r"Directory\shell\NeoPain"
_PHOTOGRAPHS = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".heic", ".webp")
_CHANGED, _IDS = 0x08000000, 0


class Registry(Protocol):
    r"""The registry of the person who is logged in, or what stands for it in a test."""

    def put(self, key: str, name: str, value: str) -> None:
        """Set a value of a key, which is made if need be; the key's own has no name."""
        ...

    def get(self, key: str) -> str | None:
        """Return a key's own value; None where there is no such key."""
        ...

    def remove(self, key: str) -> bool:
        """Remove a key with all below it; say whether it was there."""
        ...


def register(command: Sequence[str], registry: Registry) -> Outcome:
    """Let a study's file open with a double-click, and offer NeoPain for folders and photographs.

    Parameters
    ----------
    command : sequence of str
        What opens the window.
    registry : Registry
        Where it is written.

    Raises
    ------
    EnvironmentFault
        The system does not permit it; nothing of it is left.
    """
    before = registry.get(rf"{CLASSES}\{_ENDING}")
    keys = list(_keys(command))
    try:
        for key, name, value in keys:
            registry.put(key, name, value)
    except OSError as error:
        _remove(registry, Path(command[0]).name)
        raise EnvironmentFault(refusal(error, "The registry")) from error
    remarks = []
    if before not in (None, "", _KIND):
        remarks.append("Another program had opened such files; NeoPain opens them now.")
    remarks.append("An icon in the Start menu comes with the installer only.")
    return Outcome(
        text="NeoPain is registered for you on this computer: a double-click on a study's file "
        "opens it, and a right click on a folder offers NeoPain.",
        places=tuple(dict.fromkeys(rf"HKEY_CURRENT_USER\{key}" for key, _, _ in keys)),
        remarks=tuple(remarks),
    )


def unregister(command: Sequence[str], registry: Registry) -> Outcome:
    """Remove all that :func:`register` has written; raises as it does."""
    if not is_registered(registry):
        return Outcome(text="NeoPain is not registered for you on this computer.")
    try:
        gone = _remove(registry, Path(command[0]).name)
    except OSError as error:
        raise EnvironmentFault(refusal(error, "The registry")) from error
    return Outcome(
        text="NeoPain is registered no more. Studies and settings are as they were.",
        places=tuple(rf"HKEY_CURRENT_USER\{key}" for key in gone),
    )


def is_registered(registry: Registry) -> bool:
    """Say whether NeoPain opens studies' files."""
    return registry.get(rf"{CLASSES}\{_ENDING}") == _KIND


def _keys(command: Sequence[str]) -> list[tuple[str, str, str]]:
    """Return key, name and value of all that is written."""
    line = subprocess.list2cmdline([*command, "%1"])
    icons = locations.resources() / "desktop" / "icons"
    program = rf"{CLASSES}\Applications\{Path(command[0]).name}"
    return [
        (rf"{CLASSES}\{_ENDING}", "", _KIND),
        (rf"{CLASSES}\{_KIND}", "", "NeoPain study"),
        (rf"{CLASSES}\{_KIND}\DefaultIcon", "", str(icons / "neopain-study.ico")),
        (rf"{CLASSES}\{_KIND}\shell\open\command", "", _with_quotes(line)),
        (rf"{CLASSES}\{_FOLDER}", "", "Open in NeoPain"),
        (rf"{CLASSES}\{_FOLDER}", "Icon", str(icons / "neopain.ico")),
        (rf"{CLASSES}\{_FOLDER}\command", "", _with_quotes(line)),
        (program, "FriendlyAppName", "NeoPain"),
        (rf"{program}\shell\open\command", "", _with_quotes(line)),
        *((rf"{program}\SupportedTypes", ending, "") for ending in _PHOTOGRAPHS),
    ]


def _with_quotes(line: str) -> str:
    """Quote the file's place, whose name may have spaces when it is put in."""
    return line.removesuffix("%1") + '"%1"'


def _remove(registry: Registry, program: str) -> list[str]:
    keys = [
        *(rf"{CLASSES}\{_ENDING}", rf"{CLASSES}\{_KIND}", rf"{CLASSES}\{_FOLDER}"),
        rf"{CLASSES}\Applications\{program}",
    ]
    return [key for key in keys if registry.remove(key)]


def own_registry() -> Registry:
    """Return the registry of the person who is logged in."""
    return _OwnRegistry()


class _OwnRegistry:
    """Windows' registry, by Python's own module."""

    def put(self, key: str, name: str, value: str) -> None:
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                winreg.SetValueEx(opened, name, 0, winreg.REG_SZ, value)

    def get(self, key: str) -> str | None:
        if sys.platform == "win32":
            import winreg

            try:
                return winreg.QueryValue(winreg.HKEY_CURRENT_USER, key)
            except FileNotFoundError:
                return None
        return None

    def remove(self, key: str) -> bool:
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    below = [
                        winreg.EnumKey(opened, number)
                        for number in range(winreg.QueryInfoKey(opened)[0])
                    ]
            except FileNotFoundError:
                return False
            for name in below:
                self.remove(rf"{key}\{name}")
            winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
        return True


def tell_desktop() -> None:
    """Tell Windows that kinds of files have changed."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.shell32.SHChangeNotify(_CHANGED, _IDS, None, None)
