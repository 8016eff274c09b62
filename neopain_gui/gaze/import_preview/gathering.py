"""Everything that files and folders hold of an import of recordings, whatever was dropped."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.errors import NeoPainError
from neopain_gui.gaze.import_preview.importing import RecordingsPreview, look_into_recordings
from neopain_gui.gaze.import_preview.sorting import Sorted, sort_files
from neopain_gui.gaze.recordings import ColumnMapping, headers_of
from neopain_gui.jobs import NULL_JOB, Job
from neopain_gui.people.participant_tables import (
    ParticipantRow,
    ScoreRow,
    read_participants,
    read_scores,
    with_further,
    with_further_scores,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What was found.

    Attributes
    ----------
    files : Sorted
        Which file is what; its recordings are all that the preview shows.
    preview : RecordingsPreview or None
        None where there is no recording.
    people : tuple of ParticipantRow
        From tables of participants.
    scores : tuple of ScoreRow
        From tables of scores.
    problems : tuple of NeoPainError
        Tables that cannot be read.
    """

    files: Sorted
    preview: RecordingsPreview | None
    people: tuple[ParticipantRow, ...] = ()
    scores: tuple[ScoreRow, ...] = ()
    problems: tuple[NeoPainError, ...] = ()


def gather(
    paths: Sequence[Path],
    images: Sequence[FaceImage],
    job: Job = NULL_JOB,
    *,
    present: Sequence[Path] = (),
    leave_out: Collection[Path] = (),
    mapping: ColumnMapping | None = None,
    screen_size: tuple[int, int] | None = None,
) -> Gathered:
    """Sort files and read what they hold.

    Parameters
    ----------
    paths : sequence of Path
        Files and folders.
    images : sequence of FaceImage
        The study's photographs.
    job : Job, optional
        Told of progress; asked whether to stop.
    present : sequence of Path
        Recordings that are read before them: those of the preview that is there already.
    leave_out : collection of Path
        Files that are not wanted.
    mapping : ColumnMapping, optional
        Which column holds what, for tables of no program that is known.
    screen_size : tuple of int, optional
        (width, height) of the screen where a file does not say it.

    Raises
    ------
    InputError
        A recording or folder cannot be read, or two recordings are the same.
    Cancelled
        The job was stopped.
    """
    files = sort_files(paths, images, job, leave_out)
    if not files.recordings and not files.participants and not files.scores:
        files = _tables_as_recordings(files)
    recordings = list(dict.fromkeys([*present, *files.recordings]))
    preview = None
    if recordings and (files.recordings or not present):
        preview = look_into_recordings(
            recordings, images, job, screen_size=screen_size, mapping=mapping
        )
    people: list[ParticipantRow] = []
    scores: list[ScoreRow] = []
    problems: list[NeoPainError] = []
    for table in files.participants:
        try:
            people = with_further(people, read_participants(table), table)
        except NeoPainError as error:
            problems.append(error)
    for table in files.scores:
        try:
            scores = with_further_scores(scores, read_scores(table, images), table)
        except NeoPainError as error:
            problems.append(error)
    return Gathered(
        files=files,
        preview=preview,
        people=tuple(people),
        scores=tuple(scores),
        problems=tuple(problems),
    )


def _tables_as_recordings(files: Sorted) -> Sorted:
    """Take unknown tables for recordings where there is nothing else: columns can be named."""
    tables = tuple(file for file in files.unknown if _has_columns(file))
    if not tables:
        return files
    left = tuple(file for file in files.unknown if file not in tables)
    return Sorted(recordings=tables, pictures=files.pictures, unknown=left)


def _has_columns(file: Path) -> bool:
    try:
        return file.suffix.lower() in {".csv", ".tsv", ".txt"} and len(headers_of(file)) >= 3
    except NeoPainError:
        return False
