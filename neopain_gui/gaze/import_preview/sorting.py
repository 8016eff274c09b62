"""What files are: recordings, a table of participants or scores, heatmap pictures, or none."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import InputError, NeoPainError
from neopain_gui.gaze.recordings.formats import find_layout
from neopain_gui.gaze.recordings.recognised import Known, by_bytes, by_columns
from neopain_gui.gaze.recordings.text import decode_head, read_head
from neopain_gui.gaze.recordings.xlsx import ZIP
from neopain_gui.gaze.recordings.xlsx import read_head as sheet_head
from neopain_gui.imaging.formats import SUFFIXES
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.natural_order import natural_key
from neopain_gui.people.participant_tables import kind_of_table

_TABLES = frozenset({".tsv", ".csv", ".txt", ".xlsx", ".asc", ".gzd", ".fxd"})
_WITH_COLUMNS = frozenset({".tsv", ".csv", ".xlsx"})
_NAMED = 12
"""How many files are called by their names: one that is missed is found by its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Files by what they are.

    Attributes
    ----------
    recordings, participants, scores, pictures : tuple of Path
        Pictures are heatmap pictures, which have an importer of their own.
    unknown : tuple of Path
        The rest of folders; such a file that was chosen itself counts as a recording, so that its
        reader says what is wrong with it.
    """

    recordings: tuple[Path, ...] = ()
    participants: tuple[Path, ...] = ()
    scores: tuple[Path, ...] = ()
    pictures: tuple[Path, ...] = ()
    unknown: tuple[Path, ...] = ()

    @property
    def said(self) -> tuple[str, ...]:
        """Sentences about what is no recording and no table of people."""
        lines = []
        if self.pictures:
            lines.append(
                f"{_files(self.pictures)} left out: pictures are imported with "
                "“Import heatmap pictures”."
            )
        known = {file: one for file in self.unknown if (one := known_format(file)) is not None}
        lines += [
            f"{file.name} was left out: this is {one.what}; {one.remedy}."
            for file, one in known.items()
        ]
        if unknown := [file for file in self.unknown if file not in known]:
            lines.append(
                f"{_files(unknown)} left out: neither a known recording nor a table of "
                "participants or scores."
            )
            if any(file.suffix.lower() in _WITH_COLUMNS for file in unknown):
                lines.append(
                    "A table of gaze that no known program wrote is read once you choose it "
                    "itself and say what its columns hold."
                )
        return tuple(lines)


def sort_files(
    paths: Sequence[Path],
    images: Sequence[FaceImage],
    job: Job = NULL_JOB,
    leave_out: Collection[Path] = (),
) -> Sorted:
    """Look at the beginning of each file, also of those in folders, and say what it is.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders; what is hidden is left alone.
    images : sequence of FaceImage
        The study's photographs, which a table of scores names.
    job : Job, optional
        Asked whether to stop.
    leave_out : collection of Path
        Files that are not wanted.

    Raises
    ------
    InputError
        A folder cannot be read, or there is nothing in it.
    """
    found: dict[str, list[Path]] = {}
    for file, chosen in _files_of(paths):
        job.check()
        if file in leave_out:
            continue
        found.setdefault(_kind(file, chosen, images), []).append(file)
    if not found:
        raise InputError(
            "there are no files in it",
            file=paths[0] if paths else None,
            remedy="choose the folder with the recordings",
        )
    return Sorted(**{kind: tuple(files) for kind, files in found.items()})


def _files_of(paths: Sequence[Path]) -> list[tuple[Path, bool]]:
    """Return all files, and whether each was chosen itself."""
    files: dict[Path, bool] = {}
    for path in map(Path, paths):
        if not path.is_dir():
            files[path] = True
            continue
        inside = []
        for place, folders, names in os.walk(path, onerror=_refuse):
            folders[:] = [name for name in folders if not name.startswith(".")]
            inside += [Path(place) / name for name in names if not name.startswith(".")]
        for file in sorted(inside, key=lambda one: natural_key(one.as_posix())):
            files.setdefault(file, False)
    return list(files.items())


def _refuse(error: OSError) -> None:
    raise InputError(
        "this folder cannot be read", file=error.filename, remedy="choose another one"
    ) from error


def _kind(file: Path, chosen: bool, images: Sequence[FaceImage]) -> str:
    suffix = file.suffix.lower()
    if suffix in SUFFIXES:
        return "pictures"
    if not chosen and suffix not in _TABLES:
        return "unknown"
    if _recorded(file):
        return "recordings"
    kind = kind_of_table(file, images)
    if kind and known_format(file) is None:  # a table of metrics names participants as well
        return kind
    return "recordings" if chosen else "unknown"


def _recorded(file: Path) -> bool:
    try:
        start = read_head(file)
        head = sheet_head(file) if start.startswith(ZIP) else decode_head(file, start)
    except NeoPainError:
        return False
    return find_layout(head) is not None


def known_format(file: Path) -> Known | None:
    """Return the format of a file that is known and not read, or None."""
    try:
        start = read_head(file)
        return by_bytes(file, start) or by_columns(decode_head(file, start))
    except NeoPainError:
        return None


def _files(files: Sequence[Path]) -> str:
    if len(files) == 1:
        return f"{files[0].name} was"
    more = ", …" if len(files) > _NAMED else ""
    return f"{len(files)} files ({', '.join(one.name for one in files[:_NAMED])}{more}) were"
