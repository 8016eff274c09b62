"""What a person gave to be imported: one folder, or any mixture of files and folders."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from neopain_gui.dataset.layout import SUBJECT_NAME, Listing, scan, unreadable
from neopain_gui.dataset.manifest import SUFFIXES as TEXT_TABLES
from neopain_gui.dataset.names import read_class
from neopain_gui.dataset.plain_table import SPREADSHEETS
from neopain_gui.imaging.formats import SUFFIXES
from neopain_gui.natural_order import natural_key

TABLES = TEXT_TABLES | SPREADSHEETS
_LONGEST_NUMBER = 3
"""Digits of a folder that is called by a number alone: more are a year or a date."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Files under the names by which the import calls them.

    Attributes
    ----------
    folder : Path
        What the import is called after.
    listing : Listing
        The names, relative with ``/``.
    files : Mapping of str to Path
        Where each of them lies.
    whole : bool
        It is one folder and everything in it; what a manifest in it does not name is left out.
    """

    folder: Path
    listing: Listing
    files: Mapping[str, Path]
    whole: bool


def gather(given: Sequence[Path]) -> Sources:
    """List what was given.

    Of one folder the names are relative to it. Where its own name is that of a neonate or of a
    class, and those of the folders in it are not, it is a part of theirs; so is the name of each
    of several folders.

    Raises
    ------
    InputError
        Something is not there or may not be read.
    """
    if len(given) == 1 and _is_folder(given[0]):
        return _one_folder(given[0])
    files: dict[str, Path] = {}
    seen: set[Path] = set()
    problems: list[str] = []
    for source in given:
        if _is_folder(source):
            listing = scan(source)
            problems += listing.problems
            found = [(f"{source.name}/{name}", source / name) for name in _names(listing)]
        else:
            found = [(_name_of_file(source), source)]
        for name, path in found:
            if path not in seen:
                seen.add(path)
                files[_free(name, path, files)] = path
    names = sorted(files, key=natural_key)
    photographs = tuple(name for name in names if is_photograph(name))
    chosen = set(photographs)
    others = tuple(name for name in names if name not in chosen)
    return Sources(
        folder=given[0].parent,
        listing=Listing(photographs=photographs, others=others, problems=tuple(problems)),
        files=files,
        whole=False,
    )


def is_photograph(name: str) -> bool:
    """Say whether a file is called like a photograph that can be read; its content decides."""
    return PurePosixPath(name).suffix.lower() in SUFFIXES


def _subject_like(folder: str) -> bool:
    if folder.isdecimal():
        return len(folder) <= _LONGEST_NUMBER
    return SUBJECT_NAME.fullmatch(folder) is not None


def _class_like(folder: str) -> bool:
    return read_class(folder) != (None, "")


def _one_folder(folder: Path) -> Sources:
    listing = scan(folder)
    files = {name: folder / name for name in _names(listing)}
    own = folder.absolute().name
    inner = {part for name in listing.photographs for part in name.split("/")[:-1]}
    if _tells(own, _subject_like, inner) or _tells(own, _class_like, inner):
        files = {f"{own}/{name}": path for name, path in files.items()}
        listing = Listing(
            photographs=tuple(f"{own}/{name}" for name in listing.photographs),
            others=tuple(f"{own}/{name}" for name in listing.others),
            problems=listing.problems,
        )
    return Sources(folder=folder, listing=listing, files=files, whole=True)


def _tells(own: str, sort: Callable[[str], bool], inner: Collection[str]) -> bool:
    """Say whether a folder's own name is of a sort that no folder in it is of."""
    return sort(own) and not any(sort(folder) for folder in inner)


def _names(listing: Listing) -> tuple[str, ...]:
    return (*listing.photographs, *listing.others)


def _is_folder(source: Path) -> bool:
    try:
        source.stat()
    except OSError as error:
        raise unreadable(source, error) from error
    return source.is_dir()


def _name_of_file(file: Path) -> str:
    parent = file.absolute().parent.name
    says = _subject_like(parent) or _class_like(parent)
    return f"{parent}/{file.name}" if says else file.name


def _free(name: str, path: Path, taken: Mapping[str, Path]) -> str:
    """Tell files of the same name apart by the folder that they come from."""
    if name in taken:
        name = f"{path.absolute().parent.name}/{name}"
    free, number = name, 2
    while free in taken:
        free, number = f"{number}/{name}", number + 1
    return free
