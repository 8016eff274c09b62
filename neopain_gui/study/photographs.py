"""Where the photographs of a study are: beside it by relative path, or copied into it."""

from __future__ import annotations

import getpass
import os
import platform
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path, PurePosixPath, PureWindowsPath

from neopain_gui.dataset.records import FaceImage
from neopain_gui.errors import EnvironmentFault, StudyError
from neopain_gui.provenance import sha256_bytes, sha256_file
from neopain_gui.study.files import write_private

IMAGES_FOLDER = "images"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


def relative_path(study: Path, root: Path, record: FaceImage) -> str:
    """Return the path from the study folder to a photograph, with ``/``.

    Raises
    ------
    StudyError
        The photograph is not there, or its path would put the name of the user or of the
        machine into the study.
    """
    return relative_to_study(study, existing_file(root, record))


def relative_to_study(study: Path, photograph: Path) -> str:
    """Return the path from the study folder to a file in a resolved folder.

    See :func:`relative_path`.
    """
    remedy = "copy the photographs into the study, or keep both in one folder"
    try:
        relative = Path(os.path.relpath(photograph, study.resolve())).as_posix()
    except ValueError as error:  # another drive on Windows
        raise StudyError(
            "the photographs are on another drive than the study", file=study, remedy=remedy
        ) from error
    names = _personal_names()
    if any(part.casefold() in names for part in relative.split("/")):
        raise StudyError(
            "the path to the photographs contains the name of a user or a machine, which a study "
            "never stores",
            file=study,
            remedy=remedy,
        )
    return relative


def copy_into(study: Path, root: Path, record: FaceImage) -> str:
    """Copy a photograph's bytes into the study; return its path from the study folder.

    Raises
    ------
    StudyError
        The photograph is not there or is not the one that the record describes.
    EnvironmentFault
        It could not be read or written.
    """
    photograph = existing_file(root, record)
    suffix = photograph.suffix.lower()
    name = record.sha256 + (suffix if _SUFFIX.fullmatch(suffix) else "")
    target = study / IMAGES_FOLDER / name
    try:
        content = photograph.read_bytes()
        if sha256_bytes(content) != record.sha256:
            raise StudyError(
                "the photograph has changed since it was looked at",
                file=photograph,
                remedy="import the folder again",
            )
        if not (target.is_file() and sha256_file(target) == record.sha256):
            write_private(target, content)
    except OSError as error:
        raise EnvironmentFault(
            f"{photograph.name}: could not be copied into the study ({error.strerror})."
        ) from error
    return f"{IMAGES_FOLDER}/{name}"


def existing_file(root: Path, record: FaceImage) -> Path:
    """Return the file that a record describes.

    Raises
    ------
    StudyError
        There is none, or the record's path is not a relative one.
    """
    if not is_relative(record.file):
        raise StudyError("the path of a photograph must be relative", file=record.file)
    photograph = root.resolve() / record.file
    try:
        there = photograph.is_file()
    except OSError as error:
        raise EnvironmentFault(f"{photograph.name}: {error.strerror}.") from error
    if not there:
        raise StudyError("there is no such photograph", file=photograph)
    return photograph


def is_relative(path: str) -> bool:
    """Say whether a path is relative on every system; a study may come from any."""
    windows = PureWindowsPath(path)
    absolute = PurePosixPath(path).is_absolute() or windows.drive or windows.root
    return bool(path) and "\0" not in path and not absolute


def inside(study: Path, path: str) -> Path:
    """Return the absolute path of a photograph whose path from the study folder is stored.

    Raises
    ------
    StudyError
        The stored path is not a relative one.
    """
    if not is_relative(path):
        raise StudyError("the study holds a path that no study holds", file=study)
    return Path(os.path.normpath(study.resolve() / path))


def delete_copy(study: Path, path: str, kept: Collection[str]) -> None:
    """Delete a photograph's copy inside the study unless another photograph is that file."""
    if path.startswith(f"{IMAGES_FOLDER}/") and path not in kept:
        copy = inside(study, path)
        if copy.parent == study.resolve() / IMAGES_FOLDER:
            copy.unlink(missing_ok=True)


def find_moved(root: Path, wanted: Iterable[FaceImage]) -> dict[str, Path]:
    """Look for photographs by name and content anywhere below a folder.

    Returns
    -------
    dict of str to Path
        File by image id, of those that were found with their SHA-256.
    """
    by_name: dict[str, list[Path]] = defaultdict(list)
    for folder, _, files in os.walk(root.resolve()):
        for name in files:
            by_name[name.casefold()].append(Path(folder, name))
    found = {}
    for record in wanted:
        tail = PurePosixPath(record.file)
        candidates = by_name[tail.name.casefold()]
        # The longest common tail first: the same name may lie in many subjects' folders.
        candidates.sort(key=lambda file: -_common_tail(file.parts, tail.parts))
        for candidate in candidates:
            with suppress(OSError):  # what cannot be read is not it
                if sha256_file(candidate) == record.sha256:
                    found[record.id] = candidate
                    break
    return found


def _common_tail(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    length = 0
    for one, other in zip(reversed(a), reversed(b), strict=False):
        if one != other:
            break
        length += 1
    return length


def _personal_names() -> frozenset[str]:
    """Return the names that must not be stored; ``root`` names nobody."""
    names = {Path.home().name, platform.node(), platform.node().partition(".")[0]}
    with suppress(OSError, KeyError, ImportError):  # no such entry: then no name to leak
        names.add(getpass.getuser())
    return frozenset(name.casefold() for name in names) - {"", "root"}
