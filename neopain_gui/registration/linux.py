"""A menu entry, icons and the kind of file, where freedesktop's specifications want them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from neopain_gui import locations
from neopain_gui.errors import EnvironmentFault, refusal
from neopain_gui.registration.outcome import Outcome

ENTRY = "neopain.desktop"
MIME = "application/x-neopain-study+json"
_OURS = "X-NeoPain-Registered=true"
_STUDY_ICON = MIME.replace("/", "-")
_FILES = "%F"
_RESERVED = re.compile(r"[\s\"'\\><~|&;$*?#()`%=]")
_TOOLS = {
    "update-desktop-database": "the menu may show NeoPain only after you log in again",
    "update-mime-database": "studies may open by double-click only after it is installed and "
    "NeoPain is registered again",
    "xdg-mime": "choose NeoPain yourself when a study is first opened by double-click",
}
"""What the desktop has to be told with, and what follows where that is missing."""


def entry_path() -> Path:
    """Return where the menu entry of the person who is logged in lies."""
    return _data() / "applications" / ENTRY


def register(command: Sequence[str]) -> Outcome:
    """Put menu entry, kind of file and icons in place, and tell the desktop.

    Parameters
    ----------
    command : sequence of str
        What opens the window.

    Raises
    ------
    EnvironmentFault
        They cannot be written; nothing of them is left.
    """
    if _for_everybody(command):
        return Outcome(
            text="NeoPain is in the menus of everybody on this computer already: a double-click on "
            "a study's file opens it. Nothing had to be done."
        )
    remarks = list(_keep_strangers(entry_path()))
    written = []
    try:
        for target, content in _files(command):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            written.append(target)
    except OSError as error:
        _remove(written)
        raise EnvironmentFault(refusal(error)) from error
    remarks += _tell_desktop(register=True)
    return Outcome(
        text="NeoPain is registered for you on this computer: it is in the menu, and a "
        "double-click on a study's file opens it.",
        places=tuple(map(str, written)),
        remarks=tuple(remarks),
    )


def unregister() -> Outcome:
    """Remove all that :func:`register` has put in place.

    Raises
    ------
    EnvironmentFault
        The system does not permit it.
    """
    if not is_registered():
        return Outcome(text="NeoPain is not registered for you on this computer.")
    there = [target for target, _ in _files(["neopain-window"]) if target.is_file()]
    try:
        _remove(there)
        _forget_default()
    except OSError as error:
        raise EnvironmentFault(refusal(error)) from error
    remarks = _tell_desktop(register=False)
    text = "NeoPain is registered no more. Studies and settings are as they were."
    return Outcome(text=text, places=tuple(map(str, there)), remarks=tuple(remarks))


def is_registered() -> bool:
    """Say whether there is a menu entry that NeoPain has put in place."""
    try:
        return _OURS in entry_path().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False


def _data() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")


def _config() -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")


def _files(command: Sequence[str]) -> Iterator[tuple[Path, bytes]]:
    """Yield what is put in place, each with its content."""
    source, data = locations.resources() / "desktop", _data()
    template = (source / ENTRY).read_text(encoding="utf-8")
    yield entry_path(), _entry(template, command).encode()
    yield data / "mime" / "packages" / "neopain.xml", (source / "neopain.xml").read_bytes()
    icons = data / "icons" / "hicolor"
    for folder in sorted((source / "icons").glob("*x*")):
        kinds = (("apps", "neopain"), ("mimetypes", _STUDY_ICON))
        for kind, name in kinds:
            picture = folder / f"{name}.png"
            yield icons / folder.name / kind / picture.name, picture.read_bytes()
    program = locations.resources() / "icons" / "neopain.svg"
    yield icons / "scalable" / "apps" / "neopain.svg", program.read_bytes()
    study = icons / "scalable" / "mimetypes" / f"{_STUDY_ICON}.svg"
    yield study, (source / "neopain-study.svg").read_bytes()


def _entry(template: str, command: Sequence[str]) -> str:
    """Write the menu entry for a program that lies anywhere."""
    own = {
        "Exec": " ".join([*map(quoted, command), _FILES]),
        "TryExec": _escaped(command[0]),
    }
    lines = template.splitlines()
    for number, line in enumerate(lines):
        key = line.partition("=")[0]
        if key in own:
            lines[number] = f"{key}={own[key]}"
    return "\n".join([*lines, _OURS, ""])


def quoted(word: str) -> str:
    r"""Quote a word of a command as the Desktop Entry Specification wants it.

    Examples
    --------
    >>> quoted("/opt/neopain")
    '/opt/neopain'
    >>> quoted("/home/Ana/100 % $x")
    '"/home/Ana/100 %% \\\\$x"'
    """
    if not _RESERVED.search(word):
        return word
    inner = re.sub(r'(["`$\\])', r"\\\1", word).replace("%", "%%")
    return _escaped(f'"{inner}"')


def _escaped(value: str) -> str:
    """Escape a string of a desktop entry."""
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _for_everybody(command: Sequence[str]) -> bool:
    """Say whether the system's own menu starts this very program."""
    for folder in (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":"):
        with suppress(OSError, ValueError):
            text = (Path(folder) / "applications" / ENTRY).read_text(encoding="utf-8")
            found = re.search(r"^Exec=(.*)$", text, re.MULTILINE)
            word = shlex.split(found[1])[0] if found else ""
            path = shutil.which(word)
            if path and len(command) == 1 and Path(path).samefile(command[0]):
                return True
    return False


def _keep_strangers(entry: Path) -> Iterator[str]:
    """Set a menu entry of this name aside that somebody else has made."""
    if entry.exists() and not is_registered():
        with suppress(OSError):
            kept = entry.with_suffix(".desktop.bak")
            entry.replace(kept)
            yield f"A menu entry of this name was there already; it is kept as {kept.name}."


def _remove(files: Sequence[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
        with suppress(OSError):  # folders that are empty now; the first that is not ends it
            for folder in file.parents:
                if _data() / "icons" not in (folder, *folder.parents):
                    break
                folder.rmdir()


def _forget_default() -> None:
    """Take NeoPain out of the lists of what opens what."""
    for file in (_config() / "mimeapps.list", _data() / "applications" / "mimeapps.list"):
        if not file.is_file():
            continue
        text = file.read_text(encoding="utf-8")
        kept = [line for line in text.splitlines(keepends=True) if not line.startswith(f"{MIME}=")]
        if "".join(kept) != text:
            file.write_text("".join(kept), encoding="utf-8")


def _tell_desktop(*, register: bool) -> list[str]:
    """Run the desktop's own tools; return what could not be done."""
    data = _data()
    calls: list[tuple[str, ...]] = [
        ("update-desktop-database", str(data / "applications")),
        ("update-mime-database", str(data / "mime")),
    ]
    if register:
        calls.append(("xdg-mime", "default", ENTRY, MIME))
    remarks = []
    for name, *arguments in calls:
        if not _ran(name, arguments) and register:
            remarks.append(f"{name} is not there or failed: {_TOOLS[name]}.")
    icons = data / "icons" / "hicolor"
    if (icons / "icon-theme.cache").is_file():
        _ran("gtk-update-icon-cache", ["-q", "-t", "-f", str(icons)])
    return remarks


def _ran(name: str, arguments: Sequence[str]) -> bool:
    found = shutil.which(name)
    if found is None:
        return False
    try:
        done = subprocess.run(  # noqa: S603 - the desktop's own tools, with paths of ours
            [found, *arguments], check=False, capture_output=True, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
