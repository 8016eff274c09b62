"""Maps that earlier versions kept one a file, put into the files of their computations, and back.

The same bits come out when they are read. What is written has reached the disk and was read again
before a file goes, so that whatever ends the work leaves every map in one of the two places: each
step is whole in itself, and doing it again does what is left.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

from neopain_gui.errors import StudyError
from neopain_gui.imaging import sync_files, write_fault
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.provenance import Provenance
from neopain_gui.study.blobs import BLOBS_FOLDER, BlobStore
from neopain_gui.study.map_store import MapStore, Values, group_of
from neopain_gui.study.packing import Float

_AT_ONCE = 64
"""Computations whose files reach the disk together: what needs room beside the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What was done.

    Attributes
    ----------
    maps : int
        How many maps lie otherwise now.
    before, after : int
        Bytes of all files of values in the study.
    damaged : int
        How many maps stay as they are because they cannot be read.
    """

    maps: int
    before: int
    after: int
    damaged: int


def in_single_files(study: Path, keys: Iterable[str]) -> set[str]:
    """Return which of these maps lie in files of their own, as earlier versions kept them."""
    with os.scandir(study / BLOBS_FOLDER) as entries:
        single = {one.name.removesuffix(".npy") for one in entries if one.name.endswith(".npy")}
    return single.intersection(keys)


def pack(study: Path, made: Iterable[Provenance], job: Job = NULL_JOB) -> Moved:
    """Put maps that lie in files of their own into the files of their computations.

    Parameters
    ----------
    study : Path
        The study folder, open for writing.
    made : iterable of Provenance
        What made the maps; those that lie otherwise already are left as they are.
    job : Job
        Told how far it is; may stop it, then what is done is done.

    Raises
    ------
    EnvironmentFault
        The disk is full, or the folder cannot be written to; no map is lost.
    """
    every = {one.key: one for one in made}
    wanted = [every[key] for key in in_single_files(study, every)]
    return _move(study, wanted, _pack, "Packing maps", job)


def unpack(study: Path, made: Iterable[Provenance], job: Job = NULL_JOB) -> Moved:
    """Put every map into a file of its own, as earlier versions kept them; see :func:`pack`."""
    every, store = {one.key: one for one in made}, MapStore(study)
    wanted = [one for one in every.values() if store.is_packed(one)]
    return _move(study, wanted, _unpack, "Writing maps one by one", job)


def _move(
    study: Path,
    wanted: list[Provenance],
    move: Callable[[MapStore, BlobStore, Sequence[Provenance]], int],
    text: str,
    job: Job,
) -> Moved:
    """Move maps, those of a computation together."""
    wanted.sort(key=group_of)
    store, single, before = MapStore(study), BlobStore(study), _bytes(study)
    moved = done = 0
    for lot in _lots(wanted):
        job.check()
        job.progress(done, len(wanted), text)
        try:
            moved += move(store, single, lot)
        except OSError as error:
            raise write_fault(study / BLOBS_FOLDER, error) from error
        done += len(lot)
    job.progress(1, 1, text)
    return Moved(maps=moved, before=before, after=_bytes(study), damaged=done - moved)


def _lots(wanted: Sequence[Provenance]) -> Iterator[list[Provenance]]:
    lot: list[Provenance] = []
    for number, (_, maps) in enumerate(groupby(wanted, group_of), start=1):
        lot += maps
        if number % _AT_ONCE == 0:
            yield lot
            lot = []
    if lot:
        yield lot


def _pack(store: MapStore, single: BlobStore, lot: Sequence[Provenance]) -> int:
    """Return how many of these maps lie in the files of their computations now."""
    files: list[Path] = []
    for _, maps in groupby(lot, group_of):
        # What was computed again since is what is read: that of before only goes.
        new = [one for one in maps if not store.is_packed(one)]
        read = [(one, _read(partial(single.get, one.key))) for one in new]
        files += store.put(
            [Values(provenance=one, values=values) for one, values in read if values is not None],
            sync=False,
        )
    sync_files(files)
    packed = [one for one in lot if store.is_packed(one)]
    whole = [one for one in packed if _read(partial(store.get, one)) is not None]
    for one in whole:
        single.path(one.key).unlink(missing_ok=True)
    return len(whole)


def _unpack(store: MapStore, single: BlobStore, lot: Sequence[Provenance]) -> int:
    """Return how many of these maps lie in files of their own now."""
    written = []
    for one in lot:
        values = _read(partial(store.get, one))
        if values is not None:
            single.put(one.key, values, sync=False)
            written.append(one)
    sync_files([single.path(one.key) for one in written])
    whole = [one for one in written if _read(partial(single.get, one.key)) is not None]
    store.take_out(whole)
    return len(whole)


def _read(get: Callable[[], Float]) -> Float | None:
    """Return a map; None where it is damaged, or no map."""
    try:
        values = get()
    except StudyError:
        return None
    return values if values.ndim == 2 else None


def _bytes(study: Path) -> int:
    with os.scandir(study / BLOBS_FOLDER) as entries:
        return sum(one.stat(follow_symlinks=False).st_size for one in entries)
