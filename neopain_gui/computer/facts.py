"""All of it, in groups, as the window and the command line show it."""

from __future__ import annotations

import platform
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata

from neopain_gui import __released__, __version__, locations
from neopain_gui.classifiers.inventory import Group as Kind
from neopain_gui.classifiers.inventory import inventory
from neopain_gui.computer.age import OLD, is_old
from neopain_gui.computer.machine import graphics, memory, processor
from neopain_gui.computer.places import kept_where, state_of, without_names
from neopain_gui.counted import bytes_in_words, counted
from neopain_gui.crashes.report import reports, system_release
from neopain_gui.errors import NeoPainError

Fact = tuple[str, str]
_UNKNOWN = "not known"
_SOFTWARE = (
    *("PySide6-Essentials", "tensorflow", "keras", "numpy", "scipy", "scikit-image", "pandas"),
    *("onnxruntime", "opencv-contrib-python-headless", "Pillow", "pi-heif", "h5py", "matplotlib"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What belongs together."""

    title: str
    facts: tuple[Fact, ...]


def facts(screen: Sequence[Fact]) -> list[Group]:
    """Return what is good to know; no name of a person, a study or a file is in it.

    Parameters
    ----------
    screen : sequence of (str, str)
        What Qt knows, from whoever has it.
    """
    return [
        Group(title="NeoPain", facts=tuple(_program())),
        Group(title="Computer", facts=tuple(_computer())),
        Group(title="Screen", facts=tuple(screen)),
        Group(title="Kept where", facts=tuple(_folders())),
        Group(title="Models found", facts=tuple(_models())),
        Group(title="Libraries", facts=tuple(_libraries())),
    ]


def text_of(groups: Sequence[Group]) -> str:
    """Return all of it as text, a line a fact."""
    lines: list[str] = []
    for group in groups:
        lines += ["", group.title] if lines else [group.title]
        lines += [f"  {name}: {value}" for name, value in group.facts]
    return "\n".join(lines)


def _program() -> list[Fact]:
    kind = "a bundle with its own Python" if getattr(sys, "frozen", False) else "a package"
    if (locations.program_folder() / "pyproject.toml").is_file():
        kind = "a source tree"
    found = [
        ("Version", f"{__version__} of {__released__}"),
        ("Installed as", kind),
        ("Python", sys.version.split()[0]),
        ("Reports of faults", str(len(reports()))),
    ]
    return [*found, ("Age", OLD)] if is_old() else found


def _computer() -> list[Fact]:
    there = memory()
    total = bytes_in_words(there.total) if there.total else _UNKNOWN
    free = f", {bytes_in_words(there.free)} free" if there.free else ""
    return [
        ("System", _system()),
        ("Processor", processor()),
        ("Memory", f"{total}{free}"),
        ("Graphics processors", graphics()),
    ]


def _system() -> str:
    names = [platform.system(), system_release(), platform.machine()]
    with suppress(OSError):
        names[0] = platform.freedesktop_os_release()["PRETTY_NAME"]
    library, version = platform.libc_ver()
    return ", ".join(filter(None, [*names, f"{library} {version}".strip()]))


def _folders() -> list[Fact]:
    found = [(what, f"{without_names(at)} ({state_of(at)})") for what, at in kept_where()]
    for number, folder in enumerate(locations.shared_models(), 1):
        what = f"Shared models {number}"
        found.append((what, f"{without_names(folder)} ({state_of(folder)})"))
    return found


def _models() -> list[Fact]:
    """Return how many there are: those that somebody brought in may be called after anybody."""
    try:
        entries = inventory()
    except (NeoPainError, OSError) as error:
        return [("Not readable", type(error).__name__)]
    ours = [entry.id for entry in entries if entry.group is Kind.OF_THE_PROGRAM]
    count = Counter(entry.group for entry in entries)
    return [
        ("Of the program", ", ".join(ours) or "none"),
        ("Your own", counted(count[Kind.OWN], "classifier")),
        ("Bases of a training", str(count[Kind.BASES])),
        ("Cannot be read", counted(count[Kind.UNREADABLE], "file")),
    ]


def _libraries() -> list[Fact]:
    found = []
    for name in _SOFTWARE:
        try:
            found.append((name, metadata.version(name)))
        except metadata.PackageNotFoundError:
            found.append((name, _UNKNOWN))
    return found
