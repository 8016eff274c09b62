"""Taking what somebody brought in out of the user's own folder of models, and putting it back.

What is taken out lies in the folder ``removed`` beside the others, one folder ``ID.N`` each time,
with all that has its name; nothing looks for classifiers there.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from neopain_gui import locations
from neopain_gui.classifiers.bases import SUFFIX as BASE_SUFFIX
from neopain_gui.classifiers.bases import available_bases
from neopain_gui.classifiers.cards import DATA
from neopain_gui.classifiers.folds.record import SUFFIX as FOLDS_SUFFIX
from neopain_gui.classifiers.foreign.declared import SUFFIX as NETWORK_SUFFIX
from neopain_gui.classifiers.registry import available
from neopain_gui.classifiers.weight_files import SUFFIX
from neopain_gui.errors import EnvironmentFault, InputError, reason

_FOLDER = "removed"
_ENDINGS = (BASE_SUFFIX, FOLDS_SUFFIX, SUFFIX, NETWORK_SUFFIX, DATA, ".h5", ".keras")


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """What was taken out: its name, where its files are now, and what they take on the disk."""

    id: str
    folder: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """Its files."""
        return tuple(sorted(one for one in self.folder.rglob("*") if one.is_file()))

    @property
    def bytes(self) -> int:
        """What they take on the disk."""
        return sum(file.stat().st_size for file in self.files)


def name_of(file: Path) -> str:
    """Return by what name a file among the models is known."""
    ending = next((one for one in _ENDINGS if file.name.endswith(one)), file.suffix)
    return file.name.removesuffix(ending)


def can_be_removed(file: Path) -> bool:
    """Say whether a file is one that somebody put into the user's own folder."""
    return file.parent == locations.user_models()


def set_aside(identity: str) -> SetAside:
    """Take a classifier or a base, or a file that cannot be read, out of the user's folder.

    Raises
    ------
    InputError
        There is none of this name.
    EnvironmentFault
        The folder cannot be written to; then everything is as it was.
    """
    files = _files_of(identity)
    if not files:
        raise InputError(
            f"there is no classifier and no base '{identity[:40]}' of your own",
            remedy="choose another one",
            command="see their names with: neopain classifiers",
        )
    number = 1
    while (folder := _removed() / f"{identity}.{number}").exists():
        number += 1
    _move(files, folder, f"{identity} could not be removed")
    return SetAside(id=identity, folder=folder)


def all_set_aside() -> list[SetAside]:
    """Return what was taken out and can be put back, the last first where names are the same."""
    if not _removed().is_dir():
        return []
    folders = [one for one in _removed().iterdir() if one.is_dir() and "." in one.name]
    found = [SetAside(id=one.name.rpartition(".")[0], folder=one) for one in folders]
    return sorted(found, key=lambda one: (one.id, -one.folder.stat().st_mtime_ns))


def put_back(taken_out: SetAside) -> None:
    """Put what was taken out back into the user's folder.

    Raises
    ------
    InputError
        Its name has been given to another one meanwhile.
    EnvironmentFault
        The folder cannot be written to; then everything is as it was.
    """
    taken = (*(one.id for one in available()), *(one.id for one in available_bases()))
    if _files_of(taken_out.id) or taken_out.id in taken:
        raise InputError(
            f"there is another classifier or base '{taken_out.id}' now",
            remedy="remove that one first",
            command=f"remove that one first: neopain classifiers --remove {taken_out.id}",
        )
    files = list(taken_out.folder.iterdir())
    _move(files, locations.user_models(), f"{taken_out.id} could not be put back")
    taken_out.folder.rmdir()


def delete(taken_out: SetAside) -> None:
    """Delete what was taken out; nothing brings it back.

    Raises
    ------
    EnvironmentFault
        Some of it cannot be deleted.
    """
    try:
        shutil.rmtree(taken_out.folder)
    except OSError as error:
        raise EnvironmentFault(f"{taken_out.id} could not be deleted: {reason(error)}.") from error


def _removed() -> Path:
    return locations.user_models() / _FOLDER


def _files_of(identity: str) -> list[Path]:
    """Return all that has a name in the user's folder, but not what has a longer one.

    ``ward.h5`` and ``ward.md`` are of *ward*; ``ward.2.h5`` is where there is a *ward.2*.
    """
    folder = locations.user_models()
    if not identity or not folder.is_dir():
        return []
    there = [one for one in folder.iterdir() if one.name.startswith(f"{identity}.")]
    known = {name_of(one) for one in there if one.name.endswith(_ENDINGS)} - {identity}
    longer = tuple(f"{name}." for name in known)
    return sorted(one for one in there if not (longer and one.name.startswith(longer)))


def _move(files: Iterable[Path], folder: Path, failed: str) -> None:
    """Move files, or leave all of them where they are."""
    moved: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file in files:
            target = folder / file.name
            file.rename(target)
            moved.append((file, target))
    except OSError as error:
        for file, target in moved:
            target.rename(file)
        raise EnvironmentFault(f"{failed}: {reason(error)}.") from error
