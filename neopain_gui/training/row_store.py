"""Arrays that are computed once, block by block, and kept on the disk for all folds and heads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from neopain_gui.counted import bytes_in_words
from neopain_gui.errors import EnvironmentFault
from neopain_gui.imaging import write_bytes_atomic
from neopain_gui.imaging.encode import write_fault
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.provenance import canonical_json, sha256_bytes

_SPARE = 1.02
"""A disk is not filled to its last byte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What is to be computed.

    Attributes
    ----------
    name : str
        The file's beginning.
    made_of : Mapping
        Everything that the numbers follow from, as plain JSON types; another content is another
        file.
    count : int
        How many rows.
    shape : tuple of int
        Of a row.
    dtype : dtype
    block : int
        Rows computed together, always the same ones: how many are computed at once may decide the
        last bit.
    """

    name: str
    made_of: Mapping[str, Any]
    count: int
    shape: tuple[int, ...]
    dtype: DTypeLike
    block: int

    @property
    def key(self) -> str:
        """SHA-256 of what they follow from."""
        return sha256_bytes(
            canonical_json(
                {
                    "made_of": dict(self.made_of),
                    "rows": [self.count, *self.shape],
                    "kind": np.dtype(self.dtype).name,
                    "block": self.block,
                }
            ).encode()
        )

    @property
    def size(self) -> int:
        """Bytes on the disk."""
        return self.count * prod(self.shape) * np.dtype(self.dtype).itemsize

    def file(self, folder: Path) -> Path:
        """Return where they are, or will be."""
        return folder / f"{self.name}-{self.key[:16]}.npy"


def needed(rows: Rows, folder: Path) -> int:
    """Return how many more bytes of disk they take: none where the file is there."""
    file = rows.file(folder)
    return 0 if file.is_file() else rows.size


def require_disk(wanted: int, folder: Path) -> None:
    """Find out before anything slow whether the disk has room.

    Raises
    ------
    EnvironmentFault
        It has not.
    """
    there = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(there).free
    if wanted * _SPARE > free:
        raise EnvironmentFault(
            f"What is kept of the faces takes {bytes_in_words(wanted)}, and the disk has "
            f"{bytes_in_words(free)} left: make room, make fewer copies, or choose a folder on "
            "another disk."
        )


def kept_rows(
    rows: Rows,
    folder: Path,
    make: Callable[[range], NDArray[Any]],
    job: Job = NULL_JOB,
    *,
    text: str = "",
) -> NDArray[Any]:
    """Return rows that are on the disk, computing those that are not there yet.

    Parameters
    ----------
    rows : Rows
    folder : Path
        Made if need be.
    make : callable
        Computes a block, given its positions.
    job : Job, optional
        Asked whether to stop before each block; what was computed stays, and is gone on from.
    text : str
        What the job says meanwhile.

    Raises
    ------
    EnvironmentFault
        The disk has no room, or cannot be written to.
    """
    file = rows.file(folder)
    mark = file.with_suffix(".json")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        done = _done(mark, rows) if file.is_file() else 0
        if not done:
            require_disk(needed(rows, folder), folder)
            np.lib.format.open_memmap(
                file, mode="w+", dtype=np.dtype(rows.dtype), shape=(rows.count, *rows.shape)
            )
        if done < rows.count:
            _compute(rows, file, mark, done, make, job, text)
    except OSError as error:
        raise write_fault(file, error) from error
    kept: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    return kept


def _compute(
    rows: Rows,
    file: Path,
    mark: Path,
    done: int,
    make: Callable[[range], NDArray[Any]],
    job: Job,
    text: str,
) -> None:
    """Compute what is missing; how far it is is written after the numbers are on the disk."""
    array = np.lib.format.open_memmap(file, mode="r+")
    for start in range(done, rows.count, rows.block):
        job.check()
        job.progress(start, rows.count, text)
        positions = range(start, min(start + rows.block, rows.count))
        array[positions.start : positions.stop] = make(positions)
        full = positions.stop == rows.count
        if full or (start // rows.block) % 8 == 7:
            array.flush()
            write_bytes_atomic(mark, json.dumps({"key": rows.key, "done": positions.stop}).encode())
    job.progress(rows.count, rows.count, text)


def _done(mark: Path, rows: Rows) -> int:
    """Return how many rows are there, in whole blocks."""
    try:
        said = json.loads(mark.read_bytes())
        done = int(said["done"]) if said["key"] == rows.key else 0
    except (OSError, ValueError, KeyError, TypeError):
        return 0
    return done if done == rows.count else done - done % rows.block
