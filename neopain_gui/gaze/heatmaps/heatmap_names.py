"""Which photograph and which observer group a heatmap picture belongs to.

Four ways of naming are understood, hyphen, underscore and space alike, with or without case and
accents:

* the study's export, ``EscalasDor__Procedimento_Final__{stimulus}.bmp__Full_recordings__{group}``,
  where the stimulus is ``SS_HHMMSS`` or ``SS_HHMMSS_HHMMSS`` and its last time is the photograph's;
* ``{photograph}__{group}``, in general;
* ``{photograph}`` in a folder that is called like a group;
* any of them as Tobii Studio ends its own exports, ``{stimulus}.bmp_{group}_Heat Map``.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from neopain_gui.dataset.face_image import FaceImage
from neopain_gui.dataset.names import near
from neopain_gui.dataset.photograph_names import Names, find_photographs, known_names
from neopain_gui.errors import InputError
from neopain_gui.imaging.formats import SUFFIXES
from neopain_gui.jobs import NULL_JOB, Job, track
from neopain_gui.natural_order import natural_key
from neopain_gui.people.groups import ObserverGroup, find_group, resembled_group
from neopain_gui.provenance import sha256_file


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatmapRow:
    """A heatmap picture that belongs to a photograph and a group.

    Attributes
    ----------
    file : Path
        The picture.
    image_id : str
        The photograph.
    group : ObserverGroup
        Who looked.
    note : str
        What was read differently from how it is written; empty if nothing.
    """

    file: Path
    image_id: str
    group: ObserverGroup
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnmatchedHeatmap:
    """A picture whose photograph or group is not known.

    Attributes
    ----------
    file : Path
        The picture.
    reason : str
        Why, for the user.
    group : ObserverGroup or None
        Who looked, if that is known.
    image_id : str
        The photograph, if that is known.
    near : tuple of str
        Photographs with similar names, the most similar first.
    """

    file: Path
    reason: str
    group: ObserverGroup | None = None
    image_id: str = ""
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateHeatmaps:
    """Several pictures for the same photograph and group.

    Attributes
    ----------
    files : tuple of Path
        All of them. If they are identical the first is also a matched row; else none is, since
        only a person can tell which one counts.
    image_id : str
        The photograph.
    group : ObserverGroup
        Who looked.
    identical : bool
        Whether the files are the same byte for byte.
    """

    files: tuple[Path, ...]
    image_id: str
    group: ObserverGroup
    identical: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatmapPreview:
    """What an import of a folder of heatmap pictures would do.

    Attributes
    ----------
    rows : tuple of HeatmapRow
        Matched, by photograph, then group.
    unmatched : tuple of UnmatchedHeatmap
        Not matched, by file.
    duplicates : tuple of DuplicateHeatmaps
        More than one picture for the same place.
    """

    rows: tuple[HeatmapRow, ...]
    unmatched: tuple[UnmatchedHeatmap, ...]
    duplicates: tuple[DuplicateHeatmaps, ...]


def match_heatmaps(
    folder: Path, images: Sequence[FaceImage], job: Job = NULL_JOB
) -> HeatmapPreview:
    """Find the heatmap pictures in a folder and tell to which photograph and group each belongs.

    Parameters
    ----------
    folder : Path
        Searched with its subfolders; what is hidden or no picture is passed over.
    images : sequence of FaceImage
        The study's photographs; a file name may use their id or their own file's name.
    job : Job, optional
        Told of progress; asked whether to stop.

    Returns
    -------
    HeatmapPreview
        Nothing is decoded yet.

    Raises
    ------
    InputError
        The folder is missing, may not be read, or holds no picture.
    Cancelled
        The job was stopped.
    """
    files = _pictures(folder)
    known = known_names(images)
    found: dict[tuple[str, ObserverGroup], list[HeatmapRow]] = defaultdict(list)
    unmatched = []
    for file in track(files, job, total=len(files), text="Reading heatmap names"):
        row = _match(file, folder, known)
        if isinstance(row, HeatmapRow):
            found[row.image_id, row.group].append(row)
        else:
            unmatched.append(row)
    rows, duplicates = [], []
    for (image_id, group), same in found.items():
        identical = len(same) == 1 or len({sha256_file(row.file) for row in same}) == 1
        if identical:
            rows.append(same[0])
        if len(same) > 1:
            duplicates.append(
                DuplicateHeatmaps(
                    files=tuple(row.file for row in same),
                    image_id=image_id,
                    group=group,
                    identical=identical,
                )
            )
    rows.sort(key=lambda row: (natural_key(row.image_id), row.group))
    return HeatmapPreview(
        rows=tuple(rows), unmatched=tuple(unmatched), duplicates=tuple(duplicates)
    )


def _pictures(folder: Path) -> list[Path]:
    def give_up(error: OSError) -> None:
        raise error

    try:
        files = [
            Path(place) / name
            for place, folders, names in os.walk(folder, onerror=give_up)
            if not _hidden(Path(place), folder)
            for name in names
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith(".")
        ]
    except PermissionError as error:
        raise InputError(
            "this folder may not be read", file=error.filename, remedy="ask for permission"
        ) from error
    except OSError as error:
        raise InputError(
            "this folder cannot be read", file=folder, remedy="choose a folder that is there"
        ) from error
    if not files:
        raise InputError(
            "this folder holds no heatmap pictures",
            file=folder,
            remedy="choose the folder with the PNG files that the eye-tracking software exported",
        )
    return sorted(files, key=lambda file: natural_key(file.relative_to(folder).as_posix()))


def _hidden(place: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in place.relative_to(folder).parts)


def _match(file: Path, root: Path, known: Names) -> HeatmapRow | UnmatchedHeatmap:
    stem = _KIND.sub("", file.stem)
    written, rest = _group_in_name(stem)
    group, notes = written, []
    if group is None:
        parts = re.split("_{2,}", stem)
        group = resembled_group(parts[-1]) if len(parts) > 1 else None
        if group is not None:
            rest = "__".join(parts[:-1])
            notes.append(f"'{parts[-1]}' was read as {group}")
    by_folder = _group_of_folder(file, root)
    if group is None:
        group = by_folder
    elif by_folder not in (None, group):
        return UnmatchedHeatmap(
            file=file, reason=f"its name says {group}, its folder {by_folder}", group=None
        )
    candidates = [rest, *reversed(re.split("_{2,}", rest))]
    stimulus, ids, note = find_photographs(candidates, known)
    notes += [note] if note else []
    if group is not None and len(ids) == 1:
        (image_id,) = ids
        return HeatmapRow(file=file, image_id=image_id, group=group, note="; ".join(notes))
    every = sorted({image_id for some in known.values() for image_id in some})
    close = tuple(sorted(ids)) or next(
        (similar for candidate in candidates if (similar := near(candidate, every))), ()
    )
    if len(ids) > 1:
        reason = f"several photographs have the name '{stimulus}'"
    elif not ids:
        reason = "no photograph of the study has this name"
    else:
        reason = "Group not recognised"
    known_id = next(iter(ids)) if len(ids) == 1 else ""
    return UnmatchedHeatmap(
        file=file, reason=reason, group=group, image_id=known_id, near=() if known_id else close
    )


_KIND = re.compile(
    r"[\s_\-–]+(?:heat[\s_\-]?maps?|mapas?[\s_]de[\s_]calor)(?:[\s_\-]*\(?\d{1,3}\)?)?$",
    re.IGNORECASE,
)
"""What kind of picture it is, as Tobii Studio writes it at the end."""


def _group_in_name(stem: str) -> tuple[ObserverGroup | None, str]:
    """Return the group that ends a file's name, and what stands before it."""
    for end in re.finditer(r"[\s_\-–]+", stem):
        group = find_group(stem[end.end() :])
        if group is not None:
            return group, stem[: end.start()]
    return None, stem


def _group_of_folder(file: Path, root: Path) -> ObserverGroup | None:
    """Return the group that the nearest folder names, from the file's up to the one chosen."""
    for place in file.parents:
        group = find_group(place.name)
        if group is not None or place == root:
            return group
    return None
