"""Where the photographs of a study are: beside it by relative path, or copied into it."""

from __future__ import annotations

import getpass
import os
import platform
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.dataset.names import read_class
from neopain_gui.errors import EnvironmentFault, StudyError, reason, refusal
from neopain_gui.imaging.clean import without_camera_data
from neopain_gui.imaging.formats import SUFFIXES
from neopain_gui.imaging.stretch import stretched
from neopain_gui.jobs import NULL_JOB, Job, track
from neopain_gui.provenance import sha256_bytes, sha256_file
from neopain_gui.study.files import write_private

IMAGES_FOLDER = "images"
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where the file of a photograph is for a study.

    Attributes
    ----------
    path : str
        From the study folder, with ``/``.
    copy_sha256 : str
        Of a copy that has other bytes than the photograph that was imported; else empty.
    """

    path: str
    copy_sha256: str = ""


Placing = tuple[Callable[[Path, Path, FaceImage], Placed], Path, FaceImage]
"""How a photograph is taken into a study, its file, and what describes it."""


def placed(study: Path, placing: Placing) -> Placed:
    """Take a photograph into a study; see :func:`copy_into` and its like."""
    how, file, record = placing
    return how(study, file, record)


def relative_path(study: Path, photograph: Path, record: FaceImage) -> Placed:
    """Return the path from the study folder to a photograph, with ``/``.

    Raises
    ------
    StudyError
        The photograph is not there, or its path would put the name of the user or of the
        machine into the study.
    """
    return Placed(path=relative_to_study(study, photograph))


def relative_to_study(
    study: Path,
    photograph: Path,
    remedy: str = "copy the photographs into the study, or keep both in one folder",
) -> str:
    """Return the path from the study folder to a file in a resolved folder.

    See :func:`relative_path`; ``remedy`` is what can be done about a path that is not stored.
    """
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


def impersonal(record: FaceImage) -> str:
    """Return how a data set calls a file, without folders that may be called like somebody.

    Those stay that say what the study keeps anyway, and the person has seen: the neonate, or the
    class. Any other may be a mother's or the user's name.
    """
    *folders, name = record.file.split("/")
    neonate = "" if record.neonate is None else record.neonate.id
    names = _personal_names()
    said = [
        one
        for one in folders
        if (one == neonate or read_class(one) != (None, "")) and one.casefold() not in names
    ]
    return "/".join([*said, name])


def copy_into(study: Path, photograph: Path, record: FaceImage, *, sync: bool = True) -> Placed:
    """Copy a photograph into the study without what a camera wrote into its file.

    The pixels are the same, bit for bit. The copy is called after the hash of the photograph
    that was imported. Without ``sync`` the caller makes it last, see
    :func:`~neopain_gui.imaging.sync_files`.

    Raises
    ------
    StudyError
        The photograph is not there or is not the one that the record describes.
    EnvironmentFault
        It could not be read or written.
    """
    try:
        content = photograph.read_bytes()
        if sha256_bytes(content) != record.sha256:
            raise StudyError(
                "the photograph has changed since it was looked at",
                file=photograph,
                remedy="import the folder again",
            )
        cleaned, suffix = without_camera_data(content, photograph)
        copy_sha256 = record.sha256 if cleaned is content else sha256_bytes(cleaned)
        name = record.sha256 + (suffix if _SUFFIX.fullmatch(suffix) else "")
        target = study / IMAGES_FOLDER / name
        if not (target.is_file() and sha256_file(target) == copy_sha256):
            write_private(target, cleaned, sync=sync)
    except OSError as error:
        raise EnvironmentFault(
            f"{photograph.name}: could not be copied into the study: {reason(error)}."
        ) from error
    return Placed(
        path=f"{IMAGES_FOLDER}/{name}",
        copy_sha256="" if copy_sha256 == record.sha256 else copy_sha256,
    )


def copy_stretched(study: Path, photograph: Path, record: FaceImage) -> Placed:
    """Write a picture of another range into the study, stretched to 0…255, as the record has it.

    Raises
    ------
    StudyError, ImageError
        The photograph is not there or is not the one that the record describes.
    EnvironmentFault
        It could not be read or written.
    """
    png, found = stretched(photograph)
    if found.sha256 != record.sha256:
        raise StudyError(
            "the photograph has changed since it was looked at",
            file=photograph,
            remedy="import the folder again",
        )
    name = f"{record.sha256}.png"
    target = study / IMAGES_FOLDER / name
    try:
        if not (target.is_file() and sha256_file(target) == record.sha256):
            write_private(target, png)
    except OSError as error:
        raise EnvironmentFault(
            f"{photograph.name}: could not be copied into the study: {reason(error)}."
        ) from error
    return Placed(path=f"{IMAGES_FOLDER}/{name}")


def existing_file(root: Path | None, record: FaceImage, files: Mapping[str, Path]) -> Path:
    """Return the file that a record describes: one that is named in ``files``, else below ``root``.

    Raises
    ------
    StudyError
        There is none, or the record's path is not a relative one.
    """
    if not is_relative(record.file):
        raise StudyError("the path of a photograph must be relative", file=record.file)
    if record.file in files:
        photograph = files[record.file].resolve()
    elif root is not None:
        photograph = root.resolve() / record.file
    else:
        raise StudyError("there is no such photograph", file=record.file)
    try:
        there = photograph.is_file()
    except OSError as error:
        raise EnvironmentFault(refusal(error, photograph)) from error
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


def find_moved(root: Path, wanted: Iterable[FaceImage], job: Job = NULL_JOB) -> dict[str, Path]:
    """Look for photographs by their content anywhere below a folder.

    Files of a photograph's name are looked at first; the others only for what is then missing.

    Returns
    -------
    dict of str to Path
        File by image id, of those that were found with their SHA-256.
    """
    by_name: dict[str, list[Path]] = defaultdict(list)
    for folder, _, files in os.walk(root.resolve()):
        for name in files:
            by_name[name.casefold()].append(Path(folder, name))
    hashes: dict[Path, str | None] = {}
    found, missing = {}, []
    for record in wanted:
        job.check()
        tail = PurePosixPath(record.file)
        # The longest common tail first: the same name may lie in many subjects' folders.
        candidates = sorted(
            by_name.get(tail.name.casefold(), ()),
            key=lambda file: -_common_tail(file.parts, tail.parts),
        )
        for candidate in candidates:
            if _hash_of(candidate, hashes) in {record.sha256, record.copy_sha256 or record.sha256}:
                found[record.id] = candidate
                break
        else:
            missing.append(record)
    if missing:
        everything = [file for same in by_name.values() for file in same if _is_picture(file)]
        found |= _by_content(everything, missing, hashes, job)
    return found


def _by_content(
    files: Sequence[Path],
    wanted: Iterable[FaceImage],
    hashes: dict[Path, str | None],
    job: Job,
) -> dict[str, Path]:
    contents: dict[str | None, Path] = {}
    for file in track(files, job, total=len(files), text="Looking at every picture there"):
        contents.setdefault(_hash_of(file, hashes), file)
    contents.pop(None, None)
    return {
        record.id: contents[sha256]
        for record in wanted
        for sha256 in (record.copy_sha256, record.sha256)
        if sha256 in contents
    }


def _is_picture(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES


def _hash_of(file: Path, known: dict[Path, str | None]) -> str | None:
    """Return a file's SHA-256, None where it cannot be read."""
    if file not in known:
        known[file] = None
        with suppress(OSError):
            # Only a regular file has an end.
            known[file] = sha256_file(file) if file.is_file() else None
    return known[file]


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
