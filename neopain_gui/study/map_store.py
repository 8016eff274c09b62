"""The values of relevance maps: a file for all layers of one computation.

A file is a zip archive that any such program lists: a packed map (:mod:`.packing`) each, under its
key. Its name follows from what the maps have in common, which is everything but the layer, so that
nothing has to say where a map is. What has no layer has a file of its own. Studies made before keep
some maps as ``.npy`` files (:mod:`.blobs`), which are read as ever until :mod:`.compacting` packs
them.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from neopain_gui.errors import StudyError
from neopain_gui.imaging import write_fault
from neopain_gui.maps import RelevanceMap
from neopain_gui.provenance import Provenance, canonical_json, sha256_bytes
from neopain_gui.study.blobs import BLOBS_FOLDER, BlobStore
from neopain_gui.study.files import write_private
from neopain_gui.study.packing import MAX_BYTES, packed, unpacked

SUFFIX = ".maps"
LOCK_FILE = "maps.lock"
_MOST = 1024
"""Maps in a file; a network has some dozens of layers."""
_LARGEST = 256 << 20
_LEVEL = 6
_BROKEN = (
    zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, ValueError, TypeError,
    LookupError, RecursionError, NotImplementedError, RuntimeError, OverflowError, MemoryError,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Values:
    """A map on its way into a study.

    Attributes
    ----------
    provenance : Provenance
        What made it.
    values : ndarray of float32, shape (h, w)
        The map.
    cells : ndarray of float32 or None
        What it was enlarged from, where it was.
    """

    provenance: Provenance
    values: NDArray[np.float32]
    cells: NDArray[np.float32] | None = None


def group_of(provenance: Provenance) -> str:
    """Return the name of the file in which a map lies, 64 hexadecimal digits.

    It is the SHA-256 of what made the map, the layer left out.
    """
    said = provenance.as_dict()
    if "layer" not in said["inputs"]:
        return provenance.key
    said["inputs"] = {name: one for name, one in said["inputs"].items() if name != "layer"}
    return sha256_bytes(canonical_json(said).encode())


class MapStore:
    """The maps of a study; needs nothing but the study folder, so that every process can use it.

    Parameters
    ----------
    folder : Path
        The study folder.
    """

    def __init__(self, folder: Path) -> None:
        self._study = Path(folder)
        self._folder = self._study / BLOBS_FOLDER
        self._single = BlobStore(folder)
        # Threads and processes that add to one file wait for each other.
        self._lock = FileLock(self._study / LOCK_FILE, mode=0o600, fallback_to_soft=False)

    def path(self, provenance: Provenance) -> Path:
        """Return the file in which a map lies, or would lie."""
        single = self._single.path(provenance.key)
        made = self._folder / f"{group_of(provenance)}{SUFFIX}"
        return single if provenance.key not in _names(made) and single.is_file() else made

    def has(self, provenance: Provenance) -> bool:
        """Say whether a map is there; whether it is whole, :meth:`get` says."""
        # In this order: what is packed meanwhile is seen in one of the two places.
        return self._single.has(provenance.key) or self.is_packed(provenance)

    def is_packed(self, provenance: Provenance) -> bool:
        """Say whether a map is there and lies in the file of its computation."""
        return provenance.key in _names(self._folder / f"{group_of(provenance)}{SUFFIX}")

    def stamp(self, provenance: Provenance) -> list[tuple[int, int, int]]:
        """Return what changes whenever a map is written anew; empty where it is surely not there.

        Another machine may compute the same map with another last bit: whoever keeps what follows
        from its values keeps this beside it. No file is opened.
        """
        found = []
        for file in (
            self._folder / f"{group_of(provenance)}{SUFFIX}",
            self._single.path(provenance.key),
        ):
            with suppress(OSError):
                status = file.lstat()
                found.append((status.st_ino, status.st_size, status.st_mtime_ns))
        return found

    def size(self, provenance: Provenance) -> int:
        """Return how many bytes of the disk a map takes; 0 where it is not there."""
        path = self.path(provenance)
        with suppress(OSError, *_BROKEN):
            if path.suffix != SUFFIX:
                return path.stat().st_size
            with zipfile.ZipFile(path) as archive:
                return archive.getinfo(provenance.key).compress_size
        return 0

    def put(self, maps: Sequence[Values | RelevanceMap], *, sync: bool = True) -> list[Path]:
        """Store maps, those of one computation in one file; each is there as a whole or not at all.

        Without ``sync`` the caller makes them last, see :func:`~neopain_gui.imaging.sync_files`.

        Returns
        -------
        list of Path
            The files that were written.

        Raises
        ------
        ValueError
            No such map, or more than 64 MB.
        EnvironmentFault
            Disk full, no permission; earlier maps of the file are intact.
        """
        groups: dict[str, dict[str, bytes]] = {}
        for one in maps:
            members = groups.setdefault(group_of(one.provenance), {})
            members[one.provenance.key] = packed(one.values, one.cells)
        files = {self._folder / f"{group}{SUFFIX}": members for group, members in groups.items()}
        for file, new in files.items():
            self._add(file, new, sync=sync)
        return list(files)

    def get(self, provenance: Provenance) -> NDArray[np.float32]:
        """Return a map's values.

        Returns
        -------
        ndarray of float32, shape (h, w)
            As they were put; owned by the caller.

        Raises
        ------
        StudyError
            They are missing or damaged.
        """
        found = self._packed(provenance)
        if found is None:
            try:
                return self._single.get(provenance.key)
            except StudyError:
                if self._single.has(provenance.key):
                    raise
                found = self._packed(provenance)  # where it was packed meanwhile
                if found is None:
                    raise
        return found

    def _packed(self, provenance: Provenance) -> NDArray[np.float32] | None:
        """Return a map out of its computation's file; None where it is not in it."""
        made = self._folder / f"{group_of(provenance)}{SUFFIX}"
        try:
            with zipfile.ZipFile(_regular(made)) as archive:
                return unpacked(_member(archive, provenance.key))
        except (FileNotFoundError, KeyError):
            return None
        except (OSError, *_BROKEN) as error:
            raise StudyError(
                "the values of a map are damaged",
                file=self._study,
                place=made.name,
                remedy="compute or import that map again",
            ) from error

    def copy(self, source: MapStore, provenances: Iterable[Provenance]) -> None:
        """Take over maps of another study as they are packed; those that are missing are left out.

        Raises
        ------
        OSError, EnvironmentFault
            A file could not be read or written.
        """
        groups: dict[str, list[Provenance]] = {}
        for one in provenances:
            if not self.has(one):
                groups.setdefault(group_of(one), []).append(one)
        for group, wanted in groups.items():
            there = _members(source._folder / f"{group}{SUFFIX}", {one.key for one in wanted})
            if there:
                self._add(self._folder / f"{group}{SUFFIX}", there)
            for one in wanted:
                if one.key not in there and source._single.has(one.key):
                    write_private(
                        self._single.path(one.key), source._single.path(one.key).read_bytes()
                    )

    def take_out(self, provenances: Iterable[Provenance]) -> None:
        """Take maps out of the files of their computations.

        Raises
        ------
        OSError, EnvironmentFault
            A file could not be written anew or deleted.
        """
        groups: dict[str, set[str]] = {}
        for one in provenances:
            groups.setdefault(group_of(one), set()).add(one.key)
        for group, keys in groups.items():
            file = self._folder / f"{group}{SUFFIX}"
            with self._lock:
                if rest := _names(file) - keys:
                    write_private(file, _archive(_members(file, rest)))
                else:
                    file.unlink(missing_ok=True)

    def _add(self, file: Path, members: Mapping[str, bytes], *, sync: bool = True) -> None:
        try:
            with self._lock:
                rest = _members(file, set(_names(file)) - set(members))
                write_private(file, _archive({**rest, **members}), sync=sync)
        except OSError as error:
            raise write_fault(file, error) from error


def sweep_maps(folder: Path, keys: Collection[str]) -> None:
    """Delete every map whose key is not among these, and files of which nothing is left.

    Raises
    ------
    OSError
        A file could not be deleted or written anew.
    """
    for file in [one for one in folder.iterdir() if one.suffix == SUFFIX]:
        names = _names(file)
        kept = names & frozenset(keys)
        if not kept:
            file.unlink(missing_ok=True)
        elif kept != names:
            write_private(file, _archive(_members(file, kept)))


def _archive(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for key in sorted(members):
            # Without a date: the same maps are the same bytes, and say nothing of when.
            archive.writestr(
                zipfile.ZipInfo(key), members[key], zipfile.ZIP_DEFLATED, compresslevel=_LEVEL
            )
    return made.getvalue()


def _names(file: Path) -> frozenset[str]:
    """Return the keys in a file; none where it is not there or not ours."""
    try:
        status = file.lstat()
    except OSError:
        return frozenset()
    return _listed(file, status.st_mtime_ns, status.st_ino, status.st_size)


@lru_cache(maxsize=4096)
def _listed(file: Path, *_: int) -> frozenset[str]:
    """Read the list of a file that has not changed since: stepping asks for it all the time."""
    try:
        with zipfile.ZipFile(_regular(file)) as archive:
            return frozenset(archive.namelist()[:_MOST])
    except (OSError, *_BROKEN):
        return frozenset()


def _members(file: Path, keys: Collection[str]) -> dict[str, bytes]:
    """Return packed maps of a file; what is damaged is left out: it would never be read."""
    found: dict[str, bytes] = {}
    if not keys:
        return found
    with suppress(OSError, *_BROKEN), zipfile.ZipFile(_regular(file)) as archive:
        for key in keys:
            with suppress(*_BROKEN):
                found[key] = _member(archive, key)
    return found


def _member(archive: zipfile.ZipFile, key: str) -> bytes:
    information = archive.getinfo(key)
    if information.file_size > MAX_BYTES + (1 << 16):
        raise ValueError("too large for a map")
    return archive.read(information)


def _regular(file: Path) -> Path:
    """Refuse a link out of the study, a pipe that would block for ever, and a giant."""
    status = file.lstat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST:
        raise ValueError("not a file of ours")
    return file
