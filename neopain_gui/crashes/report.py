"""Reports of faults as files: written, listed, deleted."""

from __future__ import annotations

import re
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from neopain_gui import __version__, locations
from neopain_gui.crashes.redaction import error_lines

_HEAD = """NeoPain: report of a fault
It holds where in NeoPain's own program this happened, types of errors,
versions and the kind of computer. It holds no message of an error, no
photograph, and no name of a file, a folder, a study or a person.
It lies on this computer and was sent to nobody.
"""
_NEW, _TOLD = "new", "told"
_FILE = re.compile(r"report-\d{8}-\d{6}-\d{1,3}\.txt")
_KEPT, _MOST_OF_ONE_PROCESS, _LARGEST = 20, 10, 60_000
_SOFTWARE = (
    *("PySide6-Essentials", "numpy", "tensorflow", "keras", "onnxruntime", "Pillow"),
    "opencv-contrib-python-headless",
)
_written: set[str] = set()
warned_of: Counter[str] = Counter()
"""How often Qt has warned, by its own categories: what it said may hold a path."""


def crash_folder() -> Path:
    """Return the folder of reports; asking makes nothing."""
    return locations.state_folder() / "crashes"


def write_error(what: str, error: BaseException, *, more: Sequence[str] = ()) -> Path | None:
    """Write a report of an error, as :func:`write_report` does."""
    return write_report(what, [*error_lines(error), *more])


def write_report(what: str, lines: Sequence[str]) -> Path | None:
    """Write a report that the next start tells of.

    The same fault is written once by each process, and no more than ten of one are.

    Parameters
    ----------
    what : str
        What failed, as a clause of ours.
    lines : sequence of str
        Where, redacted.

    Returns
    -------
    Path or None
        The file; None where there is one already, or where it cannot be written: a report must
        not hide what it is about.
    """
    body = "\n".join([f"What: {what}", *lines])
    if body in _written or len(_written) >= _MOST_OF_ONE_PROCESS:
        return None
    _written.add(body)
    when = time.strftime("%Y-%m-%d %H:%M")
    text = "\n".join([_HEAD, f"When: {when}", body, *_warnings(), "", *versions()])
    with suppress(OSError, MemoryError):
        return _keep(text[:_LARGEST] + "\n")
    return None


def _keep(text: str) -> Path:
    folder = crash_folder() / _NEW
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    stamp = time.strftime("%Y%m%d-%H%M%S")
    for number in range(1, 1000):
        path = folder / f"report-{stamp}-{number}.txt"
        with suppress(FileExistsError), path.open("x", encoding="utf-8") as stream:
            path.chmod(0o600)
            stream.write(text)
            break
    for old in reports()[_KEPT:]:
        old.unlink(missing_ok=True)
    return path


def _warnings() -> list[str]:
    seen = ", ".join(f"{name} {count}" for name, count in sorted(warned_of.items()))
    return [f"Qt warned before (category, times): {seen}"] if seen else []


def versions() -> list[str]:
    """Return versions and the kind of computer, a line each; nothing by which one is known."""
    import platform
    from importlib import metadata  # with what it imports it would be part of the first paint

    lines = [f"NeoPain {__version__}", f"Python {sys.version.split()[0]}"]
    lines.append(f"{platform.system()} {system_release()}".rstrip() + f", {platform.machine()}")
    for name in _SOFTWARE:
        with suppress(metadata.PackageNotFoundError):
            lines.append(f"{name} {metadata.version(name)}")
    return lines


def system_release() -> str:
    """Return the number of the system's kernel; what follows it may say whose it is."""
    import platform

    found = re.match(r"\d+(\.\d+)*", platform.release())
    return found[0] if found else ""


def reports() -> list[Path]:
    """Return the reports that are kept, the newest first."""
    found: list[Path] = []
    for name in (_NEW, _TOLD):
        with suppress(OSError):
            found += [
                file for file in (crash_folder() / name).iterdir() if _FILE.fullmatch(file.name)
            ]
    return sorted(found, key=lambda file: (file.name, file.parent.name), reverse=True)


def take_new() -> list[Path]:
    """Return the reports that nobody has been told of, which are told of now; the newest first."""
    told = crash_folder() / _TOLD
    found = []
    for file in reports():
        if file.parent.name == _NEW:
            with suppress(OSError):
                told.mkdir(exist_ok=True, mode=0o700)
                found.append(file.rename(told / file.name))
    return found


def delete(files: Sequence[Path]) -> list[tuple[Path, bytes]]:
    """Delete reports, and return what :func:`put_back` takes.

    Raises
    ------
    OSError
        The system does not permit it.
    """
    gone = []
    for file in files:
        with suppress(FileNotFoundError):
            content = file.read_bytes()
            file.unlink()
            gone.append((file, content))
    return gone


def put_back(gone: Sequence[tuple[Path, bytes]]) -> None:
    """Write reports again that were deleted; raises as :func:`delete` does."""
    for file, content in gone:
        file.write_bytes(content)
